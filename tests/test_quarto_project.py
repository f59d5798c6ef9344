"""What a run leaves for Quarto, and that Quarto makes of it what the embedded renderer makes."""

import hashlib
import json
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser

import pypdfium2
import pytest
from public_tables import REPORTS, SERIES, make_figures, make_public
from test_reports import EVIDENCE, NOON

from nationalreports.facts import make_facts
from nationalreports.fragments import make_fragments
from nationalreports.quarto_project import TABLES, write_project, write_report
from nationalreports.rendering import QUARTO_OUTPUT, render_embedded, stage
from nationalreports.tables import write_table

SERIES_PARTS = (SERIES.config, SERIES.codebook, SERIES.surveys)
FOLDERS = {"config": str(SERIES.folder), "reports": str(SERIES.reports)}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run folder with what stands right of the wall before the project is written."""
    root = tmp_path_factory.mktemp("run")
    for key in REPORTS:
        public = make_public(key, **EVIDENCE[key])
        for name in TABLES:
            write_table(public[name], root / f"data/processed/public/{key}/{name}.csv")
        figures = make_figures(key, public, root / f"reports/output/{key}/figures")
        rendered = root / "data/processed/render" / key
        rendered.mkdir(parents=True)
        (rendered / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
        (rendered / "claims.csv").write_text(
            "file,line,sentence,claim,verdict,figures\na,1,b,x > 1,does not hold,x = 0\n",
            encoding="utf-8",
        )
    write_project(root, root / "reports/_generated", series=SERIES_PARTS, folders=FOLDERS)
    return root


def test_each_report_has_its_own_facts_and_fragments_under_the_names_that_sources_include(run):
    made = run / "reports/_generated"
    assert sorted(path.name for path in made.iterdir() if path.is_dir()) == sorted(REPORTS)
    names = {path.name for key in REPORTS for path in (made / key).glob("*.md")}
    assert {path.name for path in made.glob("*.md")} == names
    stub = (made / "summary.md").read_text("utf-8")
    assert stub == '::: {.generated fragment="summary"}\n:::\n'
    for key in REPORTS:
        facts = json.loads((made / key / "facts.json").read_text("utf-8"))
        assert facts["title"] == facts["facts"]["title"]
        assert [claim["verdict"] for claim in facts["claims"]] == ["does not hold"]
    titles = {(made / key / "summary.md").read_text("utf-8") for key in REPORTS}
    assert len(titles) == len(REPORTS)


def test_what_facts_were_made_from_is_listed_and_public_or_configuration(run):
    for key in REPORTS:
        folder = run / "reports/_generated" / key
        entries = json.loads((folder / "made_from.json").read_text("utf-8"))
        paths = [(folder / entry["path"]).resolve() for entry in entries]
        for entry, path in zip(entries, paths, strict=True):
            assert entry["sha1"] == hashlib.sha1(path.read_bytes()).hexdigest()
        names = {path.name for path in paths}
        assert {f"{table}.csv" for table in TABLES} <= names
        assert {"figures.json", "claims.csv", "config.yaml", "codebook.yaml"} <= names
        assert not [path for path in paths if "confidential" in path.parts or "raw" in path.parts]


def test_a_second_run_leaves_nothing_of_the_first(run, tmp_path):
    output = tmp_path / "reports/_generated"
    (output / "gone").mkdir(parents=True)
    write_project(run, output, series=SERIES_PARTS, folders=FOLDERS)
    assert sorted(path.name for path in output.parent.iterdir()) == ["_generated"]
    assert not (output / "gone").exists() and (output / REPORTS[0]).is_dir()


needs_quarto = pytest.mark.skipif(
    not shutil.which("quarto"), reason="quarto is missing (see environment.yml)"
)


def quarto(*arguments):
    return subprocess.run(["quarto", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def both(run, tmp_path_factory):
    """The folders of what Quarto and the embedded renderer make of all reports."""
    folder = tmp_path_factory.mktemp("both")
    project = folder / "reports"
    project.mkdir()
    for path in SERIES.reports.iterdir():
        if path.name in ("_extensions", "_sections"):
            shutil.copytree(path, project / path.name)
        elif path.suffix == ".qmd" or path.name == "_quarto.yml":
            shutil.copy(path, project / path.name)
    version = quarto("--version").stdout.strip()
    for key in REPORTS:
        figures = run / f"reports/output/{key}/figures"
        shutil.copytree(figures, project / f"output/{key}/figures")
        drawn = (run / f"data/processed/render/{key}/figures.json").read_text("utf-8")
        public = make_public(key, **EVIDENCE[key])
        given = (SERIES.config["reports"][key], key, *SERIES_PARTS, public, json.loads(drawn))
        write_report(project / "_generated", given)
        (project / "_generated" / key / "made_from.json").write_text("[]", encoding="utf-8")
        facts = make_facts(*given, renderer=f"Quarto {version}")
        staging = folder / "staging" / key
        stage(SERIES.reports, staging, facts, make_fragments(*given), figures)
        for suffix in ("html", "pdf"):
            output = folder / "embedded" / f"{key}.{suffix}"
            render_embedded(staging, key, suffix, output, timestamp=NOON)
    done = quarto("render", str(project))
    assert done.returncode == 0, done.stderr
    return project / QUARTO_OUTPUT, folder / "embedded"


class Whole(HTMLParser):
    """A page with all its tags, attributes and words, the head and the style among them.

    Left out is what two versions of pandoc write in two ways, and no reader meets: how an empty
    element is closed, and the classes of a table's odd and even rows.
    """

    EMPTY = ("br", "hr", "img", "link", "meta", "source")

    def __init__(self, text):
        super().__init__()
        self.parts = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, *sorted(a for a in attrs if (tag, a[0]) != ("tr", "class"))))

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            self.parts.append(f"/{tag}")

    def handle_data(self, data):
        self.parts += data.split()


@needs_quarto
@pytest.mark.parametrize("key", REPORTS)
def test_pages_are_the_same(both, key):
    made, expected = (Whole((f / f"{key}.html").read_text("utf-8")).parts for f in both)
    assert len(expected) > 1000
    assert made == expected


def read_pdf(path):
    document = pypdfium2.PdfDocument(path)
    # Typst versions order the pieces of a caption in two ways: words of a page, in any order.
    pages = [Counter(page.get_textpage().get_text_bounded().split()) for page in document]
    outline = [(entry.level, entry.get_title()) for entry in document.get_toc()]
    return pages, outline


@needs_quarto
@pytest.mark.parametrize("key", REPORTS)
def test_prints_have_the_same_words_on_each_page_and_the_same_outline_and_tags(both, key):
    made, expected = (folder / f"{key}.pdf" for folder in both)
    assert read_pdf(made) == read_pdf(expected)
    if not shutil.which("pdfinfo"):
        pytest.skip("pdfinfo is missing: install poppler-utils to compare tags")
    tags = []
    for path in (made, expected):
        tree = subprocess.run(
            ["pdfinfo", "-struct", path], capture_output=True, text=True, check=True
        ).stdout
        tags.append(Counter(re.findall(r"^ *([A-Z]\w*)(?: \(\w+\))?:?$", tree, re.MULTILINE)))
    assert tags[0]["TD"] > 10
    # Typst 0.15 tags the words of some captions as a span of their own.
    for count in tags:
        count.pop("Span", None)
    assert tags[0] == tags[1]


@needs_quarto
def test_facts_of_other_tables_stop_quarto(run, tmp_path):
    project = tmp_path / "reports"
    shutil.copytree(SERIES.reports / "_extensions", project / "_extensions")
    for name in ("facts.json", "made_from.json"):
        (project / "_generated/a").mkdir(parents=True, exist_ok=True)
        shutil.copy(run / "reports/_generated" / REPORTS[0] / name, project / "_generated/a" / name)
    (project / "_quarto.yml").write_text(
        (SERIES.reports / "_quarto.yml").read_text("utf-8"), encoding="utf-8"
    )
    (project / "a.qmd").write_text("## Head\n\n{{< meta facts.title >}}\n", encoding="utf-8")
    table = tmp_path / "table.csv"
    table.write_text("a\n", encoding="utf-8")
    sha1 = hashlib.sha1(b"a\n").hexdigest()
    listed = project / "_generated/a/made_from.json"
    listed.write_text(json.dumps([{"path": "../../../table.csv", "sha1": sha1}]), encoding="utf-8")
    call = ("render", str(project / "a.qmd"), "--to", "nationalreports-html")
    assert quarto(*call).returncode == 0
    page = project / QUARTO_OUTPUT / "a.html"
    assert SERIES.config["reports"][REPORTS[0]]["title"] in page.read_text("utf-8")
    page.unlink()
    table.write_text("b\n", encoding="utf-8")
    stopped = quarto(*call)
    assert stopped.returncode and not page.exists()
    assert "the facts of a were made from another table.csv; run" in stopped.stderr
