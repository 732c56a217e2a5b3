"""A store beside the installation's own, with nothing in it but what is measured."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

from lotse.search import registry
from lotse.search.documents import Document, Provider
from lotse.search.models import (
    Generation,
    Passage,
    PendingChange,
    Posting,
    Record,
    RecordFacet,
    Term,
)
from lotse.topics.models import Concept, Label
from lotse.ui.models import ContentState


def provider(kind: str, documents: Sequence[Document]) -> Provider:
    """Return a provider of fixed documents. Their ``object_id`` is their place in the list."""
    return Provider(
        kind=kind,
        label=kind,
        label_plural=kind,
        icon="",
        documents=lambda: iter(documents),
        document=lambda number: documents[number],
    )


@contextmanager
def only(*providers: Provider) -> Iterator[None]:
    """Let these providers be the only ones there are."""
    kept = dict(registry.providers)
    registry.providers.clear()
    for one in providers:
        registry.register(one)
    try:
        yield
    finally:
        registry.providers.clear()
        registry.providers.update(kept)


_TABLES = (
    *(ContentState, Concept, Label),
    *(Generation, Term, Record, Passage, RecordFacet, Posting, PendingChange),
)
"""What searching reads; the records of people around it are not needed to measure."""


@contextmanager
def database() -> Iterator[None]:
    """Let an empty SQLite database with the tables of search and topics be the database."""
    kept = connections[DEFAULT_DB_ALIAS]
    with tempfile.TemporaryDirectory(prefix="lotse-search-") as folder:
        settings = {
            **kept.settings_dict,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(folder) / "scratch.sqlite3"),
            "OPTIONS": {"init_command": "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"},
        }
        configured = connections.settings[DEFAULT_DB_ALIAS]
        connections.settings[DEFAULT_DB_ALIAS] = settings
        scratch = connections.create_connection(DEFAULT_DB_ALIAS)
        connections[DEFAULT_DB_ALIAS] = scratch
        try:
            with scratch.schema_editor() as editor:
                for model in _TABLES:
                    editor.create_model(model)
            yield
        finally:
            scratch.close()
            connections[DEFAULT_DB_ALIAS] = kept
            connections.settings[DEFAULT_DB_ALIAS] = configured
