"""What a pack says of itself to machines: RO-Crate 1.1 (Research Object Crate, 2020).

https://w3id.org/ro/crate/1.1. A crate is a folder with `ro-crate-metadata.json`: JSON-LD in terms
of schema.org, with an entity for the folder, each report, and each file.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

CRATE = "ro-crate-metadata.json"

_PROFILE = "https://w3id.org/ro/crate/1.1"

#: Media types by the end of a file's name (IANA; Govspeak is Markdown).
MEDIA = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_FORMATS = {
    ".csv": "Table (CSV)",
    ".html": "Web page",
    ".json": "Description of tables (CSV on the Web)",
    ".md": "Text for GOV.UK's publishing tool (Govspeak)",
    ".ods": "Data tables (ODS)",
    ".pdf": "Print (PDF)",
    ".png": "Chart (PNG)",
    ".svg": "Chart (SVG)",
    ".xlsx": "Data tables (XLSX)",
}


def make_crate(
    config: Mapping[str, Any],
    reports: Sequence[str],
    files: Mapping[str, tuple[int, str]],
) -> dict[str, Any]:
    """The metadata of a pack of `reports`: a JSON-LD document.

    `files`: bytes and SHA-256 by path within the pack, of all files but this one and the manifest.
    `config` is that of the series; its licence, where it names one, is that of the pack.
    """
    series, entries = config["series"], config["reports"]
    parts = {key: sorted(name for name in files if name.startswith(f"{key}/")) for key in reports}
    own = sorted(set(files) - {name for names in parts.values() for name in names})
    return {
        "@context": [f"{_PROFILE}/context", {"sha256": "https://schema.org/sha256"}],
        "@graph": [
            {
                "@id": CRATE,
                "@type": "CreativeWork",
                "about": {"@id": "./"},
                "conformsTo": {"@id": _PROFILE},
            },
            {
                "@id": "./",
                "@type": "Dataset",
                "name": series["title"],
                "description": f"National reports on {series['topic']} with their tables and "
                "charts, as they are published.",
                "datePublished": max(str(entries[key]["date"]) for key in reports),
                "inLanguage": "en-GB",
                "license": _licence(series),
                "author": {"@id": "#publisher"},
                "publisher": {"@id": "#publisher"},
                "hasPart": [{"@id": f"{key}/"} for key in reports] + _references(own),
            },
            *(_report(key, entries[key], series, parts[key]) for key in reports),
            *(_file(name, *files[name]) for name in sorted(files)),
            *_about(series),
        ],
    }


def _report(
    key: str, entry: Mapping[str, Any], series: Mapping[str, Any], files: Sequence[str]
) -> dict[str, Any]:
    return {
        "@id": f"{key}/",
        "@type": "Dataset",
        "identifier": key,
        "name": entry["title"],
        "description": f"The report “{entry['title']}” with its tables and charts.",
        "datePublished": str(entry["date"]),
        "temporalCoverage": f"{entry['window']['start']}/{entry['window']['end']}",
        "license": _licence(series),
        "hasPart": _references(files),
        "correction": [f"{own['date']}: {own['what']}" for own in entry.get("revisions", [])],
    }


def _file(name: str, size: int, digest: str) -> dict[str, Any]:
    path = PurePosixPath(name)
    return {
        "@id": name,
        "@type": "File",
        "name": f"{kind_of(name)}: {path.name.removesuffix(path.suffix)}",
        "encodingFormat": MEDIA.get(path.suffix, "application/octet-stream"),
        "contentSize": str(size),
        "sha256": digest,
    }


def kind_of(name: str) -> str:
    """What a file of the pack is to people, by the end of its name."""
    return _FORMATS.get(PurePosixPath(name).suffix, "File")


def _about(series: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Who publishes the pack, under which licence, and what made it."""
    version = importlib.metadata.version("nationalreports")
    entities: list[dict[str, Any]] = [
        {"@id": "#publisher", "@type": "Organization", "name": series["publisher"]},
        {
            "@id": "#nationalreports",
            "@type": "SoftwareApplication",
            "name": "nationalreports",
            "version": version,
        },
        {
            "@id": "#making",
            "@type": "CreateAction",
            "name": "The pack was made from protected tables",
            "instrument": {"@id": "#nationalreports"},
            "result": {"@id": "./"},
        },
    ]
    if "licence" in series:
        entities.append(
            {
                "@id": series["licence_url"],
                "@type": "CreativeWork",
                "name": series["licence"],
                "description": "The licence that the reports are published under.",
            }
        )
    return entities


def _licence(series: Mapping[str, Any]) -> Any:
    # A crate has to say something of its licence.
    return {"@id": series["licence_url"]} if "licence" in series else "Ask the publisher."


def _references(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"@id": name} for name in names]
