"""A small series with real areas, and what an ingest of it gives, counted by hand.

Two visits with a letter each, twelve parents and carers, five young people, two notes of
discussions, two coders, and official statistics of two years.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import yaml

from nationalreports import ingestion
from nationalreports.config import REPOSITORY, Series, printed_text
from nationalreports.ingestion import CONFIDENTIAL, PARTS, read_tables

FAMILIES = "surveys/parents_carers/autumn.csv"
YOUNG = "surveys/young_people/autumn.csv"
SUPPORT = "How well were you supported?"

PARENTS_CARERS = f"""title: Survey of parents and carers
respondents: parents and carers
id: Response ID
area: Area
submitted: Submitted
drop: [IP address]
groups: null
questions:
  support:
    header: {SUPPORT}
    label: Support
    type: single
    answers: [Very well, Fairly well, Not well, Prefer not to say]
  helped:
    header: What helped?
    label: Help
    type: multiple
    answers: [Calls, Visits, None]
  plan:
    header: Which plan?
    label: Plan
    type: single
    answers: [EHC plan, SEN support, None, N/A]
  school:
    header: Did your child go to school?
    label: School
    type: single
    answers: [Yes, No, Prefer not to say]
  back:
    header: How was going back?
    label: Going back
    type: single
    answers: [Good, Hard]
    asked_if: {{question: school, answer: Yes}}
  more:
    header: Anything else?
    label: More
    type: text
"""

YOUNG_PEOPLE = """title: Survey of young people
respondents: young people
id: Response ID
area: Area
submitted: Submitted
drop: []
groups: null
questions:
  future:
    header: How do you feel about next year?
    label: Next year
    type: single
    answers: [Hopeful, Worried]
