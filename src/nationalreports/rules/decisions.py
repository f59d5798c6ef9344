"""Rules of `data/raw/decisions.csv`. None can be accepted: a decision must be right itself."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "DEC-001",
        "A decision names a rule.",
        "A decision on a rule that there is not holds for nothing, while its reviewer takes the "
        "problem for settled.",
        "error",
        "copy rule and record from problems.csv",
    ),
    Rule(
        "DEC-002",
        "A decision names the record it is about by its digest: r and 15 hexadecimal digits.",
        "Nobody could say which record was decided on, and it may be another one than was meant.",
        "error",
        "copy rule and record from problems.csv",
    ),
    Rule(
        "DEC-003",
        "A decision is to accept, to exclude or to correct.",
        "Any other word leaves open whether the record counts.",
        "error",
        "write accept, exclude or correct",
    ),
    Rule(
        "DEC-004",
        "A decision has a reason.",
        "Whoever answers for the figures later must be able to judge the decision.",
        "error",
        "write why it was decided so",
    ),
    Rule(
        "DEC-005",
        "A decision names its reviewer.",
        "An error that nobody stands by having accepted would reach publication.",
        "error",
        "write who decided",
    ),
    Rule(
        "DEC-006",
        "A decision has the day on which it was made, which has come.",
        "Without its day nobody knows which data the reviewer had seen, nor which of two decisions "
        "is the later.",
        "error",
        "write the day as 2020-11-03",
    ),
    Rule(
        "DEC-007",
        "The last day of a decision is blank, or a day not before that of the decision.",
        "A last day that cannot be read would let the decision hold for ever, or never.",
        "error",
        "write the last day as 2020-12-31, or leave it blank",
    ),
    Rule(
        "DEC-008",
        "Decisions in force on one record do not contradict each other.",
        "One would let the problem pass and the other not, so neither holds.",
        "error",
        "keep one of them",
    ),
    Rule(
        "DEC-009",
        "A decision is one that may settle its rule.",
        "Wrong figures would go on because somebody accepted what must be put right, so the "
        "decision is refused and the problem stays.",
        "error",
        "put the problem right, and delete the decision",
    ),
    Rule(
        "DEC-010",
        "A decision matches a problem.",
        "The problem was put right, or the data under the decision changed, so it has lapsed; what "
        "it left out counts again.",
        "warning",
        "look at the record again, then delete the decision or make it anew",
    ),
    Rule(
        "DEC-011",
        "A decision that is needed has not expired.",
        "It was made for a time that is over, so the problem counts again.",
        "warning",
        "put the problem right, or decide anew in a further row",
    ),
    Rule(
        "DEC-012",
        "What is left out of the figures still has its problem, and a decision asks for it.",
        "A record with which nothing is wrong any more, or about which nobody decides so any more, "
        "would be missing from the figures.",
        "error",
        "delete the decision, or run `make reports` again if it is gone or over already",
    ),
]
