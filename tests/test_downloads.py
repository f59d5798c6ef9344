"""The tables to take away, from public tables with made-up counts."""

import csv
import json

import pandas as pd
import pytest
from csvw import CSVW
from public_tables import REPORTS, SERIES, make_public
from python_calamine import CalamineWorkbook

from nationalreports.charts import make_figures
from nationalreports.downloads import PUBLIC_TABLES, make_notes, write_downloads
from nationalreports.plain_english import find_faults, split_text
from nationalreports.steady import STEADY_COLUMNS
from nationalreports.tables import write_table

EVIDENCE = {"october-2020": {"visits": 6}, "november-2020": {"visits": 0, "notes": 7}}
EVIDENCE |= {"final-2021": {"visits": 10}}
CASES = [*EVIDENCE.items(), ("october-2020", {"visits": 0, "surveyed": False})]
CASES += [("october-2020", {"visits": 1, "surveyed": False})]


def write(folder, key, evidence):
    public = make_public(key, **evidence)
    public["steady"] = pd.DataFrame(columns=STEADY_COLUMNS, dtype=str)
    files = {"figures": folder / "figures.json"}
    for name in PUBLIC_TABLES:
        files[name] = folder / f"public/{name}.csv"
        write_table(public[name], files[name])
    figures = make_figures(public, SERIES.codebook, SERIES.surveys)
    files["figures"].write_text(json.dumps(figures), encoding="utf-8")
    series = (SERIES.config, SERIES.codebook, SERIES.surveys)
    out = folder / "out"
    books = (out / f"{key}.ods", out / f"{key}.xlsx")
    write_downloads(public, files, out / "data", *books, report=key, series=series)
    return out, figures


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def made(request, tmp_path_factory):
    key, evidence = request.param
    return key, *write(tmp_path_factory.mktemp(key), key, evidence)


def sheets(out, key, suffix="ods"):
    book = CalamineWorkbook.from_path(out / f"{key}.{suffix}")
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_both_workbooks_have_the_same_sheets_and_cells(made):
    key, out, _ = made
    assert sheets(out, key, "xlsx") == sheets(out, key)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_each_figure_that_is_published_has_a_file_with_what_its_table_prints(made):
    _, out, figures = made
    shown = [figure for figure in figures if not figure["withheld"]]
    names = {f"{figure['id']}.csv" for figure in shown} | {f"{name}.csv" for name in PUBLIC_TABLES}
    assert {path.name for path in (out / "data").iterdir()} == names | {"csv-metadata.json"}
    for figure in shown:
        assert rows(out / f"data/{figure['id']}.csv") == [figure["columns"], *figure["rows"]]


def test_public_tables_are_handed_on_as_they_are(made):
    _, out, _ = made
    for name in PUBLIC_TABLES:
        before = out.parent / f"public/{name}.csv"
        assert (out / f"data/{name}.csv").read_bytes() == before.read_bytes()


