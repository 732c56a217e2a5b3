"""How long a cold start takes and how much memory a running installation needs."""

import time

from benchmarks.figures import Figure
from benchmarks.processes import memory_mib, tree
from tests.fixtures.installation import Installation, Process, wait_for

PATHS = ("/", "/beispiele/", "/kompetenzteam/", "/fragen/neu/frage/", "/anmelden/")


def measure(installation: Installation) -> list[Figure]:
    """Start everything, ask for a page until it comes, then look at the memory after some use."""
    started = time.perf_counter()
    server = installation.start(
        "serve", "--port", str(installation.port), "--smtp-port", str(installation.smtp_port)
    )
    wait_for(lambda: installation.status_of("/") == 200, seconds=60, what="a first page")
    first_answer = time.perf_counter() - started
    installation.wait_until_ready(server)
    everything = _memory(installation, server)
    server.stop()
    web = installation.start("web", "--port", str(installation.port))
    wait_for(lambda: installation.status_of("/") == 200, seconds=60, what="a page")
    workers = _memory(installation, web)
    del workers[web.pid]
    web.stop()
    return [
        Figure("cold start to first answer", first_answer, "s", 4),
        Figure("two web workers, proportional", sum(p for p, _ in workers.values()), "MiB", 250),
        Figure("two web workers, resident", sum(r for _, r in workers.values()), "MiB", 250),
        Figure("all of serve, proportional", sum(p for p, _ in everything.values()), "MiB", 600),
        Figure("all of serve, resident", sum(r for _, r in everything.values()), "MiB", 600),
    ]


def _memory(installation: Installation, process: Process) -> dict[int, tuple[float, float]]:
    """Return the memory of a process and its children after every kind of page was asked for."""
    for path in PATHS * 10:
        installation.status_of(path)
    return {pid: memory_mib(pid) for pid in tree(process.pid)}
