"""All entries of the catalogue, by what they are about."""

from catalogue import (
    answers,
    characters,
    codings,
    letter_files,
    noted,
    official,
    places,
    shapes,
    workbooks,
)  # fmt: skip

ENTRIES = [
    entry
    for part in (
        characters, shapes, workbooks, answers, letter_files, places, official, codings, noted,
    )
    for entry in part.ENTRIES
]  # fmt: skip
