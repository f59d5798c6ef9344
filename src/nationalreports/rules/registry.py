"""The rules of all readers of files, by code."""

from __future__ import annotations

from types import ModuleType

from nationalreports.rules import (
    Rule,
    areas,
    check_sheet,
    coding,
    decisions,
    leaks,
    letters,
    notes,
    pipeline,
    quotations,
    surveys,
    tables,
    watchlist,
)

#: The modules that have `RULES`. A new one is added here.
MODULES: tuple[ModuleType, ...] = (
    areas,
    check_sheet,
    coding,
    decisions,
    leaks,
    letters,
    notes,
    pipeline,
    quotations,
    surveys,
    tables,
    watchlist,
)


def readers_rules() -> dict[str, Rule]:
    """Every rule that is not an expectation, by its code, in the order of codes."""
    listed = [rule for module in MODULES for rule in module.RULES]
    return {rule.code: rule for rule in sorted(listed, key=lambda rule: rule.code)}
