"""What two validators say of the printed reports. docs/pdf.md says what they look at."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pdf_pages import Document
from pdf_samples import SAMPLES, make_sample

#: Warnings of outloud that are no fault here: ORD-001 takes an element's own text before that of
#: its spans, wherever it stands (test_pdf_tags.py compares the true order); PAG-001 takes the
#: sentence above each table of the annex for a running head.
NO_FAULT = {"ORD-001", "PAG-001"}
#: outloud's TAG-002 takes a line for prose by its words, and running heads have words too.
HEADS_END = 86


@pytest.fixture(scope="module", params=SAMPLES)
def pdf(request, tmp_path_factory):
    return make_sample(request.param, tmp_path_factory.mktemp(request.param))[1]


def failures(path, profile):
    import page

    report = page.validate_pdf(path, profile=page.ValidationProfile(profile))
    assert report.rules.total > 100
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def findings(path):
    command = Path(sys.executable).with_name("outloud")
    target = path.with_suffix(".json")
    subprocess.run(
        [command, path, "--json", target, "--fail-on", "never"], check=True, capture_output=True
    )
    (result,) = json.loads(target.read_text("utf-8"))["results"]
    return result["findings"]


def needs_page():
    if importlib.util.find_spec("page") is None:
        pytest.skip("page-validation is missing: uv sync installs it")


def needs_outloud():
    if not shutil.which("outloud", path=str(Path(sys.executable).parent)):
        pytest.skip("outloud is missing: docs/pdf.md says how to get it")


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_page_finds_the_pdf_conforms(pdf, profile):
    needs_page()
    assert failures(pdf, profile) == []


def test_outloud_finds_no_fault(pdf):
    needs_outloud()
    height = Document(pdf).sizes[0][1]
    left = []
    for finding in findings(pdf):
        boxes = finding.get("boxes") or []
        in_head = boxes and all(height - box["y0"] < HEADS_END for box in boxes)
        if finding["severity"] == "info" or finding["rule"] in NO_FAULT:
            continue
        if finding["rule"] == "TAG-002" and in_head:
            continue
        left.append((finding["rule"], finding["message"], finding.get("evidence")))
    assert left == []


def test_validators_find_what_is_wrong(tmp_path):
    """A figure without its alternative and a document without its language."""
    needs_page()
    needs_outloud()
    pdf = Document(make_sample("october-2020", tmp_path)[1]).pdf
    del pdf.Root.Lang
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Dictionary) and "/Alt" in entry:
            del entry["/Alt"]
    pdf.save(tmp_path / "broken.pdf")
    found = " ".join(failures(tmp_path / "broken.pdf", "ua1"))
    assert "FIGURE-ALTERNATIVE" in found and "LANGUAGE" in found
    rules = {f["rule"] for f in findings(tmp_path / "broken.pdf") if f["severity"] == "error"}
    assert len(rules) >= 2
