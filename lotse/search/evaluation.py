"""How good the search is, measured on judged questions with the production pipeline."""

import json
import math
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import engine, passages, rebuild, registry
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

DEPTH = 10
KIND = "judged"


class BadInput(RuleError):
    """A file of the evaluation cannot be read."""


@dataclass(frozen=True)
class Judged:
    """A collection with questions and the documents that answer them."""

    documents: Sequence[tuple[str, str, str]]
    """Id, title and text."""
    questions: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]
    """Question to document to grade; only grades above 0."""


def read(corpus: Path, queries: Path, qrels: Path) -> Judged:
    """Read JSON lines {id, title, text}, JSON lines {id, text} and tab-separated judgements.

    Judgements: question, anything, document, grade. Raises BadInput, which names file and line.
    """
    documents = [
        (_text(row, corpus, number, "id"), str(row.get("title", "")), str(row.get("text", "")))
        for number, row in _json_lines(corpus)
    ]
    questions = {
        _text(row, queries, number, "id"): _text(row, queries, number, "text", "question")
        for number, row in _json_lines(queries)
    }
    relevant: dict[str, dict[str, int]] = {}
    for number, line in _lines(qrels):
        try:
            question, _unused, document, grade = line.split("\t")
            if int(grade) > 0:
                relevant.setdefault(question, {})[document] = int(grade)
        except ValueError:
            raise BadInput(
                f"{qrels}, Zeile {number}: erwartet werden vier Spalten, durch Tabulator getrennt."
            ) from None
    if not documents or not questions or not relevant:
        raise BadInput("Dokumente, Fragen und Urteile dürfen nicht leer sein.")
    return Judged(documents, questions, relevant)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{path} lässt sich nicht als Textdatei in UTF-8 lesen.") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise BadInput(f"{path}, Zeile {number}: erwartet wird ein JSON-Objekt.")
        yield number, row


def _text(row: Mapping[str, Any], path: Path, number: int, *names: str) -> str:
    for name in names:
        if row.get(name):
            return str(row[name])
    raise BadInput(f"{path}, Zeile {number}: „{names[0]}“ fehlt.")


def evaluate(judged: Judged, now: datetime) -> dict[str, float | int]:
    """Index the documents in a scratch store, ask the questions, return the figures.

    now: aware. Times are milliseconds of wall clock. Questions without judgement are not asked.
    """
    with scratch_database(), _only(judged):
        rebuild.rebuild(now)
        figures: list[dict[str, float]] = []
        times: list[float] = []
        for question, answers in sorted(judged.relevant.items()):
            if question in judged.questions:
                started = time.perf_counter()
                found = engine.search(
                    judged.questions[question], reach=Audience.PUBLIC, limit=DEPTH
                )
                times.append((time.perf_counter() - started) * 1000)
                ranked = [judged.documents[result.object_id][0] for result in found.results]
                figures.append(measure(ranked, answers))
    if not figures:
        raise BadInput("Zu keiner der Fragen gibt es ein Urteil.")
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    means = {name: round(fmean(f[name] for f in figures), 4) for name in figures[0]}
    return {
        **means,
        "p50_ms": round(cuts[9], 2),
        "p95_ms": round(cuts[18], 2),
        "queries": len(figures),
        "documents": len(judged.documents),
    }


def measure(ranked: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """Return the figures of one question. ranked: at most ``DEPTH`` document ids, best first."""
    gains = [grades.get(document, 0) for document in ranked]
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    first = next((place for place, gain in enumerate(gains, start=1) if gain), 0)
    return {
        "ndcg@10": _discounted(gains) / _discounted(ideal),
        "mrr@10": 1 / first if first else 0.0,
        "recall@10": sum(1 for gain in gains if gain) / len(grades),
        "success@1": float(first == 1),
    }


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


@contextmanager
def _only(judged: Judged) -> Iterator[None]:
    """Let the judged documents be the only content there is."""

    def document(number: int) -> Document:
        _id, title, text = judged.documents[number]
        return Document(KIND, number, title, f"/{number}/", Audience.PUBLIC, passages.split(text))

    with only(provider(KIND, list(map(document, range(len(judged.documents)))))):
        yield


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
def scratch_database() -> Iterator[None]:
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
