"""Releases killed in the middle, each in a process of its own, as `kill -9` or a power cut would.

    python killed_releases.py RUN TARGET SEED COUNT

copies the run folder RUN to TARGET/0, TARGET/1 and so on, and makes a release in each. The process
gets an alarm that it does not handle, so that the system ends it at once, at an instant drawn from
its commit step: half of them from all of it, which begins with the first pending entry, and half
from the time about the rename, when all entries are pending. The gates are not asked.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
import traceback
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
    taken = _make(copy_of(run, target / "whole"), 0, 0)
    number = tries = 0
    while number < count:
        tries += 1
        assert tries < 20 * count, "releases end before they can be killed"
        part = max(1e-6, rng.random())
        seconds = (part * taken[0], 0.0) if number % 2 else (0.0, part * taken[1])
        root = copy_of(run, target / str(number))
        if ended := _make(root, *seconds):
            # It came to its end: this machine is faster than before, so a later one is killed.
            taken = min(taken, ended)
            shutil.rmtree(root)
        else:
            number += 1


def _make(root: Path, first: float, then: float) -> tuple[float, ...]:
    """Make a release that is killed `first` seconds after its commit step began, or `then` after
    all entries were pending, 0 for never; how long it took from there and from there, if it came
    to its end."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reader, encoding="ascii") as said:
            taken = tuple(float(word) for word in said.read().split())
        assert taken or os.WTERMSIG(status) == signal.SIGALRM, "ended by itself, but not in order"
        return taken
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
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(0)


if __name__ == "__main__":
    kill_releases(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