"""

# Rows 2 to 13; P01 also stands in the survey of young people, which is allowed.
_FAMILIES = f"""Response ID,Area,Submitted,IP address,{SUPPORT},What helped? - Calls,\
What helped? - Visits,What helped? - None,Which plan?,Did your child go to school?,\
How was going back?,Anything else?
P01,E06000023,2020-10-06,192.0.2.1,Very well,Yes,,,EHC plan,Yes,Good,Merci à tous – café
P02,E06000023,2020-10-06,,Very well,Yes,Yes,,EHC plan,Yes,Hard,
P03,E06000023,2020-10-07,,Fairly well,,Yes,,SEN support,No,,
P04,E06000023,2020-10-07,,Not well,,,Yes,None,No,,"Calls stopped, then began again"
P05,E06000023,2020-10-08 09:30,,Very well,Yes,,,SEN support,Yes,Good,
P06,E06000023,2020-10-08,,Prefer not to say,,,,N/A,Prefer not to say,,
P07,E06000023,2020-10-08,,Fairly well,Yes,,,EHC plan,Yes,Hard,
P08,E06000059,2020-10-13,,Very well,,Yes,,SEN support,Yes,Good,
P09,E06000059,2020-10-13,,Not well,,,Yes,None,No,,
P10,E06000059,2020-10-14,,Fairly well,Yes,,,EHC plan,Yes,Good,
P11,E06000059,2020-10-14,,Very well,,,,SEN support,Yes,Hard,
P12,E06000059,2020-10-15,,Not well,Yes,,,N/A,No,,
"""

_YOUNG = """Response ID,Area,Submitted,How do you feel about next year?
P01,E06000023,2020-10-06,Hopeful
Y02,E06000023,2020-10-06,Hopeful
Y03,E06000023,2020-10-07,Worried
Y04,E06000059,2020-10-13,Hopeful
Y05,E06000059,2020-10-14,Worried
"""

# E10000021 was parted in 2021; E07000048 was a district and stands nowhere.
_AREAS = """area_code,area_name,official_name,dfe_name,region,former_codes,former_names,fictional
E06000023,"Bristol, City of",Bristol City Council,"Bristol, City of",South West,,,false
E06000058,"Bournemouth, Christchurch and Poole",,,South West,E06000028 E06000029,\
Bournemouth; Poole; Christchurch; Bournemouth and Poole,false
E06000059,Dorset,Dorset Council,Dorset,South West,E10000009,,false
E06000060,Buckinghamshire,Buckinghamshire Council,,South East,E10000002,,false
E06000061,North Northamptonshire,,,East Midlands,E10000021,Northamptonshire,false
E06000062,West Northamptonshire,,,East Midlands,E10000021,Northamptonshire,false
"""

_VISITS = """visit_id,area_code,start_date,end_date
2020-10-bristol,E06000023,2020-10-05,2020-10-06
2020-10-dorset,E06000059,2020-10-12,2020-10-13
"""

TOLD = {
    "2020-10-bristol": [
        "Leaders set up a weekly call between schools and therapists.",
        "Families waited longer for an assessment than before.",
    ],
    "2020-10-dorset": [
        "Parents welcomed meetings by telephone during the spring.",
        "Short breaks stopped for some families.",
    ],
}
PRIORITY = {
    "2020-10-bristol": "To shorten waits for assessment by the summer.",
    "2020-10-dorset": "To bring short breaks back for all families.",
}


def letter(visit: str, area: str, date: str) -> str:
    """A letter after a visit, as Markdown or text."""
    return "\n\n".join(
        [
            "Ofsted\nPiccadilly Gate",
            date,
            "Ms A Person\nDirector of Services",
            "Dear Ms Person",
            f"Ofsted and CQC visit to {area} local area",
            "Following the joint visit, I write to summarise the visit findings. The visit was "
            "not an inspection.",
            "Context",
            "Inspectors were told that:",
            "\n".join(f"- {text}" for text in TOLD[visit]),
            "Leaders told inspectors that their emerging priorities include the following:",
            f"- {PRIORITY[visit]}",
            "Ofsted and CQC will not publish this letter and will keep it confidential.",
            "Yours sincerely",
            "B Writer\nHer Majesty's Inspector\n",
        ]
    )


def finding_id(owner: str, text: str) -> str:
    """The id as the design gives it; these texts are plain."""
    kept = "".join(c for c in text.casefold() if c.isalnum())
    return f"{owner}-{hashlib.sha256(kept.encode()).hexdigest()[:8]}"


_IDS = [finding_id(visit, text) for visit, texts in TOLD.items() for text in texts]

_CODING = "finding_id,coder,question,theme,sector,voice\n"
_CODES = [
    "worked_well,communication,joint,leaders",
    "challenge,assessments,health,parents_carers",
    "worked_well,remote_meetings,joint,parents_carers",
    "challenge,short_breaks,care,parents_carers",
]


def _coded(coder: str, codes: list[str]) -> str:
    return _CODING + "".join(
        f"{own},{coder},{code}\n" for own, code in zip(_IDS, codes, strict=True)
    )


# The coders differ in the fourth finding, which is settled.
_B = [*_CODES[:3], "challenge,short_breaks,joint,parents_carers"]

_NOTES = """source_id,source_type,date,area_code,sector,text
d-1,discussion,2020-11-03,E06000023,health,Waits for therapy were long.
d-2,interview,2020-11-04,,education,Schools kept in touch by telephone.
"""

_PLANS = """time_period,geographic_level,new_la_code,la_name,characteristic_age,Total_all,\
Total_ehc,published
2020,National,,,Total,1000,1000,2020-05
2020,Local authority,E06000023,"Bristol, City of",Total,300,300,2020-05
2020,Local authority,E06000059,Dorset,Total,450,450,2020-05
2020,Local authority,E10000002,Buckinghamshire,Total,250,250,2020-05
"""

_TIMELINESS = """time_period,geographic_level,new_la_code,la_name,TotNoExcEHC,NoExc20weekEHC,\
NoExc20weekRate,published
2019,National,,,200,120,60.0,2020-05
2019,Local authority,E06000023,"Bristol, City of",80,40,50.0,2020-05
2019,Local authority,E06000059,Dorset,80,60,75.0,2020-05
2019,Local authority,E06000060,Buckinghamshire,40,20,50.0,2020-05
"""

RAW: dict[str, str] = {
    "reference/areas.csv": _AREAS,
    "reference/ehc_plans.csv": _PLANS,
    "reference/timeliness.csv": _TIMELINESS,
    "visits.csv": _VISITS,
    "letters/2020-10-bristol.md": letter("2020-10-bristol", "Bristol", "15 October 2020"),
    "letters/2020-10-dorset.txt": letter("2020-10-dorset", "Dorset", "20 October 2020"),
    FAMILIES: _FAMILIES,
    YOUNG: _YOUNG,
    "findings/notes.csv": _NOTES,
    "coding/coder_a.csv": _coded("a", _CODES),
    "coding/coder_b.csv": _coded("b", _B),
    "coding/settled.csv": f"{_CODING}{_IDS[3]},settled,{_CODES[3]}\n",
}

#: What the unspoilt series gives, counted by hand from the text above.
FIGURES = {
    "areas": 6, "visits": 2, "told": 4, "priority": 2, "discussion": 2, "codes": 4,
    "plans": 1000, "plan rows": 4, "issued": 200, "timely": 120, "timeliness rows": 4,
    "parents_carers": 12, "young_people": 5,
    "support: Very well": 5, "support: Fairly well": 3, "support: Not well": 3,
    "support: Prefer not to say": 1,
    "helped: Calls": 6, "helped: Visits": 3, "helped: None": 2,
    "plan: EHC plan": 4, "plan: SEN support": 4, "plan: None": 2, "plan: N/A": 2,
    "school: Yes": 7, "school: No": 4, "school: Prefer not to say": 1,
    "back: Good": 4, "back: Hard": 3, "more": 2,
    "future: Hopeful": 3, "future: Worried": 2,
    "in Bristol": 10, "in Dorset": 7,
}  # fmt: skip

#: All figures of the survey of parents and carers, where its one export is refused.
NO_FAMILIES = {
    name: 0
    for name in FIGURES
    if name == "parents_carers"
    or name.startswith(("support", "helped", "plan:", "school", "back", "more"))
} | {"in Bristol": 3, "in Dorset": 2}

#: What changes where the response P09 (row 10) is set aside.
WITHOUT_P09 = {
    "parents_carers": 11, "support: Not well": 2, "helped: None": 1, "plan: None": 1,
    "school: No": 3, "in Dorset": 6,
}  # fmt: skip

#: What changes where the last response, P12 (row 13), is set aside.
WITHOUT_P12 = {
    "parents_carers": 11, "support: Not well": 2, "helped: Calls": 5, "plan: N/A": 1,
    "school: No": 3, "in Dorset": 6,
}  # fmt: skip


def lay_out(root: Path) -> None:
    """Write the series and its configuration to the run folder `root`."""
    for name, text in RAW.items():
        path = root / "data/raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    (root / "config/surveys").mkdir(parents=True)
    given = (REPOSITORY / "config/config.yaml").read_text(encoding="utf-8")
    # Four findings are too few for a measure of agreement, which would warn in each entry.
    config = {key: part for key, part in yaml.safe_load(given).items() if key != "coding"}
    # What a report may cite is an entry's to say: these cite nothing.
    for report in config["reports"].values():
        report["evidence"] = [kind for kind in report["evidence"] if kind != "reference"]
        report.pop("cites", None)
    (root / "config/config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    codebook = (REPOSITORY / "config/codebook.yaml").read_bytes()
    (root / "config/codebook.yaml").write_bytes(codebook)
    for name, text in {"parents_carers": PARENTS_CARERS, "young_people": YOUNG_PEOPLE}.items():
        (root / f"config/surveys/{name}.yaml").write_text(text, encoding="utf-8")


#: What each ingest rule reads of data/raw/ and config/, and of the tables of earlier ones.
_READS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "areas": (("visits.csv", "reference/", "config/config"), ()),
    "findings": (("letters/", "findings/", "watchlist.csv"), ("areas", "visits")),
    "quotations": (("quotations.csv", "visits.csv"), ()),
    "coding": (("coding/",), ("findings",)),
    "surveys": (("surveys/", "config/"), ("areas", "visits")),
}


def ingest(root: Path, series: Series, changed: Iterable[str] = ("visits.csv",)) -> pd.DataFrame:
    """Run the ingest rules whose inputs are among `changed`, as the workflow would: all problems.

    Another rule's tables must be there from an earlier run.
    """
    before = _tables(root)
    for rule, (files, tables) in _READS.items():
        now = _tables(root)
        if any(name.startswith(files) for name in changed) or any(
            now[table] != before.get(table) for table in tables
        ):
            _run(rule, root, series)
    parts = sorted((root / PARTS).glob("*.csv"))
    assert [part.stem for part in parts] == sorted(_READS)
    return pd.concat(
        [pd.read_csv(part, dtype=str, keep_default_na=False) for part in parts], ignore_index=True
    )


def _tables(root: Path) -> dict[str, bytes]:
    """The tables that rules hand on to others."""
    names = ("areas", "visits", "findings")
    paths = {name: root / CONFIDENTIAL / f"{name}.csv" for name in names}
    return {name: path.read_bytes() for name, path in paths.items() if path.exists()}


def _run(rule: str, root: Path, series: Series) -> None:
    def read(*names: str) -> dict[str, pd.DataFrame]:
        return read_tables({name: str(root / CONFIDENTIAL / f"{name}.csv") for name in names})

    if rule == "areas":
        ingestion.areas_and_visits(series.config["reports"], root)
    elif rule == "findings":
        letters, notes = _raw(root, "letters/*"), _raw(root, "findings/*")
        printed = printed_text(series.config, series.codebook)
        ingestion.findings(letters, notes, read("areas", "visits"), printed, series.codebook, root)
    elif rule == "quotations":
        ingestion.quotations(series.config["reports"], root)
    elif rule == "coding":
        found, settings = read("findings")["findings"], series.config.get("coding", {})
        ingestion.coding(_raw(root, "coding/*"), found, series.codebook, settings, root)
    else:
        exports = _raw(root, "surveys/*/*")
        ingestion.responses(exports, read("areas", "visits"), series.surveys, root)


def _raw(root: Path, pattern: str) -> list[str]:
    """What stands there, links that lead nowhere and folders too: nothing may pass unseen."""
    return sorted(p.relative_to(root).as_posix() for p in (root / "data/raw").glob(pattern))


def read_all(root: Path) -> dict[str, pd.DataFrame]:
    """The tables that ingest left."""
    names = ("areas", "visits", "findings", "codes", "ehc_plans", "timeliness")
    paths = {name: str(root / CONFIDENTIAL / f"{name}.csv") for name in names}
    return read_tables({**paths, "responses": str(root / CONFIDENTIAL / "responses.parquet")})


def figures(tables: dict[str, pd.DataFrame]) -> dict[str, int]:
    """The figures of `FIGURES` in the tables, and any further answer under its own name."""
    findings, responses = tables["findings"], tables["responses"].astype(str)
    counted = dict.fromkeys(FIGURES, 0)
    counted |= {name: len(tables[name]) for name in ("areas", "visits", "codes")}
    counted |= findings["section"].value_counts().to_dict()
    for name, table, column in [
        ("plans", "ehc_plans", "Total_ehc"),
        ("issued", "timeliness", "TotNoExcEHC"),
        ("timely", "timeliness", "NoExc20weekEHC"),
    ]:
        rows = tables[table]
        local = rows.loc[rows["geographic_level"] == "Local authority", column]
        counted[name] = sum(int(value) for value in local if value.isdigit())
    counted |= {"plan rows": len(tables["ehc_plans"])}
    counted |= {"timeliness rows": len(tables["timeliness"])}
    once = responses.drop_duplicates("response_id")
    counted |= once["survey"].value_counts().to_dict()
    places = {"E06000023": "in Bristol", "E06000059": "in Dorset"}
    counted |= {places.get(a, a): n for a, n in once["area_code"].value_counts().items()}
    names = responses["question"] + ": " + responses["answer"]
    names = names.mask(responses["question"] == "more", "more")
    counted |= names.value_counts().to_dict()
    return {name: int(number) for name, number in counted.items()}


def survey_form(export: str) -> bytes:
    """The YAML of the survey of parents and carers with what it says of its export."""
    return PARENTS_CARERS.replace("drop:", f"export: {{{export}}}\ndrop:").encode()
