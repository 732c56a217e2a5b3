"""What a question asks for, in the terms of the index."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lotse.search import generations, synonyms, terms
from lotse.search.analysis import Analyser, Token, clean
from lotse.search.compounds import MIN_PART
from lotse.search.models import Generation
from lotse.search.operators import Operators
from lotse.search.terms import Known

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
RELATED_WEIGHT = 3
"""What is derived from it ("versichert", "Versicherung") counts as a synonym does."""
MAX_WIDENED = 30
"""Words of a question that is widened by relatives; a longer text says things in many words."""
MAX_BEGINNINGS = 3
"""Unknown words whose compounds are looked for."""


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
    phrases: tuple[tuple[int, ...], ...] = ()
    """Terms that must stand one after the other in what is found."""
    excluded: tuple[tuple[int, ...], ...] = ()
    """Terms that must not, one after the other."""

    @property
    def unknown_words(self) -> tuple[str, ...]:
        """The unknown words as written, each once."""
        return tuple(dict.fromkeys(self.text[t.start : t.end] for t in self.unknown))


def understand(
    text: str, *, generation: Generation, reach: int, asked: Operators | None = None
) -> Question:
    """Read a question. Any text is accepted. One query, one more if words are unknown, and two a
    minute for the synonyms.

    asked: the operators of the cleaned text, if it may have any.
    """
    text = clean(text[:MAX_QUESTION])
    asked = asked or Operators(text)
    analyser = generations.analyser(generation)
    tokens = [token for token in analyser.tokens(asked.plain)[:_MAX_TOKENS] if token.terms]
    phrases = [phrase for phrase in map(analyser.terms, asked.phrases) if phrase]
    without = [phrase for phrase in map(_whole(analyser), asked.without) if phrase]
    stems = frozenset(token.terms[0] for token in tokens)
    labels = synonyms.current(generation, analyser).expand(stems)
    is_short = len(tokens) <= MAX_WIDENED
    widened = [analyser.related(token) if is_short else () for token in tokens]
    wanted = {term for token in tokens for term in token.terms}
    wanted |= {term for related in widened for term in related}
    wanted |= {term for label, _written in labels for term in label.terms}
    wanted |= {term for phrase in [*phrases, *without] for term in phrase}
    known = terms.known(generation, wanted, reach)
    unknown = [token for token in tokens if known.keys().isdisjoint(token.terms)]
    compounds = _compounds(unknown, without, known, generation, reach)
    words = _most_telling(_words(tokens, text, known))
    by_id = {row.id: row for row in [*known.values(), *compounds.values()]}
    own = {term for word in words for term in word.terms}
    idfs = _emphasised(words, text, {pk: by_id[pk] for pk in own})
    weights: dict[int, int] = {}
    also: list[str] = []
    if all(term in known for phrase in phrases for term in phrase):
        weights = {pk: idf * OWN_WEIGHT for pk, idf in idfs.items()}
        also = _add_synonyms(weights, labels, known)
        total = generations.record_count(generation, reach)
        _add_related(weights, zip(tokens, widened, strict=True), known, compounds, total)
    return Question(
        text=text,
        words=words,
        idfs=idfs,
        weights=weights,
        records={pk: by_id[pk].records for pk in weights},
        unknown=tuple(
            token
            for token in unknown
            if not any(_has_more(term, token.terms[0]) for term in compounds)
        ),
        also=tuple(also),
        written=stems,
        stems=frozenset(by_id[pk].text for pk in weights),
        phrases=tuple(_ids(phrase, known) for phrase in phrases) if weights else (),
        excluded=tuple(_excluded(without, known, compounds)),
    )


def _whole(analyser: Analyser) -> Callable[[str], list[str]]:
    """Return what reads an exclusion: a single word by its stem alone, its parts may stand."""

    def read(text: str) -> list[str]:
        tokens = [token for token in analyser.tokens(clean(text)) if token.terms]
        return [tokens[0].terms[0]] if len(tokens) == 1 else analyser.terms(text)

    return read


def _ids(phrase: Sequence[str], known: Mapping[str, Known]) -> tuple[int, ...]:
    return tuple(known[term].id for term in phrase)


def _compounds(
    unknown: Sequence[Token],
    without: Sequence[list[str]],
    known: Mapping[str, Known],
    generation: Generation,
    reach: int,
) -> dict[str, Known]:
    """Return what begins with a word that never stands alone: "Holzhaus" if nobody says "Holz"."""
    stems = [token.terms[0] for token in unknown]
    stems += [phrase[0] for phrase in without if len(phrase) == 1 and phrase[0] not in known]
    beginnings = sorted({s for s in stems if len(s) >= MIN_PART and s.isalpha()})
    # More unknown words than this mean another language or another subject.
    if len(beginnings) > MAX_BEGINNINGS:
        return {}
    found = terms.beginning(generation, beginnings, reach)
    return {term: row for term, row in found.items() if any(_has_more(term, b) for b in beginnings)}


def _has_more(term: str, beginning: str) -> bool:
    """Return whether a term is the beginning and another part, not its misspelling."""
    return term.startswith(beginning) and len(term) >= len(beginning) + MIN_PART


def _excluded(
    without: Sequence[list[str]], known: Mapping[str, Known], compounds: Mapping[str, Known]
) -> Iterator[tuple[int, ...]]:
    for phrase in without:
        if all(term in known for term in phrase):
            yield _ids(phrase, known)
        elif len(phrase) == 1:
            yield from ((row.id,) for term, row in compounds.items() if _has_more(term, phrase[0]))


def _add_synonyms(
    weights: dict[int, int],
    labels: Sequence[tuple[synonyms.Label, frozenset[str]]],
    known: Mapping[str, Known],
) -> list[str]:
    """Add the terms of other words for the same thing; return those that may be shown."""
    also: list[str] = []
    for label, written in labels:
        rows = [known[term] for term in label.terms if term in known]
        if len(rows) < len(label.terms):
            continue
        share = SYNONYM_WEIGHT if known.keys() & written else REPLACING_WEIGHT
        if not label.is_hidden:
            also.append(label.text)
        for row in rows:
            weights.setdefault(row.id, max(1, row.idf * share // len(rows)))
    return also


def _add_related(
    weights: dict[int, int],
    widened: Iterable[tuple[Token, tuple[str, ...]]],
    known: Mapping[str, Known],
    compounds: Mapping[str, Known],
    total: int,
) -> None:
    """Add what is derived from the words, or begins with one that never stands alone.

    total: records that can be seen.
    """
    for token, related in widened:
        is_known = not known.keys().isdisjoint(token.terms)
        share = RELATED_WEIGHT if is_known else REPLACING_WEIGHT
        rows = [known[term] for term in related if term in known]
        if not is_known and not rows:
            rows = [row for term, row in compounds.items() if _has_more(term, token.terms[0])]
        if not rows:
            continue
        # As rare as all of them together: many rare compounds are not worth more than one word.
        idf = generations.idf(total, sum(row.records for row in rows))
        for row in rows:
            weights.setdefault(row.id, max(1, min(row.idf, idf) * share))


def _emphasised(words: Sequence[Word], text: str, own: Mapping[int, Known]) -> dict[int, int]:
    """Let nouns count more, if the question is written with capital letters, and numbers less."""
    is_cased = any(word.text[:1].isupper() and not _begins(word, text) for word in words)
    percent = dict.fromkeys(own, 100)
    for word in words:
        if word.text.isdigit():
            # The number alone; "§ 246" and "Abs. 12" are terms of their own.
            percent |= {term: NUMBER_PERCENT for term in word.terms if own[term].text.isdigit()}
        elif is_cased and not word.text[:1].isupper():
            percent |= dict.fromkeys(word.terms, LOWER_CASE_PERCENT)
    return {pk: max(1, row.idf * percent[pk] // 100) for pk, row in own.items()}


def _begins(word: Word, text: str) -> bool:
    """Whether a word begins a sentence, where every word has a capital letter."""
    before = text[max(0, word.start - 3) : word.start].strip()
    return word.start < 3 or before.endswith((".", "?", "!", ":"))


def _words(tokens: list[Token], text: str, known: Mapping[str, Known]) -> list[Word]:
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
