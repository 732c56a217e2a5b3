"""Settings for every test run; fixtures live in tests/fixtures/ and beside the slices."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest

# Set here and not in pyproject.toml: pytest-django would read the settings before this file runs.
os.environ["DJANGO_SETTINGS_MODULE"] = "lotse.settings"
os.environ["LOTSE_ENV"] = "test"
# Playwright runs an event loop in the test's own thread; Django would refuse every query there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if "LOTSE_TEST_DATA_DIR" not in os.environ:
    # Workers of pytest-xdist inherit the variable and find a folder below that of their parent.
    os.environ["LOTSE_TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="lotse-test-")
    atexit.register(shutil.rmtree, os.environ["LOTSE_TEST_DATA_DIR"], ignore_errors=True)
# Each worker keeps its own files: none deletes what another stored with the same content.
worker = Path(os.environ["LOTSE_TEST_DATA_DIR"], os.environ.get("PYTEST_XDIST_WORKER", "main"))
Path(worker, "static").mkdir(parents=True, exist_ok=True)
os.environ["LOTSE_DATA_DIR"] = str(worker)
django.setup()

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.browser",
    "tests.fixtures.mail",
    "tests.fixtures.dovecot",
    "tests.fixtures.postfix",
    "tests.fixtures.installation",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="run only tests that touch a database"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what was asked for; keep tests that start whole processes on one worker.

    They share one prepared installation, and two of them at once would measure each other.
    """
    for item in items:
        _keep_data_of_migrations(item)
        if "databases" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.processes)
            item.add_marker(pytest.mark.xdist_group("processes"))
    if config.getoption("--database-only"):
        chosen = [item for item in items if _touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


def _keep_data_of_migrations(item: pytest.Item) -> None:
    """Let every test that empties the database put the migrations' data back.

    If only some did, Django would make content types anew after the others, and the next one would
    find its own numbers taken.
    """
    fixtures = getattr(item, "fixturenames", [])
    marker = item.get_closest_marker("django_db")
    empties = marker is not None and marker.kwargs.get("transaction", False)
    if empties or {"transactional_db", "live_server"}.intersection(fixtures):
        fixtures.append("django_db_serialized_rollback")


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite_only"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    if "live_server" in fixtures and "browser" in fixtures:
        # What a page does in a browser is the same on both; the journeys drive one on both.
        return False
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(
        {"db", "transactional_db", "live_server", "databases"}
    )
