"""Exports in the shapes of SmartSurvey, Microsoft Forms and Snap: one tidy table from each."""

import shutil

import pytest
from survey_samples import AREAS, NAME, PEOPLE, SHAPES, VISITS, truth

from nationalreports.config import REPOSITORY, load
from nationalreports.surveys import ingest_surveys


@pytest.fixture(params=SHAPES)
def shape(request):
    return request.param


def form_of(run, yaml_text, survey="families"):
    """The survey's YAML as the pipeline reads it, schema and contradictions included."""
    shutil.copytree(REPOSITORY / "config", run / "config", dirs_exist_ok=True)
    (run / f"config/surveys/{survey}.yaml").write_text(yaml_text, encoding="utf-8")
    return load(run).surveys[survey]


def ingest(run, name, content, form, survey="families"):
    rows, _, problems = everything(run, name, content, form, survey)
    return rows, problems


def everything(run, name, content, form, survey="families"):
    path = run / "surveys" / survey / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return ingest_surveys([path], {survey: form}, VISITS, AREAS, root=run)


def rows_of(frame):
    columns = ["response_id", "area_code", "wave", "question", "answer"]
    return list(frame[columns].astype(str).itertuples(index=False, name=None))


def test_each_shape_gives_what_the_people_said(tmp_path, shape):
    name, content, yaml_text = SHAPES[shape]
    frame, problems = ingest(tmp_path, name, content(), form_of(tmp_path, yaml_text))
    assert [p for p in problems if p.severity != "info"] == []
    assert rows_of(frame) == truth("families")


def test_metadata_reach_neither_table_nor_problems(tmp_path, shape):
    name, content, yaml_text = SHAPES[shape]
    raw = content()
    if name.endswith(".csv"):
        # Faults in every row, so that there are problems to look into.
        raw = raw.replace(b"/2020", b"/1820").replace(b"Very well", b"Verily")
    frame, problems = ingest(tmp_path, name, raw, form_of(tmp_path, yaml_text))
    told = frame[frame["question"] != "more"].to_csv() + repr(problems)
    assert "@example.org" not in told
    assert "192.0.2" not in told
    assert NAME not in told


def test_no_option_is_split(tmp_path, shape):
    name, content, yaml_text = SHAPES[shape]
    frame, _ = ingest(tmp_path, name, content(), form_of(tmp_path, yaml_text))
    said = frame.loc[frame["question"] == "services", "answer"]
    for service in {s for person in PEOPLE for s in person.services}:
        assert (said == service).sum() == sum(service in p.services for p in PEOPLE)


def test_each_shape_tells_when_and_where_each_response_stands(tmp_path, shape):
    name, content, yaml_text = SHAPES[shape]
    form = form_of(tmp_path, yaml_text)
    _, people, _ = everything(tmp_path, name, content(), form)
    first = 3 if shape == "smart_survey" else 2
    numbered = sorted(enumerate(PEOPLE, first), key=lambda entry: str(entry[1].number))
    assert people["response_id"].tolist() == [f"families-{p.number}" for _, p in numbered]
    assert people["locator"].tolist() == [f"row {row}" for row, _ in numbered]
    assert set(people["source"]) == {f"surveys/families/{name}"}
    assert people["area_code"].tolist() == [p.area for _, p in numbered]
    if shape == "snap":  # its end is a day alone, and no start is declared
        assert people["submitted"].tolist() == [f"{p.ended:%Y-%m-%d}" for _, p in numbered]
        assert set(people["started"]) == set(people["seconds"]) == {""}
    else:
        assert people["submitted"].tolist() == [p.ended.isoformat() for _, p in numbered]
        assert people["started"].tolist() == [p.begun.isoformat() for _, p in numbered]
        assert people["seconds"].tolist() == [str(60 + p.number) for _, p in numbered]
