"""What two validators say of the printed reports. docs/pdf.md says what they look at."""

import page
import pdfua
import pikepdf
import pytest
from pdf_samples import SAMPLES, shared_sample

#: Its look for empty headings ends in an error with pikepdf 10, whatever the file says;
#: test_pdf_tags.py compares the text of headings with the page's.
CRASHES = {"UA-14-001"}


@pytest.fixture(scope="module", params=SAMPLES)
def pdf(request, tmp_path_factory):
    return shared_sample(request.param, tmp_path_factory)[1]


def failures(path, profile):
    report = page.validate_pdf(path, profile=page.ValidationProfile(profile))
    assert report.rules.total > 100
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_page_finds_the_pdf_conforms(pdf, profile):
    assert failures(pdf, profile) == []


def test_pdfua_finds_no_fault(pdf):
    report = pdfua.validate(str(pdf))
    assert len(report.outcomes) >= 12
    assert [(finding.rule_id, finding.message) for finding in report.findings] == []
    assert {outcome.rule_id for outcome in report.skipped} <= CRASHES


def without_language(pdf):
    del pdf.Root.Lang


def without_alternatives(pdf):
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Dictionary) and "/Alt" in entry:
            del entry["/Alt"]


def without_tags(pdf):
    del pdf.Root.StructTreeRoot


def without_mark(pdf):
    del pdf.Root.MarkInfo


def without_title(pdf):
    with pdf.open_metadata() as metadata:
        del metadata["dc:title"]
    del pdf.Root.ViewerPreferences


BREAKS = [without_language, without_alternatives, without_tags, without_mark, without_title]


@pytest.mark.parametrize("harm", BREAKS)
def test_each_validator_finds_what_is_wrong(harm, tmp_path, tmp_path_factory):
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(shared_sample("october-2020", tmp_path_factory)[1]) as pdf:
        harm(pdf)
        pdf.save(broken)
    assert failures(broken, "ua1")
    assert pdfua.validate(str(broken)).findings
