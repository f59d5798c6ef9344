"""The one rule that is about the pipeline itself."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "PIPELINE",
        "Each check can be carried out.",
        "Nobody knows whether the data keep a rule whose check broke, and a check that did not run "
        "must not pass for one that found nothing.",
        "error",
        "report it as a fault of the pipeline, with the message",
    ),
]
