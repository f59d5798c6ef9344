"""All corruptions, by kind."""

from corruptions import (
    aggregates,
    areas,
    check_sheet,
    coding,
    decisions,
    disclosure,
    last_run,
    leaks,
    letters,
    notes,
    pipeline,
    quality,
    quotations,
    statistics,
    surveys,
    tables,
)

KINDS = (
    tables, areas, letters, notes, coding, surveys, statistics, aggregates, disclosure, pipeline,
    quality, last_run, decisions, check_sheet, leaks, quotations,
)  # fmt: skip
CORRUPTIONS = [corruption for kind in KINDS for corruption in kind.CORRUPTIONS]
