"""Accounts of themes, by the Lua filter that both renderers use."""

import json
import subprocess

import pypandoc
import pytest

from nationalreports.config import REPOSITORY

FILTER = REPOSITORY / "reports" / "_extensions/nationalreports" / "accounts.lua"
FACTS = {
    "facts": {
        "themes": {
            "hard": {
                "noise": {"reported": "reported in 2 of the 10 areas’ letters"},
                "light": {"reported": "reported in 5 of the 10 areas’ letters"},
                "heat": {"reported": "reported in 2 of the 10 areas’ letters"},
                "dust": {"reported": "among the themes for which no count is given"},
                # As the check sheet marks a fact, with private characters around it.
                "damp": {"reported": "\U000f0001reported in 3 of the 10\ue000"},
            }
        }
    }
}


def converted(tmp_path, *themes, around=""):
    accounts = "".join(
        f'::: {{theme="themes.hard.{theme}"}}\n### On {theme}\n\nText.\n:::\n\n' for theme in themes
    )
    (tmp_path / "facts.json").write_text(json.dumps(FACTS, ensure_ascii=False), encoding="utf-8")
    command = [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", "markdown"]
    command += ["--metadata-file", str(tmp_path / "facts.json"), "--lua-filter", str(FILTER)]
    text = f":::: {{.accounts}}\n{around}{accounts}::::\n"
    return subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)


def headings(tmp_path, *themes):
    made = converted(tmp_path, *themes)
    assert not made.returncode, made.stderr
    return [line.split()[2] for line in made.stdout.splitlines() if line.startswith("#")]


def test_accounts_stand_in_the_order_of_counts_and_equal_ones_in_that_of_the_source(tmp_path):
    assert headings(tmp_path, "noise", "heat", "light") == ["light", "noise", "heat"]
    assert headings(tmp_path, "heat", "damp", "noise") == ["damp", "heat", "noise"]


def test_a_theme_without_a_published_count_has_no_account(tmp_path):
    assert headings(tmp_path, "dust", "noise") == ["noise"]
    assert converted(tmp_path, "dust").stdout.strip() == ""


def test_headings_of_accounts_are_left_out_of_the_contents(tmp_path):
    text = converted(tmp_path, "noise").stdout
    assert ".unnumbered .unlisted}" in text


@pytest.mark.parametrize(
    ("theme", "around", "message"),
    [
        ("fog", "", "there is no theme themes.hard.fog"),
        ("noise", "Loose.\n\n", "all parts are divs with a theme"),
    ],
)
def test_a_slip_in_a_source_is_named(tmp_path, theme, around, message):
    made = converted(tmp_path, theme, around=around)
    assert made.returncode and message in made.stderr
