"""The configuration of a series: read strictly, checked whole, and explained line by line."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from nationalreports.survey_forms import (
    TICKS,
    ambiguous_answers,
    export_of,
    fold,
    headers_of,
    pieces,
)

#: The checkout that holds this code, its workflow, and the defaults of `config/` and `reports/`.
REPOSITORY = Path(__file__).resolve().parents[2]


class ConfigError(Exception):
    """Something in the configuration is wrong; its text is one line a fault, each with a remedy."""


@dataclass(frozen=True)
class Series:
    """A series as its configuration describes it.

    `config`, `codebook` and `surveys` (by name) are the checked contents of the files; `folder` is
    where they stand and `reports` the folder of the report sources. `retention` is that part of
    config.yaml, empty where there is none. It is no part of `config`: no report depends on it, and
    a later date must not have any made anew.
    """

    folder: Path
    reports: Path
    config: dict[str, Any]
    codebook: dict[str, Any]
    surveys: dict[str, dict[str, Any]]
    retention: dict[str, Any] = field(default_factory=dict)


def is_seen_before(report: Mapping[str, Any]) -> bool:
    """Whether a report is final, and some may see it before its release: they get marked copies."""
    return report.get("status") == "final" and bool(report.get("release", {}).get("see_before"))


class _Loader(yaml.SafeLoader):
    """YAML without its guesses: dates, `Yes`, `No`, `on` and `1:30` stay the words they are."""


_Loader.yaml_implicit_resolvers = {
    letter: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
    ]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _unique_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for index, key in enumerate(keys):
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} is not a word", node.value[index][0].start_mark
            )
        if key in keys[:index]:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", node.value[index][0].start_mark
            )
    return {
        key: loader.construct_object(value, deep=True)
        for key, (_, value) in zip(keys, node.value, strict=True)
    }


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def config_folder(directory: Path) -> Path:
    """The folder of the configuration: the run folder's own `config/`, else the repository's."""
    own = directory / "config"
    return own if own.is_dir() else REPOSITORY / "config"


def reports_folder(directory: Path) -> Path:
    """The folder of the report sources: the run folder's own, else the repository's."""
    own = directory / "reports"
    return own if any(own.glob("*.qmd")) else REPOSITORY / "reports"


def load(directory: Path) -> Series:
    """Read and check the configuration of the run in `directory`.

    Raises `ConfigError` with one line for each fault: file, place, what is wrong, what is allowed.
    """
    folder = config_folder(directory)
    faults: list[str] = []
    config = _read(folder / "config.yaml", "config", faults)
    codebook = _read(folder / "codebook.yaml", "codebook", faults)
    surveys = {
        path.stem: _read(path, "survey", faults) for path in sorted(folder.glob("surveys/*.yaml"))
    }
    retention = config.pop("retention", {})
    series = Series(folder, reports_folder(directory), config, codebook, surveys, retention)
    if not faults:
        faults.extend(_contradictions(series))
    if faults:
        raise ConfigError("\n".join(faults))
    return series


def cumulative_windows(report: str, reports: dict[str, Any]) -> list[str]:
    """The reports whose windows count in `report`: itself and all that it is cumulative over."""
    found = [report]
    for key in found:
        found.extend(k for k in reports[key]["cumulative_over"] if k not in found)
    return [key for key in reports if key in found]


def printed_text(config: dict[str, Any], codebook: dict[str, Any]) -> str:
    """What the configuration prints in every report: names of the series and labels."""
    texts = [
        *config["series"].values(),
        *(report["title"] for report in config["reports"].values()),
    ]
    for part in ("questions", "sectors", "voices"):
        texts += codebook[part].values()
    texts += [theme["label"] for theme in codebook["themes"].values()]
    return "\n".join(texts)


def _read(path: Path, kind: str, faults: list[str]) -> dict[str, Any]:
    name = f"config/{path.name}" if kind != "survey" else f"config/surveys/{path.name}"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        faults.append(f"{name}: is missing; put it into {path.parent.name}/")
        return {}
    except UnicodeDecodeError:
        faults.append(f"{name}: is not UTF-8; save it as UTF-8")
        return {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(f"{name}, line {line}: cannot be read as YAML: {error.problem}")
        return {}
    except yaml.YAMLError as error:
        faults.append(f"{name}: cannot be read as YAML: {' '.join(str(error).split())}")
        return {}
    schema = yaml.safe_load((REPOSITORY / "workflow" / f"{kind}.schema.yaml").read_text("utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker(["date"]))
    errors = sorted(validator.iter_errors(content), key=lambda error: [str(p) for p in error.path])
    # The validator reports each missing key of a place by itself; one line names them all.
    faults.extend(dict.fromkeys(f"{name}: {_explain(error)}" for error in errors))
    return content if isinstance(content, dict) and not errors else {}


def _explain(error: ValidationError) -> str:
    place = ".".join(str(part) for part in error.absolute_path)
    at = f"{place}: " if place else ""
    schema = error.schema if isinstance(error.schema, dict) else {}
    # The library's types allow that an error was never filled in; a found one always is.
    wanted: Any = error.validator_value
    instance: Any = error.instance
    if error.validator == "additionalProperties":
        allowed = schema.get("properties", {})
        unknown = [key for key in instance if key not in allowed]
        keys = ", ".join(repr(key) for key in unknown)
        return f"{at}unknown key {keys}; allowed: {', '.join(allowed)}"
    if error.validator == "required":
        missing = [key for key in wanted if key not in instance]
        return f"{at}missing key {', '.join(repr(key) for key in missing)}"
    if error.validator == "enum":
        return f"{at}{instance!r} is not allowed; one of: {', '.join(map(str, wanted))}"
    if error.validator == "type":
        return f"{at}{instance!r} is not of the right kind; it must be: {wanted}"
    if error.validator is None:
        return f"{at}{instance!r} does not go with the other keys here; leave it out"
    if error.validator == "format":
        return f"{at}{instance!r} is not a day of the form 2020-10-05"
    return f"{at}{error.message}"


def _contradictions(series: Series) -> Iterator[str]:
    """What each file alone allows but all of them together do not."""
    reports = series.config["reports"]
    bounds = [step["from"] for step in series.config["quantifiers"]]
    if bounds[0] != 0 or bounds != sorted(set(bounds)):
        yield "config/config.yaml: quantifiers: the bounds must start at 0 and rise"
    if ("licence" in series.config["series"]) != ("licence_url" in series.config["series"]):
        yield "config/config.yaml: series: licence and licence_url stand together, or neither"
    coders = [name.casefold() for name in series.config.get("coding", {}).get("coders", [])]
    for name in sorted({name for name in coders if coders.count(name) > 1}):
        yield f"config/config.yaml: coding.coders: {name!r} stands there twice, in other capitals"
    days: list[tuple[datetime.date, datetime.date, str]] = []
    for key, report in reports.items():
        place = f"config/config.yaml: reports.{key}"
        start, end = (datetime.date.fromisoformat(report["window"][k]) for k in ("start", "end"))
        if end < start:
            yield f"{place}.window: ends before it starts"
        for other_start, other_end, other in days:
            if start <= other_end and other_start <= end:
                yield f"{place}.window: overlaps that of {other}; a visit would count twice"
        days.append((start, end, key))
        yield from _release_contradictions(f"{place}.release", report)
        yield from _unknown(f"{place}.cumulative_over", report["cumulative_over"], reports)
        if key in report["cumulative_over"]:
            yield f"{place}.cumulative_over: names the report itself"
        yield from _unknown(f"{place}.surveys", report["surveys"], series.surveys)
        yield from _unknown(f"{place}.themes", report.get("themes", []), series.codebook["themes"])
        if not (series.reports / f"{key}.qmd").is_file():
            yield f"{place}: has no source; write reports/{key}.qmd"
    for theme, entry in series.codebook["themes"].items():
        place = f"config/codebook.yaml: themes.{theme}.questions"
        yield from _unknown(place, entry["questions"], series.codebook["questions"])
    for name, survey in series.surveys.items():
        yield from _survey_contradictions(f"config/surveys/{name}.yaml", survey)


def _release_contradictions(place: str, report: dict[str, Any]) -> Iterator[str]:
    if "release" not in report:
        return
    at = report["release"]["at"]
    try:
        day = datetime.datetime.fromisoformat(at).date()
    except ValueError:
        yield f"{place}.at: {at!r} is no day and time; write it as 2020-12-15T09:30"
        return
    if day.isoformat() != report["date"]:
        yield f"{place}.at: is on another day than `date` ({report['date']}); make them agree"


def _survey_contradictions(place: str, survey: dict[str, Any]) -> Iterator[str]:
    questions, export = survey["questions"], export_of(survey)
    # Texts that are equal when folded cannot be told apart in an export.
    yield from _alike(f"{place}: the header", [*headers_of(survey), *survey["drop"]])
    own = [survey[key] for key in ("id", "area", "submitted", "started") if key in survey]
    own += [question["header"] for question in questions.values()]
    for header in sorted({header for header in own if own.count(header) > 1}):
        yield f"{place}: the header {header!r} stands twice"
    for key in ("blank", "not_ticked"):
        for text in export[key]:
            if fold(text) in map(fold, TICKS):
                yield f"{place}: export.{key}: {text!r} ticks an answer; leave it out"
    for key, question in questions.items():
        answers = question.get("answers", [])
        yield from _alike(f"{place}: questions.{key}.answers:", answers)
        yield from _scale_contradictions(f"{place}: questions.{key}.scale", question)
        ticked = question["type"] == "multiple" and question.get("layout") != "joined"
        yield from _unknown(
            f"{place}: questions.{key}.exclusive", question.get("exclusive", []), answers
        )
        empty = {*map(fold, [*export["blank"], *(export["not_ticked"] if ticked else [])])}
        for answer in answers:
            if fold(answer) in empty:
                yield f"{place}: questions.{key}: {answer!r} is an answer, and blank in `export`"
        if question.get("layout") == "joined":
            parts = [pieces(answer, export["separator"]) for answer in answers]
            if ambiguous_answers(parts):
                yield (
                    f"{place}: questions.{key}.answers: some hold the separator "
                    f"{export['separator']!r}, so that a cell could be read in two ways; export "
                    "this question with a column an answer, and leave out `layout: joined`"
                )
    groups = survey["groups"]
    if groups is not None and questions.get(groups, {}).get("type") != "single":
        yield f"{place}: groups: {groups!r} is not a question of type single"
    for key, question in questions.items():
        if "asked_if" in question:
            other, answer = question["asked_if"]["question"], question["asked_if"]["answer"]
            if answer not in questions.get(other, {}).get("answers", []):
                yield f"{place}: questions.{key}.asked_if: {other!r} has no answer {answer!r}"


def _scale_contradictions(place: str, question: dict[str, Any]) -> Iterator[str]:
    scale, answers = question.get("scale"), question.get("answers", [])
    if not scale:
        return
    named = [*scale["positive"], *scale["negative"]]
    yield from _unknown(place, named, answers)
    places = [answers.index(answer) for answer in named if answer in answers]
    halves = [len(scale["positive"]), len(scale["negative"])]
    if len(places) == len(named) and (
        len(set(places)) < len(places)
        or any(
            sorted(own) != list(range(min(own), min(own) + size))
            for own, size in zip((places[: halves[0]], places[halves[0] :]), halves, strict=True)
        )
        or max(places[: halves[0]]) > min(places[halves[0] :])
    ):
        yield (
            f"{place}: positive answers must stand together in `answers`, and negative ones "
            "together after them; put them into that order, or leave out `scale`"
        )


def _alike(place: str, texts: Iterable[str]) -> Iterator[str]:
    """Those of `texts` that no export can tell apart."""
    known: dict[str, str] = {}
    for text in texts:
        first = known.get(fold(text))
        if first is None:
            known[fold(text)] = text
        else:
            differs = "stands twice" if first == text else f"is too like {first!r}"
            yield f"{place} {text!r} {differs}"


def _unknown(place: str, keys: list[str], known: Collection[str]) -> Iterator[str]:
    for key in keys:
        if key not in known:
            yield f"{place}: {key!r} is not defined; defined: {', '.join(known) or 'none'}"
