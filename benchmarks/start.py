"""How long a cold start takes and how much memory a running installation needs."""

import time

from benchmarks.figures import Figure
from benchmarks.processes import memory_mib, tree
from tests.fixtures.installation import Installation, wait_for

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
    for path in PATHS * 10:
        installation.status_of(path)
    sizes = {pid: memory_mib(pid) for pid in tree(server.pid)}
    server.stop()
    # The parent is gunicorn's; its first two children are the web workers.
    web = sorted(pid for pid in sizes if pid != server.pid)[:2]
    return [
        Figure("cold start to first answer", first_answer, "s", 4),
        Figure("two web workers, proportional", sum(sizes[pid][0] for pid in web), "MiB", 250),
        Figure("two web workers, resident", sum(sizes[pid][1] for pid in web), "MiB", 250),
        Figure("all of serve, proportional", sum(p for p, _ in sizes.values()), "MiB", 600),
        Figure("all of serve, resident", sum(r for _, r in sizes.values()), "MiB", 600),
    ]
