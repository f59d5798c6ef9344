"""Answers and responses laid out for their rules, and counted anew to compare with aggregates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from nationalreports.config import cumulative_windows
from nationalreports.crosschecks.cells import number
from nationalreports.crosschecks.coded import NONE, Coded, said

#: Responses whose time is known, from which on a median of a survey says what is usual.
TIMED_RESPONSES = 30

#: Characters of a free text that two people hardly write alike. No source was found: it is a
#: sentence of about seven words, where "Nothing else to add, thank you" is shorter.
TEXT_OF_ONES_OWN = 40

#: Answers from which on their place in a list says something: of "Yes" and "No" alone, whoever
#: agrees throughout takes one place in each question and has meant it.
PLACED_ANSWERS = 3

#: Whoever declines throughout has been careful, not careless.
DECLINED = "Prefer not to say"

Tables = dict[str, pd.DataFrame]


def lay_out_responses(laid: Any, config: Any, surveys: Any) -> Tables:
    """Answers (responses, choices, single_choices, routed, exclusive), and whole_responses.

    The last has a row a response, with what survey quality is judged by.
    """
    responses = laid["responses"]
    coded = Coded(responses, surveys)
    spots = [f"{area} {wave}" for area in coded.areas for wave in coded.waves]
    responses = responses.assign(
        _visit=said(coded.area * len(coded.waves) + coded.wave, spots),
        _question=said(coded.question, coded.questions),
    )
    tables = {
        "responses": responses,
        "choices": _choices(responses, coded),
        "single_choices": responses[coded.of_kind("single")],
        "routed_answers": _routed(responses, coded),
        "exclusive_answers": _exclusive(responses, coded),
        "whole_responses": _whole(responses, laid.get("respondents"), coded),
    }
    if "visits" in laid:
        counted = laid["counted_responses"]
        same = counted is laid["responses"]
        tables |= _counts(coded if same else Coded(counted, surveys), surveys)
        tables |= _of_areas(tables, laid["visits"], config)
    return tables


def _choices(responses: pd.DataFrame, coded: Coded) -> pd.DataFrame:
    """Answers that are chosen from a list, `_answer`: with survey and question."""
    rows = coded.of_kind("single", "multiple")
    pairs, distinct = pd.factorize(coded.question[rows] * len(coded.answers) + coded.answer[rows])
    questions, answers = np.divmod(distinct, max(len(coded.answers), 1))
    texts = [
        f"{coded.questions[question]}: {coded.answers[answer]}"
        for question, answer in zip(questions, answers, strict=True)
    ]
    return responses[rows].assign(_answer=said(pairs, texts))


def _routed(responses: pd.DataFrame, coded: Coded) -> pd.DataFrame:
    """Answers to questions that not everybody was asked, `_led`: "yes" or "no"."""
    wanted = np.zeros(len(responses), dtype=bool)
    led = np.zeros(len(responses), dtype=bool)
    for key, entry in coded.entries().items():
        if route := entry.get("asked_if"):
            survey = key.split(": ")[0]
            leading = coded.rows(f"{survey}: {route['question']}") & coded.gives([route["answer"]])
            own = coded.rows(key)
            wanted |= own
            led |= own & (coded.each(leading) > 0)[coded.response]
    return responses[wanted].assign(_led=np.where(led[wanted], "yes", "no"))


def _exclusive(responses: pd.DataFrame, coded: Coded) -> pd.DataFrame:
    """Answers that leave no room for another, `_ticked`: how many the response ticked in all."""
    wanted = np.zeros(len(responses), dtype=bool)
    ticked = np.zeros(len(responses), dtype="int64")
    for key, entry in coded.entries().items():
        if alone := entry.get("exclusive"):
            own = coded.rows(key)
            rows = own & coded.gives(alone)
            wanted |= rows
            ticked[rows] = coded.each(own)[coded.response[rows]]
    return responses[wanted].assign(_ticked=ticked[wanted])


def _whole(responses: pd.DataFrame, respondents: pd.DataFrame | None, coded: Coded) -> pd.DataFrame:
    about = ["response_id", "survey", "area_code", "wave"]
    whole = responses[about].iloc[coded.first].astype(str).reset_index(drop=True)
    spot = coded.area * len(coded.waves) + coded.wave
    moved = coded.each(spot != spot[coded.first][coded.response]) > 0
    whole["_spots"] = np.where(moved, 2, 1)
    whole["_in_line"] = _in_line(coded)
    texts = ["submitted", "started", "seconds"]
    if respondents is not None:
        at = pd.Index(respondents["response_id"]).get_indexer(pd.Index(whole["response_id"]))
        for name in texts:
            # Beyond the end stands what is blank, for a response that the table does not have.
            cells = pd.concat([respondents[name], pd.Series([""], dtype=str)]).array
            whole[name] = cells.take(np.where(at < 0, len(respondents), at))
    else:
        whole = whole.assign(**dict.fromkeys(texts, ""))
    seconds = number(whole["seconds"])
    # Of what is not known there is nothing to complain of.
    whole["_seconds"] = seconds.fillna(0)
    timed = seconds.where(seconds >= 0).groupby(whole["survey"])
    usual = timed.transform("median").where(timed.transform("count") >= TIMED_RESPONSES)
    whole["_of_median"] = (seconds.where(seconds >= 0) / usual.where(usual > 0)).fillna(1)
    whole["time"] = whole["seconds"] + " s, where the median is " + usual.astype(str) + " s"
    long = pd.Series(coded.answers, dtype=str).str.len().to_numpy() >= TEXT_OF_ONES_OWN
    own_words = coded.of_kind("text") & long[coded.answer]
    return _copies(whole.assign(_own_words=coded.each(own_words) > 0), coded.signatures())


def _in_line(coded: Coded) -> np.ndarray:
    """Of each response that takes one place in every question with a list, how many they are.

    0 for others: where a response ticks two answers of a question, they have two places. Lists of
    fewer than `PLACED_ANSWERS` are not counted, and a list too short to have the place breaks no
    line; 0 too for who `DECLINED` all questions.
    """
    places, offered = coded.places(), coded.offered()
    listed = places != NONE
    counted = listed & (offered >= PLACED_ANSWERS)
    line = np.full(len(coded.ids), NONE, dtype=places.dtype)
    line[coded.response[counted][::-1]] = places[counted][::-1]
    own = line[coded.response]
    off = coded.each(listed & (places != own) & (offered > own))
    said = coded.each(counted & ~coded.gives([DECLINED]))
    return np.where((off == 0) & (said > 0), coded.each(counted), 0)


def _copies(whole: pd.DataFrame, signatures: np.ndarray) -> pd.DataFrame:
    """With `_copies`, 1 where another response of the area says the very same, and `copy_of`."""
    keys = whole[["survey", "area_code"]].assign(said=signatures)
    found = pd.Series("", index=whole.index, dtype=str)
    to_the_second = whole["submitted"].str.contains("T", regex=False)
    for part in (
        keys[whole["_own_words"]],
        keys.assign(submitted=whole["submitted"])[to_the_second],
    ):
        same = part[part.duplicated(keep=False)]
        own = whole.loc[same.index, "response_id"]
        ids = own.groupby([same[name] for name in same.columns])
        first, last = ids.transform("first"), ids.transform("last")
        found.loc[same.index] = "is the same as " + first.where(first != own, last)
    return whole.assign(copy_of=found, _copies=(found != "").astype(int))


def _counts(coded: Coded, surveys: dict[str, Any]) -> Tables:
    """Responses by wave: those to a question (by group and area), and those that give an answer."""
    listed = coded.places() != NONE
    group = coded.groups(surveys)[coded.response]
    by = {"wave": coded.wave, "question": coded.question, "group": group}
    bases = coded.tally(listed, {**by, "area": coded.area})
    answers = coded.tally(listed, {**by, "answer": coded.answer})
    firsts = np.zeros(len(coded.response), dtype=bool)
    firsts[coded.first] = True
    people = coded.tally(
        firsts,
        {"wave": coded.wave, "survey": coded.survey, "area": coded.area},
    )
    names = {
        "wave": coded.waves,
        "area": coded.areas,
        "answer": coded.answers,
        "survey": coded.surveys,
        "question": coded.questions,
        # An answer's number, or -1: beyond the answers stands what is none.
        "group": [*coded.answers, ""],
    }
    return {
        name: table.assign(
            **{
                column: np.array(names[column], dtype=object)[table[column]]
                for column in table.columns
                if column != "responses"
            }
        )
        for name, table in (
            ("counted_bases", bases),
            ("counted_answers", answers),
            ("counted_people", people),
        )
    }


def _of_areas(counts: Tables, visits: pd.DataFrame, config: dict[str, Any]) -> Tables:
    """Of each area of a report the responses to each survey; of each question the leading area."""
    people, bases = counts["counted_people"], counts["counted_bases"]
    thin: list[list[Any]] = []
    leading: list[list[Any]] = []
    for key, report in config["reports"].items():
        names = report["surveys"] if "surveys" in report["evidence"] else []
        of_wave = people[people["wave"] == key].set_index(["survey", "area"])["responses"]
        minimum = config["thresholds"]["minimum_base"]
        for name in names:
            for area in visits.loc[visits["report"] == key, "area_code"].unique():
                thin.append([key, name, area, int(of_wave.get((name, area), 0)), minimum])
        windows = cumulative_windows(key, config["reports"])
        own = bases[bases["wave"].isin(windows)]
        for question, part in own.groupby("question"):
            survey, code = str(question).split(": ", 1)
            by_area = part.groupby("area")["responses"].sum()
            # Of two areas, one nearly always has more than half.
            if survey in names and len(by_area) > 2:
                most, others = int(by_area.max()), int(by_area.sum() - by_area.max())
                leading.append([key, survey, code, by_area.idxmax(), most, others])
    columns = ["report", "survey", "area_code", "responses", "at_least"]
    shares = ["report", "survey", "question", "area_code", "responses", "of_all_others"]
    return {
        name: table.assign(source="data/raw/surveys/" + table["survey"].astype(str))
        for name, table in (
            ("area_responses", pd.DataFrame(thin, columns=columns)),
            ("leading_areas", pd.DataFrame(leading, columns=shares)),
        )
    }
