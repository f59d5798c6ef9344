"""Releases killed in the middle, each in a process of its own, as `kill -9` or a power cut would.

    python killed_releases.py RUN TARGET SEED COUNT

copies the run folder RUN to TARGET/0, TARGET/1 and so on, and makes a release in each. The process
gets an alarm that it does not handle, so that the system ends it at once, at an instant drawn from
its commit step: half of them from all of it, which begins with the first pending entry, and half
from the time about the rename, when all entries are pending. The gates are not asked.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

from release_folders import copy_of, released

from nationalreports import release, release_gates
from nationalreports.release_gates import Gate


def kill_releases(run: Path, target: Path, seed: int, count: int) -> None:
    rng = Random(seed)
    for module in (release, release_gates):
        module.ask = lambda name, lines: Gate(name)  # type: ignore[attr-defined]
    whole, last = _make(copy_of(run, target / "whole"), 0, 0)
    for number in range(count):
        if number % 2:
            seconds = (rng.uniform(0, 1.1) * whole, 0.0)
        else:
            seconds = (0.0, max(1e-6, rng.uniform(0, 1.1) * last))
        _make(copy_of(run, target / str(number)), *seconds)


def _make(root: Path, first: float, then: float) -> tuple[float, float]:
    """Make a release that is killed `first` seconds after its commit step began, or `then` after
    all entries were pending, 0 for never; how long it took from there and from there."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        os.waitpid(child, 0)
        with os.fdopen(reader, encoding="ascii") as said:
            taken = [float(word) for word in said.read().split()]
        return (taken[0], taken[1]) if taken else (0, 0)
    put, passed = release.put_pending, []

    def put_pending(*given: Any, **named: Any) -> None:
        passed.append(time.perf_counter())
        signal.setitimer(signal.ITIMER_REAL, first)
        put(*given, **named)
        passed.append(time.perf_counter())
        if then:
            signal.setitimer(signal.ITIMER_REAL, then)

    release.put_pending = put_pending  # type: ignore[attr-defined]
    try:
        released(root)
        ended = time.perf_counter()
        os.write(writer, " ".join(str(ended - moment) for moment in passed).encode())
    finally:
        os._exit(0)


if __name__ == "__main__":
    kill_releases(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
