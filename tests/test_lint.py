"""Snakemake's own lint finds nothing but what is left out on purpose."""

import re
import subprocess
import sys

from nationalreports.config import REPOSITORY

#: What a user must know stands on the terminal and in problems.csv, not in a log a rule; and the
#: environment of all rules is the one of uv.lock or environment.yml.
LEFT_OUT = {
    "No log directive defined:",
    "Specify a conda environment or container for each rule.:",
}


def test_lint_finds_only_what_is_left_out_on_purpose(tmp_path):
    command = [sys.executable, "-m", "snakemake", "--lint", "text"]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    said = result.stdout + result.stderr
    found = set(re.findall(r"^    \* (.*)$", said, flags=re.MULTILINE))
    assert "Lints for rule aggregate" in said, said
    assert found <= LEFT_OUT, said
