"""Prepare an installation: database, static files, base data, demo data, search index.

Every step may run again at any time; a step whose sources have not changed is left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from lotse.operations import fingerprints
from lotse.operations.models import LoadedPart
from lotse.search import analysis, comparison, generations, rebuild

PARTS = (
    "topics",
    "municipalities",
    "accounts",
    "subscriptions",
    "team",
    "portal",
    "knowledge",
    "aids",
    "inquiries",
)
"""Slices in the order in which they load; each may count on those before it."""


@dataclass(frozen=True)
class Step:
    title: str
    run: Callable[[], str]
    """Does the work and returns one sentence about it; empty if there was nothing to do."""


def steps(*, has_demo: bool, is_forced: bool) -> Iterator[Step]:
    """Return what setup does, in order."""
    yield Step("Datenbank", migrate)
    yield Step("Gestaltung", lambda: collect_static(is_forced=is_forced))
    print_of_part = ""
    loaded: list[str] = []
    for part in PARTS:
        if part == "inquiries":
            # Receipts name what was found, so the knowledge must be found before the first inquiry.
            yield Step("Suchindex", lambda: index(is_stale=bool(loaded)))
        folder = Path(apps.get_app_config(part).path)
        print_of_part = fingerprints.of_sources(folder, before=print_of_part)
        modules = ["bootstrap", "demo"] if has_demo else ["bootstrap"]
        for name in (f"lotse.{part}.{module}" for module in modules):
            if find_spec(name):
                yield Step(_title(name), _loading(name, print_of_part, loaded, is_forced))
    # The index learns word frequencies and compounds from the whole content at once.
    yield Step("Suchindex", lambda: index(is_stale=bool(loaded)))


def is_ready() -> bool:
    """Return whether the database has all tables this version needs. Raises OperationalError."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@cache
def _is_ready_once() -> bool:
    # Kept for the life of the process: a newer version comes with new processes.
    if not is_ready():
        raise LookupError
    return True


def is_ready_now() -> bool:
    """Return the same as ``is_ready`` for one small query, once it was true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    try:
        return _is_ready_once()
    except LookupError:
        return False


def migrate() -> str:
    if is_ready():
        return ""
    call_command("migrate", interactive=False, verbosity=0)
    return f"eingerichtet ({connection.display_name})"


def collect_static(*, is_forced: bool) -> str:
    """Collect and compress the static files if any of them has changed."""
    sources = [
        Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])
    ]
    stamp, mark = settings.STATIC_ROOT / ".fingerprint", fingerprints.of_file_times(sources)
    if not is_forced and stamp.is_file() and stamp.read_text(encoding="ascii") == mark:
        return ""
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(mark, encoding="ascii")
    return f"{len(sources)} Dateien bereitgestellt"


def is_index_current() -> bool:
    """Return whether the search index is of this version and matches the records."""
    generation = generations.active()
    if generation is None or generation.analysis_version != analysis.VERSION:
        return False
    return not any(comparison.differences(generation))


def index(*, is_stale: bool) -> str:
    """Rebuild the search index if it is stale or does not match the records."""
    if not is_stale and is_index_current():
        return ""
    return f"{rebuild.rebuild(timezone.now())} Einträge neu aufgebaut"


def _title(name: str) -> str:
    _root, part, module = name.split(".")
    label = str(apps.get_app_config(part).verbose_name)
    return f"{label} (Vorführung)" if module == "demo" else label


def _loading(name: str, mark: str, loaded: list[str], is_forced: bool) -> Callable[[], str]:
    def load() -> str:
        if not is_forced and LoadedPart.objects.filter(name=name, fingerprint=mark).exists():
            return ""
        loader: Callable[[datetime], str] = import_module(name).load
        now = timezone.now()
        with transaction.atomic():
            sentence = loader(now)
            LoadedPart.objects.update_or_create(
                name=name, defaults={"fingerprint": mark, "loaded_at": now}
            )
        loaded.append(name)
        return sentence

    return load
