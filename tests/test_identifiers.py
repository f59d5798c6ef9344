"""Terms that tell who or where are found by structure first, then by patterns."""

from __future__ import annotations

import pytest

from nationalreports.identifiers import KINDS, identifiers_of, names_of_area
from nationalreports.lines import Line

LETTER = """
The Inspectorate
1 Sample Way
Sampleton, ZZ9 9ZZ
T 0300 555 0100
someone@inspectorate.example

8 October 2020

Ms Amina Thornbury
Executive Director of People – Children
Fernmouth Council
Civic Hall, Larkspur Road
Fernmouth
ZZ1 2AB

cc: Dr Bo van Hest, Chief Nurse, Fernmouth Clinical Commissioning Group; Prof. Cai Derry – Medical
Director, North Fernmouth NHS Foundation Trust

Copied to: Jo Quillan, Corporate Director, Schools, Quality and Partnerships, Fernmouth Council

Dear Ms Thornbury

Visit to Fernmouth local area

Thanks are due to Mrs O'Leary-Smith for her help.

Yours sincerely

Ida Marlowe
Her Majesty's Inspector, Ofsted

Senior Children's Services Inspector
Noor Haddad

Finn Oakes Children's Services Inspector, CQC
"""


def _lines(text: str) -> list[Line]:
    lines, gap = [], True
    for row, raw in enumerate(text.split("\n"), start=1):
        if raw.strip():
            lines.append(Line(raw.strip(), row, f"line {row}", gap=gap))
        gap = not raw.strip()
    return lines


def _found(kind: str, *findings: str, text: str = LETTER) -> list[str]:
    return [term for found, term in identifiers_of(_lines(text), findings) if found == kind]


def test_people_are_found_in_head_body_and_sign_off():
    people = set(_found("person"))
    assert people >= {"Amina Thornbury", "Bo van Hest", "Cai Derry", "Jo Quillan"}
    assert people >= {"Ida Marlowe", "Noor Haddad", "Finn Oakes"}
    assert people >= {"Ms Thornbury", "Dr Hest", "Mrs O'Leary-Smith"}
    # No address, office or organisation passes for a person.
    assert not [p for p in people if "Civic" in p or "Inspector" in p or "Council" in p]


def test_posts_are_whole():
    assert set(_found("post")) == {
        "Executive Director of People – Children",
        "Chief Nurse",
        "Medical Director",
        "Corporate Director, Schools, Quality and Partnerships",
        "Her Majesty's Inspector",
        "Senior Children's Services Inspector",
        "Children's Services Inspector",
    }


def test_organisations_but_not_those_that_every_report_names():
    assert set(_found("organisation")) == {
        "Fernmouth Council",
        "Fernmouth Clinical Commissioning Group",
        "North Fernmouth NHS Foundation Trust",
    }


def test_organisations_of_those_who_sign():
    text = "Dear All\n\nYours sincerely\n\nIda Marlowe, Lead Officer, Larkspur Children's Forum"
    assert _found("organisation", text=text) == ["Larkspur Children's Forum"]


def test_places_are_those_of_the_addressee():
    assert set(_found("place")) == {"Civic Hall", "Larkspur Road", "Fernmouth"}


def test_contacts_are_found_wherever_they_stand():
    assert _found("phone") == ["0300 555 0100"]
    assert _found("email") == ["someone@inspectorate.example"]
    assert _found("postcode") == ["ZZ9 9ZZ", "ZZ1 2AB"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ring 01234 567890.", ["01234 567890"]),
        ("ring (01234) 567 890", ["(01234) 567 890"]),
        ("ring +44 (0)20 7946 0000", ["+44 (0)20 7946 0000"]),
        ("ring 07700900123", ["07700900123"]),
        ("ring 0123456789", ["0123456789"]),
        ("ring 012345678", []),
        ("under section 118(2) and 9(1) in 2020", []),
        ("plans rose from 0.1 to 20 per 10,000 of 56,000,000", []),
        ("on 05/10/2020 and 06/10/2020", []),
    ],
)
def test_phone_numbers_are_told_from_other_figures(text: str, numbers: list[str]):
    assert _found("phone", text=text) == numbers


@pytest.mark.parametrize(
    ("finding", "kind", "terms"),
    [
        ("A ‘Fernmouth Together’ offer began.", "scheme", ["Fernmouth Together"]),
        ("The offer 'Play in Larkspur' began.", "scheme", ["Play in Larkspur"]),
        ("The Family Compass Line was set up.", "scheme", ["Family Compass Line"]),
        ("Leaders set up a Larkspur Parents Forum.", "organisation", ["Larkspur Parents Forum"]),
        ("Families in Larkspur had to travel to Quoyle.", "place", ["Larkspur", "Quoyle"]),
        ("A ‘key worker’ for each child was named.", "scheme", []),
        ("Children with EHC plans in Year 6 met in Microsoft Teams.", "scheme", []),
        ("In September, pupils went back. In Easter week too.", "place", []),
        ("Inspectors met Cllr Ada Penrose there.", "scheme", ["Cllr Ada Penrose"]),
    ],
)
def test_findings_give_schemes_and_places(finding: str, kind: str, terms: list[str]):
    assert _found(kind, finding, text="Dear All") == terms


def test_terms_come_once_and_by_kind():
    found = identifiers_of(_lines(LETTER), ["Staff in Larkspur met.", "Others in Larkspur wrote."])
    assert len(found) == len(set(found))
    order = [KINDS.index(kind) for kind, _ in found]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Dorset", ["Dorset"]),
        ("Bristol, City of", ["Bristol, City of", "Bristol"]),
        ("County Durham", ["County Durham", "Durham"]),
        ("Brighton and Hove", ["Brighton and Hove", "Brighton", "Hove"]),
        ("Royal Borough of Greenwich", ["Royal Borough of Greenwich", "Greenwich"]),
    ],
)
def test_an_areas_name_has_telling_parts(name: str, parts: list[str]):
    assert names_of_area(name) == parts
