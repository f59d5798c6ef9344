"""Rules of the reading of survey exports."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "SVY-001",
        "Each survey export stands in the folder of a survey that is configured.",
        "Its questions are not known, so none of its responses is counted.",
        "error",
        "move the file to its survey's folder, or describe the survey in config/surveys/",
    ),
    Rule(
        "SVY-002",
        "Each file in a survey's folder is an export.",
        "An export under a name that begins with a full stop, ~$ or README is passed over, and its "
        "respondents with it.",
        "info",
        "nothing need be done, unless the file is an export: then rename it",
        ("accept",),
    ),
    Rule(
        "SVY-003",
        "Each response has an id, and one that no spreadsheet has rounded.",
        "Without its id nobody can see whether a response is counted twice; rounded ids make "
        "different people look like one. The row is set aside.",
        "error",
        "export again, and open the file with the id as text",
        ("exclude",),
    ),
    Rule(
        "SVY-004",
        "Each response has an id of its own.",
        "A response exported twice would give one person two voices; the first row counts, the "
        "later ones are set aside.",
        "error",
        "delete the row that is not wanted, or correct the id if they are two people's",
        ("exclude",),
    ),
    Rule(
        "SVY-005",
        "Each response names its area by a code in the list of areas.",
        "Without its area a response belongs to no visit and no report; the row is set aside.",
        "error",
        "write the area's present code; the message lists which may be meant",
        ("exclude",),
    ),
    Rule(
        "SVY-006",
        "Each response is from an area that was visited.",
        "A report on visited areas would speak for families elsewhere; the row is set aside.",
        "error",
        "correct the area, or add the visit to visits.csv",
        ("exclude",),
    ),
    Rule(
        "SVY-007",
        "Each response has the day on which it was submitted.",
        "The day decides which of an area's visits, and so which report, the response belongs to; "
        "the row is set aside.",
        "error",
        "write days as 2020-10-05, or say under `export` in config/surveys/ how the tool writes "
        "them",
        ("exclude",),
    ),
    Rule(
        "SVY-008",
        "Each answer is one of those that its question offers.",
        "The answer alone is set aside, so the question's base shrinks; an answer that many gave "
        "in another spelling would be missing from the report.",
        "error",
        "write one of the answers listed, or correct the answers in config/surveys/",
        ("exclude",),
    ),
    Rule(
        "SVY-009",
        "Nobody answers a question that their other answers led past.",
        "Parents whose child has no plan would be counted on how the plan is kept; the answer "
        "alone is set aside.",
        "error",
        "correct the answer that leads to the question, or delete this one",
        ("exclude",),
    ),
    Rule(
        "SVY-010",
        "Each response answers a question.",
        "It counts nowhere, not even among the number of responses. Many of them suggest that a "
        "page of the form did not load.",
        "info",
        "nothing need be done, unless many are such: then ask whoever ran the survey",
        ("accept",),
    ),
    Rule(
        "SVY-011",
        "Each response has its area's present code.",
        "The former code has one successor, whose visit the response was joined to; a slip in the "
        "code would have sent it there too.",
        "warning",
        "replace the former code in the file",
        ("accept",),
    ),
    Rule(
        "SVY-012",
        "Each survey that is configured has an export.",
        "A report that uses the survey would have no answers from parents, carers or young people, "
        "as if none had been asked.",
        "warning",
        "put the export into data/raw/surveys/, in the folder of the survey's name",
        ("accept",),
    ),
    Rule(
        "SVY-013",
        "No survey export is a copy of another.",
        "Read twice, each of its respondents would have two voices. The copy is not read; the "
        "first file is.",
        "error",
        "delete one of the two files",
        ("exclude",),
    ),
    Rule(
        "SVY-014",
        "Headers and answers are written as config/surveys/ has them.",
        "They were matched although case, quotes, dashes or spaces differ; a form that was "
        "reworded on the way may have been matched as well.",
        "info",
        "nothing need be done; see that the question put to people was the same",
        ("accept",),
    ),
    Rule(
        "SVY-015",
        "Each response was submitted within 366 days of its area's visit.",
        "A day so far off is misread, day for month or one year for another, and in an area with "
        "several visits the response may be counted in the wrong report.",
        "warning",
        "check the order of day and month, the year, and the area",
        ("accept",),
    ),
    Rule(
        "SVY-016",
        "Each survey export has responses.",
        "An export cut off after its headers looks like a survey that nobody answered.",
        "warning",
        "export again if there were any responses, else take the file away",
        ("accept",),
    ),
    Rule(
        "SVY-017",
        "All days of an export are written in the order that config/surveys/ says.",
        "Where one day fits only the other order, 3/4 may be either April or March throughout: the "
        "responses would join wrong visits. The whole file is set aside.",
        "error",
        "say `dates: day-first` or `dates: month-first` as the tool writes them, or correct these "
        "days",
    ),
    Rule(
        "SVY-018",
        "Each response's start, where the export has one, is a time.",
        "How long the response took is not known, so one that was clicked through in seconds is "
        "not found; the response counts all the same.",
        "warning",
        "write the start as 2020-10-05 14:30:00",
        ("accept",),
    ),
]
