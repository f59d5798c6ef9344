"""Which day it is, and which of the days that decisions name have come."""

from __future__ import annotations

import codecs
import datetime
import os
import re
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
    """The days named anywhere in the decisions at `path` that have come by `day`, and those that
    are over.

    It changes when one of them comes or is over, and on no other day: what depends on the decisions
    and on the day is made again then, and only then.
    """
    if not path.is_file():
        return []
    content = path.read_bytes()
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8"
    text = content.decode(encoding, errors="replace")
    # Not read as a table: whatever the reader of decisions makes of delimiters, quotes, headers or
    # characters that nobody sees, no day is missed; and its import takes each job of a run a
    # second. A day in a reason has things made once more than needed.
    plain = text.encode("ascii", errors="ignore").decode()
    present = day.isoformat()
    named = set(re.findall(r"(?=([0-9]{4}-[0-9]{2}-[0-9]{2}))", plain))
    come = {f"{one} has come" for one in named if one <= present}
    return sorted(come | {f"{one} is over" for one in named if one < present})
