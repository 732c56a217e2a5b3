"""The fingerprint of an inquiry, from its words, its topics and what the search finds for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lotse.inquiries import likeness, suggest
from lotse.inquiries.likeness import Word
from lotse.inquiries.models import Inquiry, Message
from lotse.lib.audience import Audience
from lotse.search import generations, gist
from lotse.search.analysis import Analyser, clean
from lotse.search.engine import Result
from lotse.search.models import Generation, Term

MIN_RECORDS = 50
"""A smaller index says little about how rare a word is."""
MAX_FINDS = 8
TOPIC, FIND = "@", "→"
"""First letter of names that are no words."""


def is_name(term: str) -> bool:
    """Say whether a term names a topic or a find, and is no word."""
    return term[:1] in (TOPIC, FIND)


@dataclass(frozen=True)
class Fingerprint:
    weights: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """What a person reads for each term."""


def of(inquiry: Inquiry) -> Fingerprint:
    """Return the fingerprint of the question an inquiry opened with."""
    question = inquiry.messages.filter(kind=Message.Kind.QUESTION).first()
    text = question.text if question else ""
    topics = list(inquiry.topics.all())
    names = {topic.code: topic.name for topic in topics}
    found, _similar = suggest.helping(
        gist.gist(inquiry.subject, text),
        reach=Audience.MEMBERS,
        limit=MAX_FINDS,
        topics=list(names),
    )
    return read(inquiry.subject, text, topics=names, finds=found)


def read(
    subject: str, text: str, *, topics: dict[str, str], finds: Sequence[Result]
) -> Fingerprint:
    """Return the fingerprint of a question. topics: code to name. finds: content, best first."""
    generation = generations.active()
    if generation is None:
        return Fingerprint()
    analyser = generations.analyser(generation)
    # Apart, because gist() falls back to the whole text where nothing telling is left.
    words = _words(analyser, gist.subject_words(subject), is_in_title=True)
    words += _words(analyser, gist.gist("", text), is_in_title=False)
    weights = likeness.fingerprint(
        words,
        _rarity(generation, {term for word in words for term in word.terms}),
        topics={TOPIC + code: 1.0 for code in topics},
        # Squared: the best find says more than the fifth.
        finds={f"{FIND}{one.kind}:{one.object_id}": float(one.score) ** 2 for one in finds},
    )
    shown = {term: word.text for word in reversed(words) for term in word.terms}
    shown |= {TOPIC + code: name for code, name in topics.items()}
    shown |= {f"{FIND}{one.kind}:{one.object_id}": one.title for one in finds}
    return Fingerprint(weights, {term: shown[term] for term in weights})


def _words(analyser: Analyser, text: str, *, is_in_title: bool) -> list[Word]:
    text = clean(text)
    return [
        Word(text[token.start : token.end], token.terms, is_in_title)
        for token in analyser.tokens(text)
        if token.terms
    ]


def _rarity(generation: Generation, terms: set[str]) -> dict[str, float]:
    """Return the idf of terms among everything the team can find; unknown ones are rarest."""
    total = max(generations.record_count(generation, Audience.TEAM), MIN_RECORDS)
    counts = dict.fromkeys(terms, 0)
    rows = Term.objects.filter(generation=generation, text__in=sorted(terms)).values_list(
        "text", "public_records", "member_records", "team_records"
    )
    counts |= {text: sum(numbers) for text, *numbers in rows}
    return {term: float(generations.idf(total, using)) for term, using in counts.items()}
