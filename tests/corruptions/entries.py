"""All corruptions, by kind."""

from corruptions import (
    aggregates,
    areas,
    coding,
    letters,
    notes,
    pipeline,
    statistics,
    surveys,
    tables,
)

CORRUPTIONS = [
    corruption
    for kind in (tables, areas, letters, notes, coding, surveys, statistics, aggregates, pipeline)
    for corruption in kind.CORRUPTIONS
]
