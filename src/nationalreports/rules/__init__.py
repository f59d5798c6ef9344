"""What is known of each rule: its code, what it expects, why, and what settles a breach of it.

The rules that readers of files hold stand in this package, a module a kind of file; those put to
tables are the classes of `expectations`, which say the same of themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from nationalreports.problems import Severity


@dataclass(frozen=True)
class Rule:
    """One rule.

    `code` is its lasting name (SVY-014), `sentence` what it expects, `why` in a sentence or two
    what a breach would do to the reports or to people, and whether the record is set aside,
    `severity` how grave a breach is (of several, the gravest), `remedy` what to do about one,
    beginning in a small letter and without a full stop.

    `settled_by` are the decisions of a reviewer after which a breach no longer stops the gate:
    "accept", where the figures mean what they say with the record as it is; "exclude", where the
    record can be, or already is, left out of every figure. Empty: only putting it right settles it.
    """

    code: str
    sentence: str
    why: str
    severity: Severity
    remedy: str
    settled_by: tuple[str, ...] = ()
