"""Which day it is, and which of the days that decisions name have come."""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime
import io
import os
from pathlib import Path

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def today() -> datetime.date:
    """The present day; that of SOURCE_DATE_EPOCH (seconds since 1970, UTC) where it is set.

    So that a run can be repeated as it was (Reproducible Builds, SOURCE_DATE_EPOCH).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()


def days_come(path: Path, day: datetime.date) -> list[str]:
    """The days in the column `date` of the decisions at `path` that have come by `day`, and those
    in the column `until` that are over.

    It changes when one of them comes or is over, and not each day: what depends on the decisions
    and on the day is made again then, and only then. Of what is no such file, there are none; its
    reader says what is wrong with it.
    """
    if not path.is_file():
        return []
    content = path.read_bytes()
    # Without the reader of tables, which takes a second to import: each job of a run asks this.
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    text = content.decode(encoding, errors="replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    present = day.isoformat()
    come = set()
    with contextlib.suppress(csv.Error):
        for row in csv.DictReader(io.StringIO(text), delimiter=delimiter):
            date, until = (str(row.get(name) or "").strip() for name in ("date", "until"))
            come |= {f"date {date}"} if date <= present else set()
            come |= {f"until {until}"} if until < present else set()
    return sorted(come - {"date ", "until "})
