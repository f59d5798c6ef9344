"""What holds for all tests."""

from collections import Counter

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which rule caught which corruption (`test_corruptions`), where any were tried."""
    tried = [
        value
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, value in report.user_properties
        if name == "corruption"
    ]
    if not tried:
        return
    # Of several seeds, the first place; each must be caught.
    first = {(rule, what): (kind, place) for rule, kind, what, place in reversed(tried)}
    missed = Counter((rule, what) for rule, _, what, place in tried if not place)
    rules = len({rule for rule, _ in first})
    terminalreporter.section(f"{rules} rules, {len(tried)} corruptions, {missed.total()} missed")
    for (rule, what), (kind, place) in sorted(first.items()):
        caught = "NOT CAUGHT" if missed[rule, what] else place
        terminalreporter.write_line(f"{rule:8}  {kind:10}  {what:68}  {caught}")