def test_files_are_plain_utf_8_with_equal_rows(made):
    _, out, _ = made
    for path in (out / "data").glob("*.csv"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf") and b"\r" not in content
        assert len({len(row) for row in rows(path)}) == 1


def test_metadata_describe_every_file_and_column(made):
    _, out, _ = made
    group = json.loads((out / "data/csv-metadata.json").read_text(encoding="utf-8"))
    described = {table["url"]: table["tableSchema"]["columns"] for table in group["tables"]}
    assert set(described) == {path.name for path in (out / "data").glob("*.csv")}
    for name, columns in described.items():
        header, *body = rows(out / "data" / name)
        assert [column["titles"] for column in columns] == header
        for place, column in enumerate(columns):
            if column.get("datatype") == "number":
                for row in body:
                    assert row[place] in column["null"] or float(row[place]) >= 0


def validate(folder):
    """Warnings of a reader of CSV on the web that is not ours."""
    checked = CSVW(str(folder / "csv-metadata.json"), validate=True)
    valid = checked.is_valid  # reads the files; there are no warnings before
    return [str(warning.message) for warning in checked.warnings], valid


def test_another_reader_accepts_the_metadata(made):
    _, out, _ = made
    assert validate(out / "data") == ([], True)


@pytest.mark.parametrize(("old", "new"), [("Theme,", "Topic,"), (",6\n", ",six\n")])
def test_another_reader_refuses_files_that_do_not_fit_the_metadata(tmp_path, old, new):
    out, _ = write(tmp_path, "october-2020", {"visits": 6})
    path = out / "data/themes-challenge.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    said, valid = validate(out / "data")
    assert said and not valid


def test_the_cover_says_what_this_is(made):
    key, out, _ = made
    text = "\n".join(row[0] for row in sheets(out, key)["Cover"])
    report = SERIES.config["reports"][key]
    assert text.startswith(f"{report['title']}: data tables\nStatus: DRAFT\n")
    assert "\nDate: " in text
    assert "Ofsted and the Care Quality Commission" in text and "\nContact: " in text
    for sign in ("[c]", "[x]", "[z]"):
        assert f"{sign} in place of a figure means: " in text


def test_sheets_have_the_form_that_the_guidance_asks(made):
    key, out, _ = made
    book = sheets(out, key)
    assert list(book)[:3] == ["Cover", "Contents", "Notes"]
    contents = [row[0] for row in book["Contents"][3:]]
    assert contents == list(book)[2:]
    for name, cells in book.items():
        assert cells[0][0], name
        assert all(any(cell != "" for cell in row) for row in cells), f"{name}: an empty row"
        if name == "Cover":
            continue
        assert cells[1][0] == "This worksheet contains one table."
        header = next(n for n, row in enumerate(cells) if all(cell != "" for cell in row))
        # Above the header text stands in column A alone; from it on no cell is empty.
        assert all(cell == "" for row in cells[:header] for cell in row[1:])
        assert all(cell != "" for row in cells[header:] for cell in row), name
        above = " ".join(row[0] for row in cells[:header])
        used = {cell for row in cells[header:] for cell in row if cell in ("[c]", "[x]", "[z]")}
        if name.startswith("Table"):
            assert {sign for sign in ("[c]", "[x]", "[z]") if f"{sign} in place" in above} == used
            assert book["Contents"][3 + contents.index(name)][1] == cells[0][0]


def test_figures_in_the_workbook_are_numbers(made):
    key, out, figures = made
    book = sheets(out, key)
    for figure in figures:
        if figure["withheld"]:
            continue
        found = [cells for cells in book.values() if cells[0][0].endswith(f": {figure['title']}")]
        assert len(found) == 1 and figure["subtitle"] in [row[0] for row in found[0]]
        body = found[0][-len(figure["rows"]) :]
        for cells, printed in zip(body, figure["rows"], strict=True):
            assert cells[0] == printed[0]
            for cell, text in zip(cells[1:], printed[1:], strict=True):
                assert cell == (float(text) if text.isdecimal() else text)


def test_every_sheet_with_figures_says_that_it_is_a_draft_and_synthetic(made):
    key, out, _ = made
    for name, cells in sheets(out, key).items():
        text = " ".join(str(cell) for row in cells for cell in row)
        if name not in ("Contents", "Notes"):
            assert "a draft: not signed off" in text and "findings are synthetic" in text, name


def test_notes_that_are_named_are_there(made):
    key, out, _ = made
    book = sheets(out, key)
    there = {row[0] for row in book["Notes"][3:]}
    named = set()
    for name, cells in book.items():
        if name.startswith("Table"):
            (line,) = [row[0] for row in cells[:9] if str(row[0]).startswith("Notes that apply")]
            named |= {part.strip(" [].") for part in line.partition(":")[2].split(",")}
    assert named == there


def test_a_second_run_gives_the_same_bytes_and_leaves_nothing_of_the_first(tmp_path):
    write(tmp_path, "october-2020", {"visits": 6})
    stale = tmp_path / "out/data/gone.csv"
    stale.write_text("a\n")
    first = {p.name: p.read_bytes() for p in tmp_path.rglob("out/**/*") if p.is_file()}
    write(tmp_path, "october-2020", {"visits": 6})
    second = {p.name: p.read_bytes() for p in tmp_path.rglob("out/**/*") if p.is_file()}
    assert first.pop("gone.csv") and first == second
    assert not list((tmp_path / "out").glob(".making-*"))


def test_a_label_that_looks_like_a_formula_is_text_in_a_csv_file(tmp_path):
    frame = pd.DataFrame({"a": ["x"]})
    files = {name: tmp_path / f"{name}.csv" for name in PUBLIC_TABLES}
    for path in files.values():
        write_table(frame.iloc[:0], path)
    figure = {"id": "themes-a", "source": "themes", "title": "T", "subtitle": "S", "alt": ""}
    figure |= {"columns": ["Theme", "Number"], "rows": [["=1+1", "[c]"]], "withheld": False}
    files["figures"] = tmp_path / "figures.json"
    files["figures"].write_text(json.dumps([figure]), encoding="utf-8")
    public = dict.fromkeys(PUBLIC_TABLES, frame.iloc[:0])
    write_downloads(
        public,
        files,
        tmp_path / "data",
        tmp_path / "a.ods",
        tmp_path / "a.xlsx",
        report=REPORTS[0],
        series=(SERIES.config, SERIES.codebook, SERIES.surveys),
    )
    assert rows(tmp_path / "data/themes-a.csv")[1] == ["'=1+1", "[c]"]


def test_what_the_workbook_says_is_plain_english(made):
    key, out, _ = made
    said = [row[0] for row in sheets(out, key)["Cover"]]
    said += make_notes(SERIES.config).values()
    faults = [fault for text in said for fault in find_faults(split_text(text))]
    assert not [f for f in faults if "on average" not in f.message]
