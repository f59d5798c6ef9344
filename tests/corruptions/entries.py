"""All corruptions, by kind."""

from corruptions import (
    aggregates,
    areas,
    coding,
    letters,
    notes,
    pipeline,
    quality,
    statistics,
    surveys,
    tables,
)

KINDS = (
    tables, areas, letters, notes, coding, surveys, statistics, aggregates, pipeline, quality,
)  # fmt: skip
CORRUPTIONS = [corruption for kind in KINDS for corruption in kind.CORRUPTIONS]
