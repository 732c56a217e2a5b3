"""Real children: forked, killed, started again, stopped."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lotse.operations.processes import Child, Family


def wait_until(question: Callable[[], object], family: Family | None = None) -> None:
    deadline = time.monotonic() + 20
    while not question():
        assert time.monotonic() < deadline
        if family:
            family.tend()
        time.sleep(0.02)


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def sleeper(log: Path) -> Callable[[], None]:
    def run() -> None:
        with log.open("a") as file:
            file.write(f"{os.getpid()}\n")
        time.sleep(60)

    return run


def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = Child("sleeper", sleeper(log))
    family = Family([child])
    family.tend()
    wait_until(lambda: len(lines(log)) == 1)

    os.kill(child.pid, signal.SIGKILL)
    wait_until(lambda: len(lines(log)) == 2, family)

    assert lines(log)[0] != lines(log)[1] == str(child.pid)
    family.ask_to_stop()
    family.wait()


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(tmp_path: Path) -> None:
    child = Child("broken", lambda: None)
    family = Family([child])

    pauses = []
    for _death in range(3):
        child.due = 0
        family.tend()
        wait_until(lambda: not child.pid, family)
        pauses.append(child.due > time.monotonic())

    assert pauses == [True, True, True]
    assert child.deaths == 3


def test_all_children_stop_when_asked(tmp_path: Path) -> None:
    children = [Child(str(n), sleeper(tmp_path / str(n))) for n in range(2)]
    family = Family(children)
    family.tend()
    wait_until(lambda: all(lines(tmp_path / str(n)) for n in range(2)))

    family.ask_to_stop()
    family.wait()

    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child.pid, 0)


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    parent = os.fork()
    if not parent:
        Family([Child("sleeper", sleeper(log))]).tend()
        time.sleep(60)
        os._exit(0)
    wait_until(lambda: lines(log))
    orphan = int(lines(log)[0])

    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)

    wait_until(lambda: is_gone(orphan))


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    # Nobody collects an orphan in a container without an init; it has ended all the same.
    return state == "Z"
