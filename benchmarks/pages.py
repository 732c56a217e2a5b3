"""What a page costs, in CPU time of the web processes, and whether it grows with the content."""

import http.client
import subprocess
import sys
from collections.abc import Callable
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from benchmarks.figures import Figure
from benchmarks.processes import cpu_seconds
from lotse.accounts import demo
from tests.fixtures.installation import Installation

SMALL, LARGE = 1_000, 10_000
REQUESTS = 60
WARM_UP = 12
UNCACHED_MS = 30
CACHED_MS = 2
GROWTH = 1.2
PUBLIC = {
    "start page": "/",
    "example list": "/beispiele/",
    "example": "/beispiele/massnahme-900/",
    "search": "/suche/?q=Wie+machen+wir+Leichtbauhallen+winterfest%3F",
}
DESK = {
    "desk queue": "/arbeitsplatz/",
    "one inquiry": "/arbeitsplatz/anfragen/L-2025-000950/",
}


def measure(installation: Installation) -> list[Figure]:
    """Measure every page at two sizes of the installation."""
    costs: dict[int, dict[str, float]] = {}
    cached: dict[str, float] = {}
    for size in (SMALL, LARGE):
        fill(installation, str(size))
        server = installation.serve_pages()
        cookie = sign_in(installation)
        costs[size] = {
            name: cpu_ms(installation, server.pid, path, cookie)
            for name, path in {**PUBLIC, **DESK}.items()
        }
        cached = {
            name: cpu_ms(installation, server.pid, path, "")
            for name, path in PUBLIC.items()
            if name != "search"
        }
        server.stop()
    figures = []
    for name in costs[LARGE]:
        limit = None if name == "search" else UNCACHED_MS
        figures += [
            Figure(f"{name}, {SMALL:,} items", costs[SMALL][name], "CPU ms"),
            Figure(f"{name}, {LARGE:,} items", costs[LARGE][name], "CPU ms", limit),
            Figure(
                f"{name}, growth",
                costs[LARGE][name] / costs[SMALL][name],
                "times",
                None if name == "search" else GROWTH,
            ),
        ]
    return figures + [
        Figure(f"{name}, from the cache", cost, "CPU ms", CACHED_MS)
        for name, cost in cached.items()
    ]


def fill(installation: Installation, *arguments: str) -> None:
    """Run ``benchmarks.content`` for an installation. arguments: as on its command line."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.content", *arguments],
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "lotse.settings"},
        check=True,
    )


def sign_in(installation: Installation) -> str:
    """Sign in as the desk; a signed-in person's pages come from no cache. Returns the cookies."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    address = f"{installation.url}/anmelden/kennwort/"
    form = browser.open(address).read().decode()
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    fields = {
        "csrfmiddlewaretoken": token,
        "login": "fachreferat@lotse.example",
        "password": demo.PASSWORD,
    }
    browser.open(address, urlencode(fields).encode()).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def cpu_ms(installation: Installation, pid: int, path: str, cookie: str) -> float:
    """Return the CPU milliseconds of the server a request, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})

    def ask() -> None:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        assert response.status == 200, f"{response.status} {path}"

    try:
        _repeat(ask, WARM_UP)
        before = cpu_seconds(pid)
        _repeat(ask, REQUESTS)
        return (cpu_seconds(pid) - before) / REQUESTS * 1000
    finally:
        connection.close()


def _repeat(action: Callable[[], None], times: int) -> None:
    for _time in range(times):
        action()
