"""Counts of a web process reach the database when it stops."""

from urllib.request import Request, urlopen

import pytest

from tests.fixtures.installation import Installation

pytestmark = pytest.mark.processes


def test_what_was_read_is_written_when_the_process_stops(installation: Installation) -> None:
    process = installation.serve()
    for _time in range(3):
        request = Request(f"{installation.url}/begriffe/", headers={"User-Agent": "Mozilla/5.0"})
        with urlopen(request, timeout=30) as answer:
            assert answer.status == 200
    assert process.stop() == 0
    counted = installation.lotse(
        "shell",
        "-v0",
        "-c",
        "from lotse.usage.models import DayCount\n"
        "print(list(DayCount.objects.values_list('kind', 'key', 'count')))",
    )
    assert counted.strip() == "[('page', '/begriffe/', 3)]"
