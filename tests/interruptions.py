"""A command broken off at each of its steps on the disk: killed there, or refused by the disk."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

#: What is a step: all by which a command changes what stands on the disk.
_STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

#: The process ends there, or the disk is full at that step alone.
KILLED, FULL = "killed", "full disk"

_ENDED, _FAILED, _WRONG, _KILL = 0, 3, 4, 9


def broken_off(command: Callable[[], object], how: str) -> Iterator[Callable[[], None]]:
    """Calls that give `command` and break it off: before its first step, its second, and so on.

    Each is to be called once, where the command can start anew; the last one comes to its end. The
    command runs in a process of its own, under a umask that hides nothing.
    """
    reached = [False]
    number = 0
    while not reached[0]:
        number += 1

        def call(step: int = number) -> None:
            status = _fork(command, how, step)
            assert status in (_ENDED, _KILL if how == KILLED else _FAILED), status
            reached[0] = status == _ENDED

        yield call


def _fork(command: Callable[[], object], how: str, last: int) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = _WRONG
    try:
        os.umask(0)
        steps = [0]
        sys.addaudithook(_hook(how, last, steps))
        command()
        # A failure that the command did without, such as of a file that only tidies up.
        status = _ENDED if steps[0] < last else _FAILED
    except OSError as error:
        status = _FAILED if error.errno == errno.ENOSPC else _WRONG
    finally:
        os._exit(status)


def _hook(how: str, last: int, steps: list[int]) -> Callable[[str, tuple[Any, ...]], None]:
    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _STEPS and not (event == "open" and arguments[2] & _WRITES):
            return
        steps[0] += 1
        if how == KILLED and steps[0] == last:
            os._exit(_KILL)
        if how == FULL and steps[0] == last:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return hook
