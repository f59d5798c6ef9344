"""The page that a publisher opens first: what is in the pack, and what to do with it, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from markupsafe import Markup

from nationalreports.config import is_seen_before
from nationalreports.facts_phrases import long_date, moment
from nationalreports.inert import page_template
from nationalreports.publication_index import size_of
from nationalreports.research_object import kind_of

_TEMPLATE = Path(__file__).with_suffix(".html")

#: The gates that a pack has passed, by the name of each, as publishers understand them.
CHECKS = {
    "validation": "The data hold no error that is not settled.",
    "coding complete": "All findings are coded, and coders agree or a lead has decided.",
    "decisions": "All decisions of reviewers are in force, and none was changed since.",
    "claims": "The figures bear out each sentence that says something of them.",
    "typed figures": "No figure was typed by hand.",
    "check sheet": "People have checked the printed figures against their sources.",
    "disclosure": "No withheld figure can be worked out from those printed.",
    "order": "Reports are released in the order of the series.",
    "reports": "The reports were made from the data and settings that stand there now.",
    "leaks": "Nothing that is to stay confidential was found in any file.",
    "accessibility": "Web pages and print are marked up for people who use assistive technology.",
    "links": "Links lead somewhere, and no page fetches anything from another machine.",
    "figures": "Web page, print, charts and tables have the same figures.",
    "approvals": "Two people have approved these very files with their own keys.",
}


def make_page(
    config: Mapping[str, Any],
    reports: Sequence[Mapping[str, Any]],
    files: Mapping[str, int],
    style: str,
) -> str:
    """The page as one HTML file, for the top of the pack.

    `config` is that of the series. `reports`: for each report its `key`, `subtitle`, `titles` (of
    CSV files by name, as csv-metadata.json has them) and the releases that it `supersedes`, as a
    phrase or "". `files`: the bytes of those in the pack by path. `style` is the style sheet.
    """
    return page_template(_TEMPLATE).render(
        series=config["series"],
        reports=[_report(own, config["reports"][own["key"]], files) for own in reports],
        checks=list(CHECKS.values()),
        files=[(name, kind_of(name), size_of(size)) for name, size in sorted(files.items())],
        style=Markup(style),
    )


def _report(
    given: Mapping[str, Any], entry: Mapping[str, Any], files: Mapping[str, int]
) -> dict[str, Any]:
    key = given["key"]
    release = entry.get("release", {})
    at = moment(release["at"]) if release else long_date(entry["date"])
    before = release.get("see_before", []) if is_seen_before(entry) else []
    seen = f"Only the copies named below may be seen before {at}." if before else ""
    return {
        "key": key,
        "title": entry["title"],
        "summary": f"{given['subtitle']}.",
        "release": at,
        "embargo": seen or f"Nobody outside the team may see the report before {at}.",
        "mark": f"Embargoed until {at}",
        "before": before,
        "copies": sorted(name for name in files if name.startswith(f"{key}/before_release/")),
        "images": _counted(key, files),
        "attachments": _attachments(key, entry["title"], given["titles"]),
        "revisions": [(long_date(own["date"]), own["what"]) for own in entry.get("revisions", [])],
        "supersedes": given["supersedes"],
    }


def _counted(key: str, files: Mapping[str, int]) -> str:
    number = sum(
        PurePosixPath(name).suffix == ".png" and name.startswith(f"{key}/figures/")
        for name in files
    )
    return f"{number} image" if number == 1 else f"{number} images"


def _attachments(key: str, title: str, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Files to attach, and their titles: the report itself, its workbooks, and the tables."""
    return [
        (f"{key}.pdf", title),
        (f"{key}.ods", f"{title}: data tables (ODS)"),
        (f"{key}.xlsx", f"{title}: data tables (XLSX)"),
        *((f"data/{name}", own) for name, own in titles.items()),
    ]
