"""What a question asks for, in the terms of the index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from lotse.search import generations, synonyms
from lotse.search.analysis import Token, clean
from lotse.search.models import Generation

MAX_QUESTION = 4_000
"""Characters read of a question; a whole mail may be one."""
MAX_WORDS = 16
"""Words used of a question, the most telling ones."""
_MAX_TOKENS = 400
LOWER_CASE_PERCENT = 70
"""What a word in lower case counts in a question that also has nouns: German writes them large."""
NUMBER_PERCENT = 40
"""What a plain number counts: "80 Personen" asks for persons. Paragraphs are no plain numbers."""
OWN_WEIGHT, SYNONYM_WEIGHT, REPLACING_WEIGHT = 10, 3, 7
"""A synonym counts 0.3 of a word the person wrote, 0.7 if that word stands nowhere."""


@dataclass(frozen=True)
class Word:
    """A word of the question that the index knows, as far as this reach may know."""

    text: str
    """As written."""
    start: int
    end: int
    terms: tuple[int, ...]
    """Ids: the whole word first if it is known, then its parts."""
    idf: int
    """The highest of its terms."""


@dataclass(frozen=True)
class Question:
    text: str
    """Cleaned; positions count in it."""
    words: tuple[Word, ...] = ()
    idfs: dict[int, int] = field(default_factory=dict)
    """For each own term, in units of ``generations.IDF_UNIT``; less for words that are no nouns."""
    weights: dict[int, int] = field(default_factory=dict)
    """For each term, synonyms included: idf times the weights above."""
    records: dict[int, int] = field(default_factory=dict)
    """How many visible records use each term."""
    unknown: tuple[Token, ...] = ()
    """Words of which the index knows nothing."""
    also: tuple[str, ...] = ()
    """Synonyms searched too that may be shown."""
    written: frozenset[str] = frozenset()
    """The stems of the words as written, known or not."""
    stems: frozenset[str] = frozenset()
    """All terms searched, to mark them in a passage."""

    @property
    def unknown_words(self) -> tuple[str, ...]:
        """The unknown words as written, each once."""
        return tuple(dict.fromkeys(self.text[t.start : t.end] for t in self.unknown))


def understand(text: str, *, generation: Generation, reach: int) -> Question:
    """Read a question. Any text is accepted. One query, and two a minute for the synonyms."""
    text = clean(text[:MAX_QUESTION])
    analyser = generations.analyser(generation)
    tokens = [token for token in analyser.tokens(text)[:_MAX_TOKENS] if token.terms]
    stems = frozenset(token.terms[0] for token in tokens)
    labels = synonyms.current(generation, analyser).expand(stems)
    wanted = {term for token in tokens for term in token.terms}
    wanted |= {term for label, _written in labels for term in label.terms}
    known = _known_terms(generation, wanted, reach)
    words = _most_telling(_words(tokens, text, known))
    own = {term for word in words for term in word.terms}
    by_id = {row.id: row for row in known.values()}
    idfs = _emphasised(words, text, {pk: by_id[pk].idf for pk in own})
    weights = {pk: idf * OWN_WEIGHT for pk, idf in idfs.items()}
    also = []
    for label, written in labels:
        rows = [known[term] for term in label.terms if term in known]
        if len(rows) < len(label.terms):
            continue
        share = SYNONYM_WEIGHT if known.keys() & written else REPLACING_WEIGHT
        if not label.is_hidden:
            also.append(label.text)
        for row in rows:
            weights.setdefault(row.id, max(1, row.idf * share // len(rows)))
    return Question(
        text=text,
        words=words,
        idfs=idfs,
        weights=weights,
        records={pk: by_id[pk].records for pk in weights},
        unknown=tuple(t for t in tokens if not any(term in known for term in t.terms)),
        also=tuple(also),
        written=stems,
        stems=frozenset(by_id[pk].text for pk in weights),
    )


def _emphasised(words: Sequence[Word], text: str, idfs: dict[int, int]) -> dict[int, int]:
    """Let nouns count more, if the question is written with capital letters, and numbers less."""
    is_cased = any(word.text[:1].isupper() and not _begins(word, text) for word in words)
    percent = dict.fromkeys(idfs, 100)
    for word in words:
        if word.text.isdigit():
            percent |= dict.fromkeys(word.terms, NUMBER_PERCENT)
        elif is_cased and not word.text[:1].isupper():
            percent |= dict.fromkeys(word.terms, LOWER_CASE_PERCENT)
    return {term: max(1, idf * percent[term] // 100) for term, idf in idfs.items()}


def _begins(word: Word, text: str) -> bool:
    """Whether a word begins a sentence, where every word has a capital letter."""
    before = text[max(0, word.start - 3) : word.start].strip()
    return word.start < 3 or before.endswith((".", "?", "!", ":"))


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    text: str
    records: int
    idf: int


def _known_terms(generation: Generation, texts: Iterable[str], reach: int) -> dict[str, _Known]:
    """Return the terms that at least one visible record uses."""
    wanted = sorted(texts)
    if not wanted:
        return {}
    total = generations.record_count(generation, reach)
    places = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, text, public_records, member_records, team_records FROM search_term "  # noqa: S608
            f"WHERE generation_id = %s AND text IN ({places})",
            [generation.pk, *wanted],
        )
        rows = cursor.fetchall()
    known: dict[str, _Known] = {}
    for pk, text, *counts in rows:
        records = sum(counts[: reach + 1])
        if records:
            known[text] = _Known(pk, text, records, generations.idf(total, records))
    return known


def _words(tokens: list[Token], text: str, known: dict[str, _Known]) -> list[Word]:
    """Return the known words, each once; a term belongs to the first word that has it."""
    seen: set[str] = set()
    words: list[Word] = []
    for token in tokens:
        mine = [known[term] for term in token.terms if term in known and term not in seen]
        seen.update(token.terms)
        if mine:
            words.append(
                Word(
                    text[token.start : token.end],
                    token.start,
                    token.end,
                    tuple(row.id for row in mine),
                    max(row.idf for row in mine),
                )
            )
    return words


def _most_telling(words: list[Word]) -> tuple[Word, ...]:
    kept = sorted(words, key=lambda word: -word.idf)[:MAX_WORDS]
    return tuple(sorted(kept, key=lambda word: word.start))
