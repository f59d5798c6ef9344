"""What holds for all tests."""

from collections import Counter
from itertools import zip_longest

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which rule caught which corruption (`test_corruptions`), where any were tried.

    Where other tests were run too, the table is half as long: two to a line, without their places.
    """
    ended = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if report.when == "call"
    ]
    tried = [
        value for report in ended for name, value in report.user_properties if name == "corruption"
    ]
    if not tried:
        return
    # Of several seeds, the first place; each must be caught.
    first = {(rule, what): (kind, place) for rule, kind, what, place in reversed(tried)}
    missed = Counter((rule, what) for rule, _, what, place in tried if not place)
    rules = len({rule for rule, _ in first})
    caught = f"{missed.total()} missed" if missed else "all caught"
    terminalreporter.section(f"{rules} rules, {len(tried)} corruptions, {caught}")
    if all("test_corruptions.py" in report.nodeid for report in ended):
        for (rule, what), (kind, place) in sorted(first.items()):
            told = "NOT CAUGHT" if missed[rule, what] else place
            terminalreporter.write_line(f"{rule:8}  {kind:10}  {what:68}  {told}")
        return
    cells = [
        f"{rule:8}  {what}" + ("  NOT CAUGHT" if missed[rule, what] else "")
        for rule, what in sorted(first)
    ]
    half = (len(cells) + 1) // 2
    width = max(map(len, cells))
    for left, right in zip_longest(cells[:half], cells[half:], fillvalue=""):
        terminalreporter.write_line(f"{left:{width}}  {right}".rstrip())
