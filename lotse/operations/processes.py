"""One parent and its children: start them, start them again when they die, stop them together.

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
from types import FrameType

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
    """Keeps its children running until a signal says stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._stopping = False

    def run(self, announce: Callable[[], None]) -> int:
        """Run until SIGTERM or SIGINT. ``announce`` is called once, after the first start.

        Returns 0 when all children stopped by themselves, 1 when one had to be killed.
        """
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for child in self._children:
            self._start(child)
        announce()
        while not self._stopping:
            self._reap()
            now = time.monotonic()
            for child in self._children:
                if not child.pid and child.due <= now and not self._stopping:
                    self._start(child)
            time.sleep(0.2)
        return self._stop_children()

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopping = True

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
            log.exception("%s ended", child.name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _reap(self) -> None:
        for child in self._children:
            if not child.pid or not os.waitpid(child.pid, os.WNOHANG)[0]:
                continue
            now = time.monotonic()
            child.deaths = 1 if now - child.started > SETTLED_AFTER else child.deaths + 1
            child.due = now + min(LONGEST_PAUSE, 0.25 * 2 ** (child.deaths - 1))
            child.pid = 0
            log.warning("%s ended, starts again in %.1f s", child.name, child.due - now)

    def _stop_children(self) -> int:
        for child in self._children:
            if child.pid:
                os.kill(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while any(child.pid for child in self._children) and time.monotonic() < deadline:
            for child in self._children:
                if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                    child.pid = 0
            time.sleep(0.05)
        stubborn = [child for child in self._children if child.pid]
        for child in stubborn:
            log.warning("%s did not stop within %.0f s", child.name, PATIENCE)
            os.kill(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)
        return 1 if stubborn else 0


def _leave_the_nest(parent: int) -> None:
    """Make this process a child that has its own signals and ends with its parent."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Ctrl+C goes to the whole foreground group; only the parent shall hear it.
    os.setpgid(0, 0)
    end_with_parent(parent)


def end_with_parent(parent: int) -> None:
    """Have the kernel send SIGTERM to this process when its parent is gone, even killed."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)
