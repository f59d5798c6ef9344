"""Drafting a survey's YAML: valid, marked where guessed, and silent about respondents."""

import pytest
import yaml
from survey_samples import NAME, PEOPLE, PLACE, SHAPES, truth
from test_survey_exports import form_of, ingest, rows_of

from nationalreports.cli import main
from nationalreports.survey_forms import fold
from nationalreports.survey_map import draft_survey


@pytest.fixture(params=SHAPES)
def draft(request, tmp_path):
    """The sample's file, its hand-written form, and its draft as text."""
    name, content, yaml_text = SHAPES[request.param]
    path = tmp_path / name
    path.write_bytes(content())
    text, problems = draft_survey(path, 2 if request.param == "smart_survey" else 1)
    assert problems == []
    return path, form_of(tmp_path, yaml_text, "model"), text


def test_the_draft_reads_the_export_as_the_finished_form_does(draft, tmp_path):
    path, model, text = draft
    form = form_of(tmp_path, text)
    frame, problems = ingest(tmp_path, path.name, path.read_bytes(), form)
    assert [p for p in problems if p.severity != "info"] == []
    codes = {fold(entry["header"]): code for code, entry in model["questions"].items()}
    names = {code: codes[fold(entry["header"])] for code, entry in form["questions"].items()}
    frame["question"] = frame["question"].astype(str).map(names)
    assert rows_of(frame) == truth("families")


def test_the_draft_knows_the_kind_of_each_question(draft, tmp_path):
    _, model, text = draft
    form = form_of(tmp_path, text)
    assert [entry["type"] for entry in form["questions"].values()] == [
        entry["type"] for entry in model["questions"].values()
    ]
    for mine, theirs in zip(form["questions"].values(), model["questions"].values(), strict=True):
        assert set(mine.get("answers", [])) == set(theirs.get("answers", []))
    for key in ("id", "area", "submitted", "started"):
        assert form.get(key) == model.get(key)


def test_nothing_of_a_respondent_stands_in_the_draft(draft):
    _, _, text = draft
    for told in (NAME, PLACE, "@example.org", "192.0.2", "café", "rang in week"):
        assert told not in text
    assert not any(person.more and person.more in text for person in PEOPLE)


def test_guesses_are_marked(draft):
    _, _, text = draft
    guessed = ("title", "respondents", "id", "area", "submitted", "drop", "groups", "type", "label")
    for line in text.splitlines():
        if line.split(":")[0].strip() in guessed:
            assert "# check" in line


def test_names_that_recur_but_not_alone_are_no_answers(tmp_path):
    path = tmp_path / "export.csv"
    names = ["Ann Lee", "Ann Lee", "Ann Lee", "Bo Ray", "Bo Ray", "Bo Ray", "Cy Fox", "Di Kay"]
    rows = [f"{n},E99000001,2020-10-05,{name}" for n, name in enumerate(names)]
    path.write_text("\n".join(["ID,area,day,Who helped you?", *rows, ""]), encoding="utf-8")
    text, _ = draft_survey(path)
    assert "Ann Lee" not in text
    assert yaml.safe_load(text)["questions"]["who_helped"]["type"] == "text"


@pytest.mark.parametrize(
    ("days", "order", "sure"),
    [
        (["2020-10-05", "2020-10-25"], None, ""),
        (["05/10/2020", "25/10/2020"], "day-first", "over 12"),
        (["10/05/20 2:30 PM", "10/25/20 2:30 PM"], "month-first", "over 12"),
        (["03/04/2020", "04/05/2020"], "day-first", "NOT KNOWN"),
    ],
)
def test_the_order_of_days_is_shown_by_a_number_over_12(tmp_path, days, order, sure):
    path = tmp_path / "export.csv"
    rows = [f"{n},E99000001,{day},Yes" for n, day in enumerate(days)]
    path.write_text("\n".join(["ID,area,day,Well?", *rows, ""]), encoding="utf-8")
    text, _ = draft_survey(path)
    assert yaml.safe_load(text).get("export", {}).get("dates") == order
    assert sure in text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"x", "TAB-001"),
        ("a.csv", b"", "TAB-003"),
        ("a.csv", b'a,b,c,d\n"1,2,3,4\n', "TAB-004"),
        ("a.csv", b"a,b,c,d\n1,2,3\n", "TAB-005"),
        ("a.csv", b"a;b;c;d\n1;2;3;4\n", "not separated by commas"),
        ("a.csv", b"7,a@b.org,E99000001,Yes\n8,c@d.org,E99000001,No\n", "looks like a response"),
        ("a.xlsx", b"no workbook", "TAB-001"),
    ],
)
def test_a_bad_file_gives_its_problem_and_no_draft(tmp_path, capsys, name, content, said):
    (tmp_path / name).write_bytes(content)
    assert main(["survey-map", str(tmp_path / name)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.startswith(f"{name}")
    assert "@" not in err


def test_the_command_writes_the_draft_to_standard_output(tmp_path, capsys):
    (tmp_path / "export.xlsx").write_bytes(SHAPES["microsoft_forms"][1]())
    assert main(["survey-map", str(tmp_path / "export.xlsx")]) == 0
    out, err = capsys.readouterr()
    assert yaml.safe_load(out)["id"] == "ID"
    assert err == ""
