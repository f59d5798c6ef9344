"""Nothing right of the wall reads left of it, by what jobs declare; `test_workflow` tries it."""

from __future__ import annotations

import shutil

import pytest
from run_folders import RAW, REPOSITORY, Job, planned

pytestmark = pytest.mark.workflow

RIGHT = {
    *{"chart", "claims", "download", "publication_index", "quarto_project"},
    *{"render", "render_embargoed", "govspeak"},
}
LEFT = {
    *["ingest_areas", "ingest_findings", "ingest_coding", "ingest_surveys", "ingest_quotations"],
    *[
        "exclude",
        "aggregate",
        "steady",
        "evidence",
        "profile",
        "validate",
        "review",
        "gate",
        "plan",
    ],
}
#: Sets the figures before and after protection side by side, for people who check them.
BOTH = {"check_sheet"}
CONFIDENTIAL = ("data/raw/", "data/processed/confidential/", "data/ledger/")
RELEASED = "data/ledger/0001-october-2020/entry.json"
#: Problems quote what stands in the data, so they are as confidential as the data.
BEFORE = (*CONFIDENTIAL, "data/processed/validation/")
PUBLIC = (
    "data/processed/public/",
    "data/processed/render/",
    "reports/output/",
    "reports/_generated",
)


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> list[Job]:
    folder = tmp_path_factory.mktemp("wall")
    shutil.copytree(RAW, folder / "data" / "raw")
    shutil.copytree(REPOSITORY / "config", folder / "config")
    settings = folder / "config/config.yaml"
    final = settings.read_text(encoding="utf-8").replace(
        "    date:", "    status: final\n    date:"
    )
    settings.write_text(final, encoding="utf-8")
    # Only planned, never read: a run would say that it is no entry.
    (folder / RELEASED).parent.mkdir(parents=True)
    (folder / RELEASED).touch()
    return planned(folder)


def test_every_rule_stands_on_a_side(jobs: list[Job]) -> None:
    assert {job.rule for job in jobs} == LEFT | RIGHT | BOTH | {"protect", "all"}


def test_nothing_right_of_the_wall_reads_left_of_it(jobs: list[Job]) -> None:
    right = [job for job in jobs if job.rule in RIGHT]
    assert right
    for job in right:
        assert job.inputs
        read = [path for path in job.inputs if any(part in path for part in BEFORE)]
        assert not read, job.rule


def test_all_that_is_asked_for_is_public_but_for_what_reviewers_and_analysts_read(
    jobs: list[Job],
) -> None:
    (job,) = [job for job in jobs if job.rule == "all"]
    asked = {path for path in job.inputs if not path.startswith(PUBLIC)}
    evidence = {path for path in asked if path.startswith(f"{CONFIDENTIAL[1]}evidence/")}
    assert len(evidence) == 3
    sheet = f"{CONFIDENTIAL[1]}check_sheet.xlsx"
    assert asked - evidence == {"reports/validation/index.html", sheet}


def test_nothing_left_of_the_wall_writes_right_of_it(jobs: list[Job]) -> None:
    for job in jobs:
        public = [path for path in job.outputs if path.startswith(PUBLIC)]
        if job.rule in LEFT | BOTH:
            assert job.outputs and not public, job.rule
        elif job.rule != "all":
            assert list(job.outputs) == public, job.rule


def test_what_reads_both_sides_writes_confidential_files_alone(jobs: list[Job]) -> None:
    both = [job for job in jobs if job.rule in BOTH]
    assert both
    for job in both:
        for folder in (CONFIDENTIAL[1], PUBLIC[0]):
            assert [path for path in job.inputs if path.startswith(folder)], folder
        assert job.outputs
        assert all(path.startswith(CONFIDENTIAL[1]) for path in job.outputs)


def test_only_protect_writes_public_tables(jobs: list[Job]) -> None:
    wrote = {job.rule for job in jobs for path in job.outputs if "processed/public/" in path}
    assert wrote == {"protect"}


def test_protect_waits_for_the_gate(jobs: list[Job]) -> None:
    walls = [job for job in jobs if job.rule == "protect"]
    assert walls
    assert all("data/processed/validation/gate.txt" in job.inputs for job in walls)


def test_the_plan_reads_what_is_confidential_alone_and_does_not_wait_for_the_gate(
    jobs: list[Job],
) -> None:
    """The reviewers' page tells of it whatever the gate says; a release makes it anew."""
    (plan,) = [job for job in jobs if job.rule == "plan"]
    code = [path for path in plan.inputs if path.endswith(".py")]
    read = [path for path in plan.inputs if path not in code]
    assert read
    assert [path for path in read if not path.startswith(CONFIDENTIAL)] == []
    assert RELEASED in read
    assert code


def test_the_ledger_is_read_for_planning_and_for_reviewers_alone(jobs: list[Job]) -> None:
    readers = {j.rule for j in jobs for path in j.inputs if path.startswith("data/ledger/")}
    assert readers == {"plan", "review"}
