"""Writing the index: in the transaction that publishes, so that commit means found."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F

from lotse.lib.audience import Audience
from lotse.search import analysis, comparison, generations, passages, sequences
from lotse.search.analysis import Analyser, clean
from lotse.search.documents import Document
from lotse.search.documents import Passage as GivenPassage
from lotse.search.generations import COUNTER
from lotse.search.models import (
    Generation,
    Passage,
    PendingChange,
    Posting,
    Record,
    RecordFacet,
    Term,
)
from lotse.search.ranking import (
    BODY_B,
    BODY_K1,
    TITLE_B,
    TITLE_K1,
    TITLE_WEIGHT,
    Averages,
    bm25_norm,
)
from lotse.search.spelling import MAX_SOUND, sound

IMPACT_UNIT = 64
_CHUNK = 2_000
"""Values in one IN list; SQLite allows 32,766."""


@transaction.atomic
def put(document: Document) -> None:
    """Make a document findable, in the caller's transaction. Putting it twice changes nothing."""
    generation = generations.locked()
    stored = Record.objects.filter(
        generation=generation, kind=document.kind, object_id=document.object_id
    ).first()
    _note_change(document.kind, document.object_id)
    if stored is not None and stored.content_hash == document.content_hash:
        return
    if stored is not None:
        take_out(stored, generation)
    write(generation, [document], {} if stored is None else {_key(document): stored.pk})


@transaction.atomic
def remove(kind: str, object_id: int) -> None:
    """Make a record unfindable, in the caller's transaction. Removing it twice changes nothing."""
    generation = generations.locked()
    _note_change(kind, object_id)
    stored = Record.objects.filter(generation=generation, kind=kind, object_id=object_id).first()
    if stored is not None:
        take_out(stored, generation)


def _note_change(kind: str, object_id: int) -> None:
    """Leave a note for a rebuild under way; it reads the record again before it switches."""
    under_way = Generation.objects.filter(is_active=False, retired_at=None)
    for pk in under_way.values_list("pk", flat=True):
        PendingChange.objects.create(generation_id=pk, kind=kind, object_id=object_id)


def is_current() -> bool:
    """Return whether the index holds exactly what the slices want found, in the right version."""
    generation = generations.active()
    if generation is None or generation.analysis_version != analysis.VERSION:
        return False
    return next(comparison.differences(generation), None) is None


def _key(document: Document) -> tuple[str, int]:
    return document.kind, document.object_id


@dataclass(frozen=True)
class _Analysed:
    document: Document
    passages: list[GivenPassage]
    pieces: list[list[str]]
    """Terms of the title, then of each passage."""

    @classmethod
    def of(cls, document: Document, analyser: Analyser) -> "_Analysed":
        found = passages.of_documents(document.passages)
        pieces = [analyser.terms(document.title)]
        pieces += [analyser.terms(f"{p.heading}\n{p.text}") for p in found]
        # With the first passage: a name finds the record, and its summary is shown.
        pieces[min(1, len(found))] += analyser.terms("\n".join(document.names))
        return cls(document, found, pieces)

    @property
    def distinct(self) -> set[str]:
        return {term for piece in self.pieces for term in piece}

    def impacts(self, sizes: Averages) -> dict[str, int]:
        """Return the weight of each term in this record, in units of ``IMPACT_UNIT``."""
        title = Counter(self.pieces[0])
        # The title is part of the text: a word that stands only there must not be missed.
        body = Counter(term for piece in self.pieces for term in piece)
        body_norm = bm25_norm(body.total(), sizes.record, BODY_K1, BODY_B)
        title_norm = bm25_norm(title.total(), sizes.title, TITLE_K1, TITLE_B)
        impacts: dict[str, int] = {}
        for term in title | body:
            weight = body[term] * (BODY_K1 + 1) / (body[term] + body_norm)
            weight += TITLE_WEIGHT * title[term] * (TITLE_K1 + 1) / (title[term] + title_norm)
            impacts[term] = max(1, round(IMPACT_UNIT * weight))
        return impacts


