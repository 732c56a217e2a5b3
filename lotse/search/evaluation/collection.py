"""A collection of documents from a file, indexed and asked in a scratch store."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from lotse.lib.audience import Audience
from lotse.search import engine, passages, rebuild
from lotse.search.documents import Document
from lotse.search.evaluation import asking, scratch
from lotse.search.evaluation.figures import Asked
from lotse.search.evaluation.judged import BadInput, Judged, json_lines, text_of

KIND = "judged"

Row = tuple[str, str, str]
"""Id, title and text of a document."""


def read(corpus: Path) -> list[Row]:
    """Read JSON lines {id, title, text}. Raises BadInput, which names file and line."""
    rows = [
        (text_of(row, corpus, number, "id"), str(row.get("title", "")), str(row.get("text", "")))
        for number, row in json_lines(corpus)
    ]
    if not rows:
        raise BadInput("Dokumente, Fragen und Urteile dürfen nicht leer sein.")
    return rows


def ask(rows: Sequence[Row], judged: Judged, now: datetime) -> list[Asked]:
    """Index the documents in a scratch store and ask every judged question. now: aware."""
    documents = [
        Document(KIND, number, title, f"/{number}/", Audience.PUBLIC, passages.split(text))
        for number, (_id, title, text) in enumerate(rows)
    ]

    def name(result: engine.Result) -> str:
        return rows[result.object_id][0]

    with scratch.database(), scratch.only(scratch.provider(KIND, documents)):
        rebuild.rebuild(now)
        return asking.ask(judged, name)
