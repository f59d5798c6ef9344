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
    why: ClassVar[str] = (
        "One code counts for both, and analysts read the same finding as if two people had said it."
    )
    remedy: ClassVar[str] = "delete one of the two in the source"
    settled_by: ClassVar[tuple[str, ...]] = ()


class FindingIdsComeFromTheText(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-102"
    column: str = "finding_id"
    regex: str = r"^[a-z0-9-]+-[0-9a-f]{8}$"
    notes: Notes = "A finding's id is that of its visit and eight digits made from its text."
    why: ClassVar[str] = (
        "Codes find their finding by its id: with another id all that coders did for it is lost."
    )
    remedy: ClassVar[str] = "run the ingest stage again; ids are never written by hand"
    settled_by: ClassVar[tuple[str, ...]] = ()


class FindingsHaveWords(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-103"
    column: str = "text"
    regex: str = r"[^\W_]"
    notes: Notes = "Each finding has words."
    why: ClassVar[str] = (
        "There is nothing to code and nothing to quote, and the letter's own finding may have "
        "been lost in reading."
    )
    remedy: ClassVar[str] = "look at the place in the source"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class FindingsHaveAUsualLength(gxe.ExpectColumnValueLengthsToBeBetween):
    code: ClassVar[str] = "FND-104"
    column: str = "text"
    min_value: int = SHORT_TEXT
    max_value: int = LONG_TEXT
    severity: Severity = WARNING
    notes: Notes = f"A finding has {SHORT_TEXT} to {LONG_TEXT} characters."
    why: ClassVar[str] = (
        "A very short one is often a part that was cut off, a very long one several findings that "
        "get one code together."
    )
    remedy: ClassVar[str] = "check that it is one whole finding, not a part of one or several"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class FindingsStandInAKnownSection(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-105"
    column: str = "section"
    value_set: list[str] = ["told", "priority", "discussion"]
    notes: Notes = "A finding is something told, a priority, or from a discussion."
    why: ClassVar[str] = (
        "Letters and discussions are counted apart by the section: with another one, a "
        "discussion is counted as an area's letter."
    )
    remedy: ClassVar[str] = "run the ingest stage again"
    settled_by: ClassVar[tuple[str, ...]] = ()


class FindingsHaveAPosition(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-106"
    column: str = "position"
    regex: str = r"^[1-9][0-9]*$"
    notes: Notes = "Positions count from 1."
    why: ClassVar[str] = (
        "Findings without their place cannot be put in the order of the letter, and coders read "
        "them out of context."
    )
    remedy: ClassVar[str] = "run the ingest stage again"
    settled_by: ClassVar[tuple[str, ...]] = ()


class FindingsHaveAKnownSector(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-107"
    column: str = "sector"
    notes: Notes = "A finding's sector, where it has one, stands in the codebook."
    why: ClassVar[str] = (
        "Coders would see a sector that they cannot give, and codes taken over from it would be "
        "refused."
    )
    remedy: ClassVar[str] = "use a sector of config/codebook.yaml"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class FindingsConcernKnownAreas(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-108"
    column: str = "area_code"
    notes: Notes = "A finding's area, where it has one, stands in the list of areas."
    why: ClassVar[str] = (
        "Evidence would stand under an area that nobody can name, and whoever traces a figure "
        "back would end there."
    )
    remedy: ClassVar[str] = "give a code that stands in reference/areas.csv"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class FindingsAreNotCopied(gxe.ExpectColumnValuesToBeUnique):
    code: ClassVar[str] = "FND-109"
    column: str = "text"
    severity: Severity = WARNING
    notes: Notes = "No two letters or discussions give a finding in the very same words."
    why: ClassVar[str] = (
        "Words pasted from one area's letter into another's would make one area's trouble two "
        "areas'."
    )
    remedy: ClassVar[str] = "check that it was not pasted from another source"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class DiscussionsBelongToAReport(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-110"
    column: str = "_report"
    about: ClassVar[str] = "date"
    notes: Notes = "Each discussion took place in the window of a report; else it counts nowhere."
    why: ClassVar[str] = (
        "The discussion counts in no report, although somebody took its notes for one."
    )
    remedy: ClassVar[str] = "correct the date, or the windows in config/config.yaml"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class FindingsAreCoded(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-111"
    column: str = "finding_id"
    severity: Severity = WARNING
    notes: Notes = "Each finding has an agreed code; else it counts under no theme."
    why: ClassVar[str] = (
        "What the finding tells is in no figure: a theme may be told by more areas than the "
        "report says."
    )
    remedy: ClassVar[str] = "code it, or settle its codes in coding/settled.csv"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class FindingsFollowEachOther(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "FND-112"
    column: str = "_step"
    min_value: int = 1
    max_value: int = 1
    about: ClassVar[str] = "position"
    notes: Notes = "Positions in a section of a letter or discussion follow each other without gap."
    why: ClassVar[str] = "Where a number is missing, a finding was lost on its way."
    remedy: ClassVar[str] = "run the ingest stage again; compare letters.html with the letter"
    settled_by: ClassVar[tuple[str, ...]] = ()


class FindingsAreOfTheirVisit(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-113"
    column: str = "_of"
    about: ClassVar[str] = "visit_id"
    notes: Notes = "Each finding of a letter is of a visit in visits.csv, and of that visit's area."
    why: ClassVar[str] = "It would count for no area, or for one that did not tell it."
    remedy: ClassVar[str] = (
        "correct the visit, or the letter's name, and run the ingest stage again"
    )
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)
