"""Reports from their sources: staging, the choice of the renderer, and the two renderers.

Both renderers read the same sources and the same format folder. The embedded one does what
Quarto would do with the few forms that the sources use, and hands the rest to pandoc and Typst,
on which Quarto is built too.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pypandoc
import typst
import yaml

from nationalreports.markdown import escape_value
from nationalreports.sources import READER, RenderingError, assemble

Renderer = Literal["quarto", "embedded"]

#: The oldest Quarto that writes PDF/UA-1 through Typst.
QUARTO_MINIMUM = (1, 9)

#: What a PDF keeps to: accessible, and fit for archives with its tags. PDF/A-4 is out, for it
#: needs a version of PDF that PDF/UA-1 does not allow. Quarto's Typst takes PDF/UA-1 alone.
PDF_STANDARDS: tuple[typst.PDFStandard, ...] = ("ua-1", "a-2a")

METADATA_FILE = "_facts.json"

#: The reports' format, as Quarto finds it: `nationalreports-html` and `nationalreports-typst`.
FORMAT = "_extensions/nationalreports"

#: Where `_quarto.yml` lets Quarto write.
QUARTO_OUTPUT = "output/quarto"


def stage(
    sources: Path,
    target: Path,
    facts: Mapping[str, Any],
    fragments: Mapping[str, str],
    figures_dir: Path,
    *,
    defaults: Path | None = None,
    claims: Sequence[Mapping[str, str]] | None = None,
) -> None:
    """Make `target`, a report's own staging folder, anew.

    It gets the report sources in `sources`, whatever of `_quarto.yml`, `_extensions/` and
    `_sections/` they lack out of `defaults`, the facts as `_facts.json` (strings escaped for
    Markdown, for both renderers read metadata as Markdown), the fragments, and the figures of
    `figures_dir`. `claims` (rows of claims.csv) go into the metadata too; without them a draft
    marks no sentence.
    """
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    shared = ("_quarto.yml", "_extensions", "_sections")
    for folder in [defaults, sources] if defaults else [sources]:
        for path in sorted(folder.iterdir()):
            if path.name not in shared and (folder is defaults or path.suffix != ".qmd"):
                continue
            if path.is_dir():
                shutil.copytree(path, target / path.name, dirs_exist_ok=True)
            else:
                shutil.copy(path, target / path.name)
    (target / METADATA_FILE).write_text(make_metadata(facts, claims), encoding="utf-8")
    for name, text in fragments.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    (target / "figures").mkdir()
    for path in sorted(figures_dir.glob("*.svg")) if figures_dir.is_dir() else []:
        shutil.copy(path, target / "figures" / path.name)


def make_metadata(
    facts: Mapping[str, Any], claims: Sequence[Mapping[str, str]] | None = None
) -> str:
    """The metadata of a report as JSON, its strings escaped; parameters as of `stage`."""
    top = facts["facts"]
    # Quarto and pandoc need a title of the document; it is the same fact.
    metadata = {"title": top["title"], "subtitle": top["subtitle"], **facts}
    if claims is not None:
        metadata["claims"] = [
            {name: row[name] for name in ("claim", "verdict", "figures")} for row in claims
        ]
    return json.dumps(_escaped(metadata), ensure_ascii=False, indent=1)


def choose_renderer(setting: str) -> Renderer:
    """The renderer for `config["renderer"]`: `auto` takes Quarto where a new enough one is found.

    Raises `RenderingError` where Quarto is asked for by name and cannot be used.
    """
    if setting == "embedded":
        return "embedded"
    version = _quarto_version()
    if version and version >= QUARTO_MINIMUM:
        return "quarto"
    if setting == "quarto":
        found = f"only {'.'.join(map(str, version))} was found" if version else "it was not found"
        raise RenderingError(
            "config/config.yaml: renderer: quarto needs Quarto 1.9 or newer, and "
            f"{found}; install it (environment.yml does) or set renderer: auto"
        )
    return "embedded"


def describe(renderer: Renderer) -> str:
    """The renderer and its versions, for the colophon."""
    if renderer == "quarto":
        return f"Quarto {'.'.join(map(str, _quarto_version() or ('of an unknown version',)))}"
    return f"pandoc {pypandoc.get_pandoc_version()} and Typst {importlib.metadata.version('typst')}"


def render_embedded(
    staging: Path,
    report_key: str,
    suffix: str,
    output: Path,
    *,
    timestamp: datetime.datetime,
) -> None:
    """Write `output` (`suffix` is `html` or `pdf`) from `staging` with pandoc and Typst.

    `timestamp` (with a time zone) becomes the date of the PDF, so that a rerun gives equal bytes.
    Raises `RenderingError`.
    """
    metadata = json.loads((staging / METADATA_FILE).read_text(encoding="utf-8"))
    text = assemble(staging, f"{report_key}.qmd", metadata)
    if suffix == "html":
        page = _pandoc(staging, report_key, text, _HTML_OPTIONS)
        _move_into_place(page.encode("utf-8"), output)
    elif suffix == "pdf":
        source = _pandoc(staging, report_key, text, _TYPST_OPTIONS)
        _move_into_place(_compile(staging, report_key, source, timestamp), output)
    else:
        raise ValueError(f"a report is html or pdf, not {suffix!r}")


def read_document(staging: Path, report_key: str) -> dict[str, Any]:
    """The document of a report as pandoc's JSON, without what a page or print alone has.

    Its conditions are settled, and its figures and tables have their numbers. Raises
    `RenderingError`.
    """
    metadata = json.loads((staging / METADATA_FILE).read_text(encoding="utf-8"))
    text = assemble(staging, f"{report_key}.qmd", metadata)
    document: dict[str, Any] = json.loads(
        _pandoc(staging, report_key, text, ["--to", "json"], _FILTERS_OF_ALL)
    )
    return document


def render_quarto(
    staging: Path,
    report_key: str,
    suffix: str,
    output: Path,
    *,
    timestamp: datetime.datetime,
) -> None:
    """As `render_embedded`, with the `quarto` command.

    Quarto only warns of what is missing in a source, so the same checks run before it. It works in
    a copy of the staging folder: two formats of one project at a time disturb each other.
    """
    metadata = json.loads((staging / METADATA_FILE).read_text(encoding="utf-8"))
    assemble(staging, f"{report_key}.qmd", metadata)
    with tempfile.TemporaryDirectory(prefix=f"{report_key}-{suffix}-") as name:
        work = Path(name).resolve() / "project"
        shutil.copytree(staging, work)
        command = ["quarto", "render", f"{report_key}.qmd", "--metadata-file", METADATA_FILE]
        command += ["--to", f"nationalreports-{'html' if suffix == 'html' else 'typst'}"]
        environment = dict(os.environ, NO_COLOR="1")
        environment["SOURCE_DATE_EPOCH"] = str(int(timestamp.timestamp()))
        result = subprocess.run(
            command, cwd=work, env=environment, capture_output=True, text=True, check=False
        )
        made = work / QUARTO_OUTPUT / f"{report_key}.{suffix}"
        # Quarto goes on without a picture that it does not find, and after an error of a filter.
        lost = re.search(f"^{_LOST}", result.stderr, re.MULTILINE)
        if result.returncode or lost or not made.is_file():
            raise RenderingError(f"{report_key}.qmd: Quarto: {_first(result.stderr)}")
        _move_into_place(made.read_bytes(), output)


_LOST = r"(?:\[WARNING\] Could not fetch resource|(?:\x1b\[\d+m)?ERROR \()"
_FILTERS_OF_ALL = (
    f"{FORMAT}/conditions.lua",
    f"{FORMAT}/accounts.lua",
    f"{FORMAT}/embedded.lua",
    f"{FORMAT}/claims.lua",
)
_FILTERS = (
    *_FILTERS_OF_ALL,
    f"{FORMAT}/web.lua",
    f"{FORMAT}/pictures.lua",
    f"{FORMAT}/tables.lua",
    f"{FORMAT}/print.lua",
    f"{FORMAT}/figures.lua",
)
_HTML_OPTIONS = [
    *("--to", "html5", "--template", f"{FORMAT}/page.html", "--css", f"{FORMAT}/style.css"),
    *("--embed-resources", "--toc", "--toc-depth", "3", "--section-divs"),
]
_TYPST_OPTIONS = [
    *("--to", "typst", "--template", f"{FORMAT}/embedded.typ", "--toc", "--toc-depth", "2"),
    *("--shift-heading-level-by", "-1"),
]


def _pandoc(
    staging: Path,
    report_key: str,
    text: str,
    options: list[str],
    filters: Sequence[str] = _FILTERS,
) -> str:
    project = yaml.safe_load((staging / "_quarto.yml").read_text(encoding="utf-8"))
    settings = {key: value for key, value in project.items() if key not in ("project", "format")}
    command = [pypandoc.get_pandoc_path(), "--from", READER, "--standalone"]
    command += ["--metadata-file", METADATA_FILE]
    for key in ("lang", "toc-title"):
        if key in settings:
            command += ["--metadata", f"{key}={settings[key]}"]
    for path in filters:
        command += ["--lua-filter", path]
    result = subprocess.run(
        [*command, *options],
        input=text,
        cwd=staging,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # A warning is a thing lost, such as a picture that was not found.
    if result.returncode or "[WARNING]" in result.stderr:
        raise RenderingError(f"{report_key}.qmd: pandoc: {_last(result.stderr)}")
    return result.stdout


def _compile(staging: Path, report_key: str, source: str, timestamp: datetime.datetime) -> bytes:
    # The source is handed over as bytes: two formats may be made from one staging folder at a
    # time, and a file written there would make it look new to Snakemake.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", typst.TypstWarning)
            fonts = typst.Fonts(
                include_system_fonts=False, font_paths=[str(staging / FORMAT / "fonts")]
            )
            compiler = typst.Compiler(
                source.encode("utf-8"),
                root=str(staging),
                font_paths=fonts,
            )
            pdf = compiler.compile(
                format="pdf",
                pdf_standards=list(PDF_STANDARDS),
                timestamp=int(timestamp.timestamp()),
            )
    except (typst.TypstError, typst.TypstWarning) as error:
        raise RenderingError(f"{report_key}.qmd: Typst: {error.message}") from error
    if not isinstance(pdf, bytes):
        raise RenderingError(f"{report_key}.qmd: Typst wrote no PDF")
    return pdf


def _move_into_place(content: bytes, output: Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(f".{output.name}.partial")
    partial.write_bytes(content)
    partial.replace(output)


def _quarto_version() -> tuple[int, ...] | None:
    quarto = shutil.which("quarto")
    if not quarto:
        return None
    result = subprocess.run([quarto, "--version"], capture_output=True, text=True, check=False)
    numbers = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", result.stdout.strip())
    return tuple(int(part) for part in numbers.groups("0")) if numbers else None


def _escaped(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _escaped(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_escaped(entry) for entry in value]
    return value if isinstance(value, bool) else escape_value(value)


def _first(text: str) -> str:
    # Quarto first shows the metadata, indented, and ends with a stack or a remark of its own.
    fault = re.search(rf"^{_LOST}|^\S.*(?i:\berror\b)", text, re.MULTILINE)
    return _last("\n".join(text[fault.start() :].splitlines()[:3]) if fault else text)


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " / ".join(lines[-3:]) or "it gave no reason"