def write(
    generation: Generation,
    documents: Sequence[Document],
    known_ids: dict[tuple[str, int], int] | None = None,
) -> None:
    """Add documents that are not in the generation; its row is locked by the caller.

    known_ids: ids to use again for documents that were taken out just before.
    """
    analyser = generations.analyser(generation)
    sizes = generations.averages(generation)
    analysed = [_Analysed.of(document, analyser) for document in documents]
    term_ids = _term_ids(generation, {term for item in analysed for term in item.distinct})
    records = [_record(generation, item, term_ids, known_ids or {}) for item in analysed]
    new = [record for record in records if record.pk is None]
    Record.objects.bulk_create([record for record in records if record.pk is not None])
    Record.objects.bulk_create(new)
    Passage.objects.bulk_create(
        Passage(
            record=record,
            position=position,
            heading=clean(passage.heading)[:300],
            anchor=passage.anchor,
            text=clean(passage.text),
        )
        for record, item in zip(records, analysed, strict=True)
        for position, passage in enumerate(item.passages)
    )
    RecordFacet.objects.bulk_create(
        RecordFacet(record=record, name=name, value=value)
        for record, item in zip(records, analysed, strict=True)
        for name, value in facet_values(item.document)
    )
    _insert_postings(
        (term_ids[term], record.pk, impact, record.audience)
        for record, item in zip(records, analysed, strict=True)
        for term, impact in item.impacts(sizes).items()
    )
    for audience in Audience:
        uses = Counter(
            term_ids[term]
            for item in analysed
            if item.document.audience == audience
            for term in item.distinct
        )
        _count(uses, COUNTER[audience], sign=1)
        _count_records(generation, [item.document.audience for item in analysed], audience, sign=1)


def facet_values(document: Document) -> list[tuple[str, str]]:
    """Return name and value of each facet, the kind included, sorted, each once."""
    facets = {**document.facets, "kind": (document.kind,)}
    return sorted({(name, value) for name, values in facets.items() for value in values if value})


def _record(
    generation: Generation,
    item: _Analysed,
    term_ids: dict[str, int],
    known_ids: dict[tuple[str, int], int],
) -> Record:
    document = item.document
    return Record(
        pk=known_ids.get(_key(document)),
        generation=generation,
        kind=document.kind,
        object_id=document.object_id,
        audience=document.audience,
        title=clean(document.title)[:300],
        url=document.url,
        meta=clean(document.meta)[:300],
        facets="\n".join(f"{name}={value}" for name, value in facet_values(document)),
        dated_on=document.dated_on,
        is_stale=document.is_stale,
        content_hash=document.content_hash,
        terms=sequences.pack([term_ids[term] for term in piece] for piece in item.pieces),
    )


def _term_ids(generation: Generation, texts: set[str]) -> dict[str, int]:
    """Return the ids of terms; new ones are added with no use counted yet."""
    wanted = sorted(texts)
    known: dict[str, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        places = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT text, id FROM search_term "  # noqa: S608
                f"WHERE generation_id = %s AND text IN ({places})",
                [generation.pk, *chunk],
            )
            known |= dict(cursor.fetchall())
    missing = [
        Term(generation=generation, text=text, head=head(text), sound=_sound(text))
        for text in wanted
        if text not in known
    ]
    for term in Term.objects.bulk_create(missing):
        known[term.text] = term.pk
    return known


def head(term: str) -> str:
    """Return the first two letters under which a term is looked for, nothing for numbers."""
    return term[:2] if term.isalpha() else ""


def _sound(term: str) -> str:
    return sound(term)[:MAX_SOUND] if term.isalpha() else ""


def _insert_postings(rows: Iterable[tuple[int, int, int, int]]) -> None:
    # The order of the key: SQLite then fills its pages from left to right.
    _run_many(
        "INSERT INTO search_posting (term_id, record_id, impact, audience) VALUES (%s, %s, %s, %s)",
        sorted(rows),
    )


def _count(uses: Counter[int], column: str, *, sign: int) -> None:
    """Add to (or take from) the number of records that use each term."""
    _run_many(
        f"UPDATE search_term SET {column} = {column} + %s WHERE id = %s",  # noqa: S608
        sorted((sign * number, term_id) for term_id, number in uses.items()),
    )


def _run_many(sql: str, rows: Sequence[tuple[int, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _count_records(
    generation: Generation, audiences: Sequence[int], audience: Audience, *, sign: int
) -> None:
    number = audiences.count(audience)
    if number:
        column = COUNTER[audience]
        Generation.objects.filter(pk=generation.pk).update(**{column: F(column) + sign * number})


def take_out(record: Record, generation: Generation) -> None:
    """Delete a record with all that belongs to it; the row of the generation is locked."""
    term_ids = sorted(set(sequences.unpack(record.terms)) - {sequences.SEPARATOR})
    for start in range(0, len(term_ids), _CHUNK):
        chunk = term_ids[start : start + _CHUNK]
        Posting.objects.filter(record_id=record.pk, term_id__in=chunk).delete()
    audience = Audience(record.audience)
    _count(Counter(term_ids), COUNTER[audience], sign=-1)
    _count_records(generation, [audience], audience, sign=-1)
    Passage.objects.filter(record=record.pk).delete()
    RecordFacet.objects.filter(record=record.pk).delete()
    Record.objects.filter(pk=record.pk).delete()
