"""What findings of letters and discussions must keep."""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import WARNING, Notes, Severity

#: Findings outside of this many characters are seldom one finding of a letter: the real ones of
#: 2020 run from about 60 to 600.
SHORT_TEXT, LONG_TEXT = 20, 2000


class FindingIdsAreUnique(gxe.ExpectColumnValuesToBeUnique):
    code: ClassVar[str] = "FND-101"
    column: str = "finding_id"
    notes: Notes = "No finding stands twice in one letter or discussion."
    remedy: ClassVar[str] = "delete one of the two in the source"


class FindingIdsComeFromTheText(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-102"
    column: str = "finding_id"
    regex: str = r"^[a-z0-9-]+-[0-9a-f]{8}$"
    notes: Notes = "A finding's id is that of its visit and eight digits made from its text."
    remedy: ClassVar[str] = "run the ingest stage again; ids are never written by hand"


class FindingsHaveWords(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-103"
    column: str = "text"
    regex: str = r"[^\W_]"
    notes: Notes = "Each finding has words."
    remedy: ClassVar[str] = "look at the place in the source"


class FindingsHaveAUsualLength(gxe.ExpectColumnValueLengthsToBeBetween):
    code: ClassVar[str] = "FND-104"
    column: str = "text"
    min_value: int = SHORT_TEXT
    max_value: int = LONG_TEXT
    severity: Severity = WARNING
    notes: Notes = f"A finding has {SHORT_TEXT} to {LONG_TEXT} characters."
    remedy: ClassVar[str] = "check that it is one whole finding, not a part of one or several"


class FindingsStandInAKnownSection(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-105"
    column: str = "section"
    value_set: list[str] = ["told", "priority", "discussion"]
    notes: Notes = "A finding is something told, a priority, or from a discussion."
    remedy: ClassVar[str] = "run the ingest stage again"


class FindingsHaveAPosition(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-106"
    column: str = "position"
    regex: str = r"^[1-9][0-9]*$"
    notes: Notes = "Positions count from 1."
    remedy: ClassVar[str] = "run the ingest stage again"


class FindingsHaveAKnownSector(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-107"
    column: str = "sector"
    notes: Notes = "A finding's sector, where it has one, stands in the codebook."
    remedy: ClassVar[str] = "use a sector of config/codebook.yaml"


class FindingsConcernKnownAreas(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-108"
    column: str = "area_code"
    notes: Notes = "A finding's area, where it has one, stands in the list of areas."
    remedy: ClassVar[str] = "give a code that stands in reference/areas.csv"


class FindingsAreNotCopied(gxe.ExpectColumnValuesToBeUnique):
    code: ClassVar[str] = "FND-109"
    column: str = "text"
    severity: Severity = WARNING
    notes: Notes = "No two letters or discussions give a finding in the very same words."
    remedy: ClassVar[str] = "check that it was not pasted from another source"


class DiscussionsBelongToAReport(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-110"
    column: str = "_report"
    about: ClassVar[str] = "date"
    notes: Notes = "Each discussion took place in the window of a report; else it counts nowhere."
    remedy: ClassVar[str] = "correct the date, or the windows in config/config.yaml"


class FindingsAreCoded(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-111"
    column: str = "finding_id"
    severity: Severity = WARNING
    notes: Notes = "Each finding has an agreed code; else it counts under no theme."
    remedy: ClassVar[str] = "code it, or settle its codes in coding/settled.csv"


class FindingsFollowEachOther(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "FND-112"
    column: str = "_step"
    min_value: int = 1
    max_value: int = 1
    about: ClassVar[str] = "position"
    notes: Notes = "Positions in a section of a letter or discussion follow each other without gap."
    why: ClassVar[str] = "where a number is missing, a finding was lost on its way"
    remedy: ClassVar[str] = "run the ingest stage again; compare letters.html with the letter"
    settled_by: ClassVar[tuple[str, ...]] = ()


class FindingsAreOfTheirVisit(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-113"
    column: str = "_of"
    about: ClassVar[str] = "visit_id"
    notes: Notes = "Each finding of a letter is of a visit in visits.csv, and of that visit's area."
    why: ClassVar[str] = "it would count for no area, or for one that did not tell it"
    remedy: ClassVar[str] = "correct the visit, or the letter's name, and run the ingest stage again"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)
