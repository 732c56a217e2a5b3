"""Children of one parent: start them, start them again when they die, stop them together.

The parent has loaded the whole application before it forks, so the children share its memory. It
opens no connection and starts no thread itself.
"""

import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)

SETTLED_AFTER = 30.0
"""Seconds after which a child counts as healthy again."""
LONGEST_PAUSE = 30.0
PATIENCE = 25.0
"""Seconds the children have to stop before they are killed."""
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    name: str
    run: Callable[[], object]
    pid: int = 0
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0
    """When to start it, on the monotonic clock."""


class Family:
    """Children that a parent's loop tends."""

    def __init__(self, children: Sequence[Child] = ()) -> None:
        self._children = children

    def tend(self) -> None:
        """Start what is due. Call this about once a second, and at once when a child has ended."""
        for child in self._children:
            if child.pid and _has_ended(child.pid):
                self._mourn(child)
            if not child.pid and child.due <= time.monotonic():
                self._start(child)

    def ask_to_stop(self) -> None:
        for child in self._children:
            if child.pid and not _has_ended(child.pid):
                os.kill(child.pid, signal.SIGTERM)

    def wait(self) -> None:
        """Wait until all have stopped; kill who takes longer than PATIENCE."""
        deadline = time.monotonic() + PATIENCE
        running = [child for child in self._children if child.pid]
        while running and time.monotonic() < deadline:
            running = [child for child in running if not _has_ended(child.pid)]
            time.sleep(0.05)
        for child in running:
            log.warning("%s did not stop within %.0f s and is killed", child.name, PATIENCE)
            os.kill(child.pid, signal.SIGKILL)

    def _mourn(self, child: Child) -> None:
        now = time.monotonic()
        child.deaths = 1 if now - child.started > SETTLED_AFTER else child.deaths + 1
        child.due = now + min(LONGEST_PAUSE, 0.25 * 2 ** (child.deaths - 1))
        child.pid = 0
        log.warning("%s has ended and starts again in %.1f s", child.name, child.due - now)

    def _start(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            child.pid, child.started = pid, time.monotonic()
            return
        # From here on in the child; it must never return into the parent's code.
        code = 1
        try:
            _leave_the_nest(parent)
            child.run()
            code = 0
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            # The last frame of a process: nobody above could log it.
            log.exception("%s has ended", child.name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def end_with_parent(parent: int) -> None:
    """Have the kernel send SIGTERM to this process when its parent is gone, even killed."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)


def _leave_the_nest(parent: int) -> None:
    """Make this process a child that has its own signals and ends with its parent."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    # Ctrl+C goes to the whole foreground group; only the parent shall hear it.
    os.setpgid(0, 0)
    end_with_parent(parent)


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        # The web server's own loop has collected it already.
        return True
