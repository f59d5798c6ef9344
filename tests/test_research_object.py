"""What a pack says of itself to machines, checked by the validator of RO-Crate."""

import copy
import hashlib
import json
import unittest.mock
from pathlib import Path
from typing import Any

import pytest
from public_tables import SERIES

from nationalreports.research_object import CRATE, kind_of, make_crate

KEY = "october-2020"
FILES = {
    "index.html": b"page",
    f"{KEY}/{KEY}.pdf": b"print",
    f"{KEY}/{KEY}.govspeak.md": b"text",
    f"{KEY}/data/themes.csv": b"table",
}


def crate(**changed: Any) -> dict[str, Any]:
    config = copy.deepcopy(SERIES.config)
    config["series"].update(changed)
    said = {
        name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in FILES.items()
    }
    return make_crate(config, [KEY], said)


def entities(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {own["@id"]: own for own in found["@graph"]}


def test_each_file_is_described_once_and_stands_in_its_report() -> None:
    found = entities(crate())
    assert {name for name, own in found.items() if own["@type"] == "File"} == set(FILES)
    assert {own["@id"] for own in found["./"]["hasPart"]} == {f"{KEY}/", "index.html"}
    inside = {own["@id"] for own in found[f"{KEY}/"]["hasPart"]}
    assert inside == set(FILES) - {"index.html"}
    table = found[f"{KEY}/data/themes.csv"]
    assert (table["encodingFormat"], table["contentSize"]) == ("text/csv", "5")
    assert table["sha256"] == hashlib.sha256(b"table").hexdigest()
    assert found[f"{KEY}/"]["datePublished"] == "2020-11-10"


def test_licence_is_that_of_the_configuration() -> None:
    found = entities(crate(licence="A licence", licence_url="https://example.org/licence"))
    assert found["./"]["license"] == {"@id": "https://example.org/licence"}
    assert found["https://example.org/licence"]["name"] == "A licence"
    config = copy.deepcopy(SERIES.config)
    del config["series"]["licence"]
    unnamed = entities(make_crate(config, [KEY], {}))
    assert unnamed["./"]["license"] == "Ask the publisher."


def test_files_are_called_what_they_are() -> None:
    assert kind_of("a/b.xlsx") == "Data tables (XLSX)"
    assert kind_of("a/b") == "File"


def validated(folder: Path) -> list[str]:
    """What the validator finds, of what has to be and what should be; it needs no network."""
    services = pytest.importorskip(
        "rocrate_validator.services",
        reason="the validator of RO-Crate is missing (PyPI: roc-validator)",
    )
    rocrate = pytest.importorskip("rocrate", reason="the terms of RO-Crate are missing (rocrate)")
    from rdflib.plugins.shared.jsonld import context as linked
    from rocrate_validator.models import Severity, ValidationSettings
    from rocrate_validator.utils.http import HttpRequester

    # The validator asks w3id.org for the terms; the package `rocrate` has the same file.
    terms = json.loads((Path(rocrate.__file__).parent / "data/ro-crate.jsonld").read_text("utf-8"))
    headers = {"Content-Type": "application/ld+json"}
    answer = unittest.mock.Mock(status_code=200, headers=headers, json=lambda: terms)
    settings = ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="ro-crate-1.1",
        requirement_severity=Severity.RECOMMENDED,
    )
    with (
        unittest.mock.patch.object(
            HttpRequester, "get", create=True, new=lambda *given, **more: answer
        ),
        unittest.mock.patch.object(linked, "source_to_json", lambda *given, **more: (terms, None)),
    ):
        result = services.validate(settings)
    return [str(issue.message) for issue in result.get_issues()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / CRATE).write_text(json.dumps(crate()), encoding="utf-8")
    return tmp_path


def test_the_validator_of_ro_crate_accepts_it_and_finds_a_fault(folder: Path) -> None:
    # The address of the publisher's website is nothing that the pipeline knows.
    assert validated(folder) == ["The organization SHOULD have a URL."]
    found = crate()
    del entities(found)["./"]["datePublished"]
    (folder / CRATE).write_text(json.dumps(found), encoding="utf-8")
    assert any("datePublished" in fault for fault in validated(folder))
