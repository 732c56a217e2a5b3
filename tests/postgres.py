"""A PostgreSQL server for one run: ``python -m tests.postgres COMMAND…``.

Starts a server from the system's packages with a data folder of its own, runs the command with
``DATABASE_URL`` pointing at it, and throws everything away. Nothing is switched off: it syncs as
in production. PostgreSQL refuses to run as root; then its system user ``postgres`` runs it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.fixtures.mail import free_port

SYSTEM_USER = "postgres"


def programs() -> Path:
    """Return the folder of the newest installed server. Raises FileNotFoundError without one."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise FileNotFoundError("PostgreSQL is missing: apt-get install postgresql")


class Server:
    """A server with a data folder of its own; it may be stopped and started again."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lotse-postgres-"))
        self._user: str | None = None
        if os.geteuid() == 0:
            self._user = SYSTEM_USER
            account = pwd.getpwnam(SYSTEM_USER)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self._programs, self._port = programs(), free_port()
        self._running: subprocess.Popen[bytes] | None = None
        subprocess.run(
            [
                self._programs / "initdb",
                *("--pgdata", self.folder / "data"),
                *("--username", "lotse", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8"),
            ],
            user=self._user,
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    @property
    def url(self) -> str:
        return f"postgresql://lotse@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [
                    self._programs / "postgres",
                    *("-D", self.folder / "data", "-k", self.folder, "-p", str(self._port)),
                    *("-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60"),
                ],
                user=self._user,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        _wait_until_ready(self._programs, self._port, self._running, self.folder / "log")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: SIGINT disconnects clients and keeps the files sound, SIGQUIT is like a crash."""
        if self._running is not None:
            self._running.send_signal(how)
            self._running.wait(60)
            self._running = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """Run a throw-away server on a free port of 127.0.0.1 and yield its DATABASE_URL."""
    running = Server()
    try:
        running.start()
        yield running.url
    finally:
        running.remove()


def _wait_until_ready(
    bin_folder: Path, port: int, running: "subprocess.Popen[bytes]", log: Path
) -> None:
    for _ in range(200):
        if running.poll() is not None:
            raise RuntimeError(log.read_text(errors="replace"))
        ready = subprocess.run(
            [bin_folder / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "1"],
            check=False,
        )
        if ready.returncode == 0:
            return
        # pg_isready answers at once while the port is closed.
        time.sleep(0.1)
    raise RuntimeError(log.read_text(errors="replace"))


def main() -> int:
    """Run the command in ``sys.argv`` and return its exit code."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + signum)

    signal.signal(signal.SIGTERM, stop)
    with server() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
