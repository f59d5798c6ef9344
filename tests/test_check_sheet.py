"""The draw, which nobody can steer, and the digests that a filled sheet holds to."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from nationalreports.check_sheet import (
    FIGURES_COLUMNS,
    TO_DRAW,
    draw,
    number_figures,
)
from nationalreports.checking import pass_gate
from nationalreports.problems import Problem, to_frame

KINDS = ("text", "table", "chart")


def figures(reports: int = 3, cells: int = 8, **changes: object) -> pd.DataFrame:
    """`cells` figures in each kind of place of each report, each printed twice."""
    rows = [
        {
            "Report": f"report-{report}",
            "In": place,
            "Cell": f"answers.csv / {place} / {cell}",
            "Printed": str(10 + cell),
            "Kind": "count",
            "Count before": str(10 + cell),
            "Sentence or text": f"It was {10 + cell}.",
            "Withheld": "no",
            **changes,
        }
        for report in range(reports)
        for place in KINDS
        for cell in range(cells)
        for _ in range(2)
    ]
    return pd.DataFrame(rows, columns=FIGURES_COLUMNS, dtype=object).fillna("").astype(str)


def drawn(frame: pd.DataFrame, seed: str = "seed") -> pd.DataFrame:
    numbered, _ = number_figures(frame)
    return numbered.loc[draw(numbered, seed)]


def test_every_report_and_every_kind_of_place_is_drawn() -> None:
    for seed in ("a", "b", "c"):
        chosen = drawn(figures(), seed)
        assert len(chosen) == TO_DRAW
        assert set(zip(chosen["Report"], chosen["In"], strict=True)) == {
            (f"report-{n}", place) for n in range(3) for place in KINDS
        }


def test_no_figure_is_drawn_twice() -> None:
    chosen = drawn(figures(reports=1, cells=4))
    assert not chosen.duplicated(["Report", "Cell"]).any()
    assert len(drawn(figures(reports=1, cells=2))) == 6


def test_many_reports_have_one_each() -> None:
    assert set(drawn(figures(reports=14, cells=1))["Report"]) == {f"report-{n}" for n in range(14)}


def test_the_draw_can_be_repeated_and_follows_the_seed() -> None:
    same = [drawn(figures(), "one")["Figure"].tolist() for _ in range(2)]
    assert same[0] == same[1]
    assert drawn(figures(), "two")["Figure"].tolist() != same[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"Withheld": "yes"},
        {"Kind": "date"},
        {"Kind": "name"},
        {"Kind": "not traced"},
        {"Cell": "answers.csv / a / most common answers"},
    ],
)
def test_what_nobody_can_work_out_is_not_drawn(changes: dict[str, object]) -> None:
    assert drawn(figures(**changes)).empty  # type: ignore[arg-type]


def test_what_is_printed_often_is_not_drawn_more_often() -> None:
    """A base stands in every row of a table, and would else be drawn from nearly all of them."""
    rows = figures(reports=1, cells=30).drop_duplicates(["In", "Cell"])
    often = rows.iloc[:1]
    numbered, _ = number_figures(pd.concat([rows, *[often] * 500], ignore_index=True))
    cell = often["Cell"].iloc[0]
    hits = sum(cell in set(numbered.loc[draw(numbered, str(seed)), "Cell"]) for seed in range(10))
    # By chance in about 1 of 10 draws of 10 among 90 cells.
    assert hits < 6


def test_words_of_a_sentence_keep_the_digest_and_figures_change_it() -> None:
    _, before = number_figures(figures())
    reworded = figures(**{"Sentence or text": "It came to that."})  # type: ignore[arg-type]
    assert number_figures(reworded)[1] == before
    for column in ("Printed", "Count before", "Cell"):
        changed = figures()
        changed.loc[5, column] = "another"
        assert number_figures(changed)[1] != before
    assert number_figures(figures().iloc[:-1])[1] != before


def test_each_occurrence_has_a_digest_of_its_own() -> None:
    numbered, _ = number_figures(figures())
    assert numbered["Figure"].is_unique
    assert numbered["No."].tolist()[:2] == ["1", "2"]


def test_a_shut_gate_leaves_no_older_check_sheet(tmp_path: Path) -> None:
    processed = tmp_path / "data/processed"
    validation, confidential = processed / "validation", processed / "confidential"
    validation.mkdir(parents=True)
    confidential.mkdir()
    (validation / "gate.txt").write_text("of an earlier run")
    openpyxl.Workbook().save(confidential / "check_sheet.xlsx")
    (confidential / "check_sheet.csv").write_text("x")
    (confidential / "visits.csv").write_text("x")
    to_frame([Problem("error", "data/raw/x", 2, "a", "VIS-003", "", "wrong")]).to_csv(
        validation / "problems.csv", index=False
    )
    (validation / "results.json").write_text("[]")
    with pytest.raises(SystemExit):
        pass_gate(
            validation / "problems.csv",
            validation / "results.json",
            validation / "gate.txt",
            tmp_path,
        )
    assert not (validation / "gate.txt").exists()
    assert [path.name for path in confidential.iterdir()] == ["visits.csv"]
