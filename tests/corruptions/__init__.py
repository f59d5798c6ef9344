"""The mutation check: a valid series, one thing wrong in it, and the rule that must say so.

Every rule has at least one corruption; `tests/test_corruptions.py` holds that, and that each is
reported by the rule meant for it, at the place that was damaged. Which row, letter or cell that is
is drawn at random, from a seed.

To add one, write three lines in the module of its kind, such as

    Corruption(
        "SVY-006", "a response's area is one that was not visited",
        cell(EXPORTS, "area_code", "E06000023"),
    ),

with one of the kinds of damage in `damage` (`cell`, `row_added`, `rows_left_out`, `spoilt`, `put`,
`copied`, …), each of which gives back the place where the problem must stand. A damage of one's own
is a function `(run, rng) -> Place`. Files are named as below data/raw/ ("visits.csv"), else by
their whole path in the run folder. `also` names the rules whose errors follow from the same fault.

Break raw files wherever the rule can be met there. A rule that guards against faults of the
pipeline itself is broken in the tidy tables or in the aggregates, which are files of the run folder
too; the printed table says so.

The valid series (`trial`) is run as the workflow would, with decisions of a reviewer and a filled
check sheet, and is the last run for what is delivered after it. What the check sheet's rules say is
read from the release that is refused.
"""
