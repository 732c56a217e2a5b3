"""Typing errors: the nearest word that the person may know."""

from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db.models import F, Q, Value

from lotse.search import generations
from lotse.search.analysis import Token
from lotse.search.index import head
from lotse.search.models import Generation, Passage, Posting, Term
from lotse.search.question import Question
from lotse.search.spelling import distance, sound, tolerance
from lotse.search.stemming import fold, stem

MAX_WORDS = 3
"""More unknown words than this mean another language or another subject, not typing errors."""
MIN_LETTERS = 4
_MAX_COMPARED = 2_000


def correct(asked: Question, *, generation: Generation, reach: int) -> str:
    """Return the question with its unknown words put right, or nothing if none can be.

    Only terms of records within reach are considered, and the word shown is read from such a
    record. Three queries for each unknown word.
    """
    if len(asked.unknown) > MAX_WORDS:
        return ""
    text = asked.text
    for token in reversed(asked.unknown):
        word = _nearest_word(token, generation, reach)
        if word:
            text = text[: token.start] + word + text[token.end :]
    return "" if text == asked.text else text


@dataclass(frozen=True, slots=True, order=True)
class _Near:
    distance: int
    rarity: int
    text: str
    term_id: int


def _nearest_word(token: Token, generation: Generation, reach: int) -> str:
    # A typing error may hide an ending from the stemmer or make one up, so both are compared.
    wanted, whole = stem(token.word), fold(token.word)
    if not head(wanted) or len(wanted) < MIN_LETTERS:
        return ""
    columns = list(generations.COUNTER.values())[: reach + 1]
    records = reduce(add, (F(column) for column in columns), Value(0))
    alike = Q(head=head(wanted)) | Q(sound__in=[sound(wanted), sound(whole)])
    rows = (
        Term.objects.filter(alike, generation=generation)
        .annotate(records=records)
        .filter(records__gt=0)
        .order_by("-records", "text")
        .values_list("pk", "text", "records")[:_MAX_COMPARED]
    )
    near = [
        _Near(gap, -count, text, pk)
        for pk, text, count in rows
        if (gap := min(distance(wanted, text, 2), distance(whole, text, 2)))
        <= tolerance(wanted, text)
    ]
    return _word_of(min(near), generation, reach) if near else ""


def _word_of(near: _Near, generation: Generation, reach: int) -> str:
    """Return a word with this term as it is written in a record within reach."""
    posting = Posting.objects.filter(term_id=near.term_id, audience__lte=reach).first()
    if posting is None:
        return ""
    analyser = generations.analyser(generation)
    passages = Passage.objects.filter(record=posting.record_id).order_by("position")
    pieces = passages.values_list("record__title", "record__meta", "heading", "text")
    for text in (text for piece in pieces for text in piece):
        for token in analyser.tokens(text):
            if token.terms and token.terms[0] == near.text:
                return text[token.start : token.end]
    return ""
