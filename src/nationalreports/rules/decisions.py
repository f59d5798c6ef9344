"""Rules of `data/raw/decisions.csv`. None can be accepted: a decision must be right itself."""

from nationalreports.rules import Rule

_WHY = "a decision that nobody can follow, or that another contradicts, would settle nothing"

RULES = [
    Rule(
        "DEC-001",
        "A decision names a rule.",
        "the decision would hold for nothing",
        "error",
        "copy rule and record from problems.csv",
    ),
    Rule(
        "DEC-002",
        "A decision names the record it is about by its 16 hexadecimal digits.",
        "the decision would hold for nothing, or for another record",
        "error",
        "copy rule and record from problems.csv, in a column that is text",
    ),
    Rule(
        "DEC-003",
        "A decision is to accept, to exclude or to correct.",
        "nobody could say what was decided",
        "error",
        "write accept, exclude or correct",
    ),
    Rule("DEC-004", "A decision has a reason.", _WHY, "error", "write why it was decided so"),
    Rule("DEC-005", "A decision names its reviewer.", _WHY, "error", "write who decided"),
    Rule(
        "DEC-006",
        "A decision has the day on which it was made, which has come.",
        _WHY,
        "error",
        "write the day as 2020-11-03",
    ),
    Rule(
        "DEC-007",
        "The last day of a decision is blank, or a day not before that of the decision.",
        "nobody could say how long the decision holds",
        "error",
        "write the last day as 2020-12-31, or leave it blank",
    ),
    Rule(
        "DEC-008",
        "Decisions in force on one record do not contradict each other.",
        "one would let the problem pass and the other not; neither holds",
        "error",
        "keep one of them",
    ),
    Rule(
        "DEC-009",
        "A decision is one that may settle its rule.",
        "figures that are wrong would go on because somebody accepted a problem that must be put "
        "right",
        "error",
        "put the problem right, and delete the decision",
    ),
    Rule(
        "DEC-010",
        "A decision matches a problem.",
        "the data under it have changed, so it has lapsed; what it left out counts again",
        "warning",
        "look at the record again, then delete the decision or make it anew",
    ),
    Rule(
        "DEC-011",
        "A decision that is needed has not expired.",
        "the problem counts again",
        "warning",
        "put the problem right, or decide anew in a further row",
    ),
    Rule(
        "DEC-012",
        "What a decision leaves out of the figures still has the problem.",
        "a record would be missing from the figures with which nothing is wrong any more",
        "error",
        "delete the decision",
    ),
]
