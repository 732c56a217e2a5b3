"""A new generation of the index beside the one that serves.

Nothing stands still meanwhile: searches read the old generation, publications write to it and
leave a note for the new one, and the switch is one transaction (decision 0031).
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from lotse.lib.errors import RuleError
from lotse.search import generations, index, registry
from lotse.search.analysis import Analyser, words
from lotse.search.compounds import Vocabulary
from lotse.search.documents import Document
from lotse.search.models import (
    Generation,
    Passage,
    PendingChange,
    Posting,
    Record,
    RecordFacet,
    Term,
)
from lotse.search.ranking import Averages

BATCH = 100
"""Documents written in one transaction."""
KEPT_FOR = timedelta(minutes=10)
"""How long a retired generation stays, for requests that are still reading it."""
_CHUNK = 1_000

Progress = Callable[[int], None]


class Superseded(RuleError):
    """Another rebuild began; it replaces this one."""

    message = "Ein anderer Neuaufbau hat begonnen; dieser wurde abgebrochen."


def rebuild(now: datetime, *, on_progress: Progress | None = None) -> int:
    """Build the index anew from all providers and switch to it. Returns the number of records.

    now: aware. on_progress: called with the number of records written so far.
    Raises Superseded if another rebuild began meanwhile.
    """
    generation = _begin()
    learn(generation, all_documents())
    written = 0
    for batch in _batches(all_documents()):
        with transaction.atomic():
            _still_ours(generation)
            index.write(generation, batch)
        written += len(batch)
        if on_progress:
            on_progress(written)
    while not _catch_up(generation, now):
        pass
    clear_retired(now)
    return Record.objects.filter(generation=generation).count()


def all_documents() -> Iterator[Document]:
    """Yield what all slices want found, in the order of their kinds."""
    for kind in sorted(registry.providers):
        yield from registry.providers[kind].documents()


@transaction.atomic
def _begin() -> Generation:
    # The lock: whoever publishes after this sees the new generation and leaves a note for it.
    generations.locked()
    for unfinished in Generation.objects.filter(is_active=False, retired_at=None):
        _clear(unfinished)
    return generations.create(Vocabulary({}), Averages())


def learn(generation: Generation, documents: Iterable[Document]) -> None:
    """Give an empty generation the vocabulary and the average lengths of the documents."""
    in_titles: Counter[str] = Counter()
    in_passages: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    count = passages = 0
    for document in documents:
        title = words(document.title)
        body = [word for p in document.passages for word in words(f"{p.heading}\n{p.text}")]
        in_titles.update(title)
        in_passages.update(body)
        texts.update({*title, *body})
        count += 1
        passages += len(document.passages)
    vocabulary = Vocabulary.of(texts)
    analyser = Analyser(vocabulary)
    title_terms = analyser.number_of_terms(in_titles)
    passage_terms = analyser.number_of_terms(in_passages)
    standard = Averages()
    changed = Generation.objects.filter(pk=generation.pk).update(
        vocabulary=zlib.compress(vocabulary.dump().encode()),
        learned_records=count,
        record_terms=_average(title_terms + passage_terms, count, standard.record),
        passage_terms=_average(passage_terms, passages, standard.passage),
        title_terms=_average(title_terms, count, standard.title),
    )
    if not changed:
        raise Superseded
    generations.remember(generation.token, analyser)
    generation.refresh_from_db()


def _average(total: int, count: int, standard: int) -> int:
    return max(1, round(total / count)) if count else standard


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


def _still_ours(generation: Generation) -> None:
    locked = Generation.objects.select_for_update().only("pk").filter(pk=generation.pk)
    if not locked.exists():
        raise Superseded


@transaction.atomic
def _catch_up(generation: Generation, now: datetime) -> bool:
    """Apply some of the changes made meanwhile; switch when none is left. Returns whether it did.

    While this transaction runs, nobody publishes.
    """
    serving = generations.locked()
    _still_ours(generation)
    notes = list(PendingChange.objects.filter(generation=generation).order_by("pk")[:BATCH])
    for kind, object_id in dict.fromkeys((note.kind, note.object_id) for note in notes):
        _apply(generation, kind, object_id)
    PendingChange.objects.filter(pk__in=[note.pk for note in notes]).delete()
    if len(notes) == BATCH:
        return False
    Generation.objects.filter(pk=serving.pk).update(is_active=False, retired_at=now)
    Generation.objects.filter(pk=generation.pk).update(is_active=True)
    return True


def _apply(generation: Generation, kind: str, object_id: int) -> None:
    provider = registry.providers.get(kind)
    document = provider.document(object_id) if provider else None
    record = Record.objects.filter(generation=generation, kind=kind, object_id=object_id).first()
    if record is not None:
        index.take_out(record, generation)
    if document is not None:
        index.write(generation, [document])


def clear_retired(now: datetime) -> int:
    """Delete generations that have been retired for ``KEPT_FOR``. Returns how many."""
    old = Generation.objects.filter(retired_at__lte=now - KEPT_FOR)
    for generation in old:
        _clear(generation)
    return len(old)


def _clear(generation: Generation) -> None:
    """Delete a generation piece by piece, so that no publication waits for long."""
    terms = Term.objects.filter(generation=generation).values_list("pk", flat=True)
    while ids := list(terms[:_CHUNK]):
        Posting.objects.filter(term_id__in=ids).delete()
        Term.objects.filter(pk__in=ids).delete()
    records = Record.objects.filter(generation=generation).values_list("pk", flat=True)
    while ids := list(records[:_CHUNK]):
        Passage.objects.filter(record__in=ids).delete()
        RecordFacet.objects.filter(record__in=ids).delete()
        Record.objects.filter(pk__in=ids).delete()
    generation.delete()
