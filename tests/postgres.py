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


@contextmanager
def server() -> Iterator[str]:
    """Run a throw-away server on a free port of 127.0.0.1 and yield its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="lotse-postgres-"))
    user = None
    if os.geteuid() == 0:
        user = SYSTEM_USER
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    bin_folder, data, port = programs(), folder / "data", free_port()
    try:
        subprocess.run(
            [
                bin_folder / "initdb",
                *("--pgdata", data),
                *("--username", "lotse", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8"),
            ],
            user=user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(
                [
                    bin_folder / "postgres",
                    *("-D", data, "-k", folder, "-p", str(port)),
                    *("-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60"),
                ],
                user=user,
                cwd=folder,
                stdout=log,
                stderr=log,
            )
            try:
                _wait_until_ready(bin_folder, port, running, folder / "log")
                yield f"postgresql://lotse@127.0.0.1:{port}/postgres"
            finally:
                # Fast shutdown: disconnects clients, keeps the files sound.
                running.send_signal(signal.SIGINT)
                running.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
