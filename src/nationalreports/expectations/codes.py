"""What the agreed codes must keep."""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import INFO, Notes, Severity


class CodesBelongToFindings(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-101"
    column: str = "finding_id"
    notes: Notes = "Each coded finding exists."
    remedy: ClassVar[str] = "code the finding anew: its text has changed, or it is gone"


class CodesAnswerKnownQuestions(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-102"
    column: str = "question"
    notes: Notes = "Each code's question stands in the codebook."
    remedy: ClassVar[str] = "use a question of config/codebook.yaml"


class CodesNameKnownThemes(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-103"
    column: str = "_theme"
    about: ClassVar[str] = "theme"
    notes: Notes = "Each code's theme stands in the codebook, under the code's question."
    remedy: ClassVar[str] = "use a theme that config/codebook.yaml has under this question"


class CodesNameKnownSectors(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-104"
    column: str = "sector"
    notes: Notes = "Each code's sector, where it has one, stands in the codebook."
    remedy: ClassVar[str] = "use a sector of config/codebook.yaml"


class CodesNameKnownVoices(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-105"
    column: str = "voice"
    notes: Notes = "Each code's voice, where it has one, stands in the codebook."
    remedy: ClassVar[str] = "use a voice of config/codebook.yaml"


class CodesAreUnique(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "COD-106"
    column_list: list[str] = ["finding_id", "question", "theme", "sector", "voice"]
    notes: Notes = "No finding has the same code twice."
    remedy: ClassVar[str] = "delete one of the two"


class ThemesBelongToAReport(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-107"
    column: str = "_covered"
    value_set: list[str] = ["yes"]
    about: ClassVar[str] = "theme"
    severity: Severity = INFO
    notes: Notes = "Each coded theme is covered by a report that its finding counts in."
    why: ClassVar[str] = "what no report covers is told nowhere, though somebody told it"
    remedy: ClassVar[str] = "add the theme to the report's themes in config/config.yaml, if it is due"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)
