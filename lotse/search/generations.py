"""Which index serves, and the analyser that belongs to it."""

import math
import secrets
import zlib

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction

from lotse.lib.audience import Audience
from lotse.search import analysis
from lotse.search.analysis import Analyser
from lotse.search.compounds import Vocabulary
from lotse.search.models import Generation
from lotse.search.ranking import Averages

IDF_UNIT = 64
"""An idf of 1.0 as a whole number, so that both databases add up the same scores."""

_FIELDS = (
    *("id", "token", "analysis_version", "record_terms", "passage_terms", "title_terms"),
    *("public_records", "member_records", "team_records", "learned_records", "started_at"),
)
_ACTIVE = f"SELECT {', '.join(_FIELDS)} FROM search_generation WHERE is_active = %s"  # noqa: S608
_analysers: dict[str, Analyser] = {}


def averages(generation: Generation) -> Averages:
    return Averages(generation.record_terms, generation.passage_terms, generation.title_terms)


def active() -> Generation | None:
    """Return the generation that serves, without its vocabulary. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVE, [True])
        row = cursor.fetchone()
    return None if row is None else Generation.from_db(DEFAULT_DB_ALIAS, _FIELDS, row)


def locked() -> Generation:
    """Return the active generation, made if there is none, locked until the transaction ends.

    The lock makes publications write one after the other, so that two of them cannot wait for
    each other's terms.
    """
    mine = Generation.objects.select_for_update().only(*_FIELDS).filter(is_active=True)
    generation = mine.first()
    if generation is None:
        try:
            with transaction.atomic():
                create(Vocabulary({}), Averages(), is_active=True)
        except IntegrityError:
            pass  # Another process was faster; its generation serves both.
        generation = mine.get()
    return generation


def create(vocabulary: Vocabulary, sizes: Averages, *, is_active: bool = False) -> Generation:
    """Store an empty generation."""
    generation = Generation.objects.create(
        token=secrets.token_hex(16),
        analysis_version=analysis.VERSION,
        vocabulary=zlib.compress(vocabulary.dump().encode()),
        record_terms=sizes.record,
        passage_terms=sizes.passage,
        title_terms=sizes.title,
        is_active=is_active,
    )
    remember(generation.token, Analyser(vocabulary))
    return generation


def analyser(generation: Generation) -> Analyser:
    """Return the analyser of a generation; its vocabulary is read once per process."""
    known = _analysers.get(generation.token)
    if known is None:
        stored = Generation.objects.values_list("vocabulary", flat=True).get(pk=generation.pk)
        known = Analyser(Vocabulary.load(zlib.decompress(stored).decode()))
        remember(generation.token, known)
    return known


def remember(token: str, known: Analyser) -> None:
    """Keep the analyser of a generation for this process."""
    # The active generation and the one being filled; more are never in use.
    while len(_analysers) > 1:
        _analysers.pop(next(iter(_analysers)))
    _analysers[token] = known


def record_count(generation: Generation, reach: int) -> int:
    """Return how many records this reach can see."""
    counts = (generation.public_records, generation.member_records, generation.team_records)
    return sum(counts[: reach + 1])


def rarest(generation: Generation, reach: int) -> int:
    """Return the idf of a word that stands in one record this reach can see."""
    return idf(record_count(generation, reach), 1)


def idf(records: int, using: int) -> int:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)) in units of ``IDF_UNIT``, at least 1."""
    return max(1, round(IDF_UNIT * math.log1p((max(records - using, 0) + 0.5) / (using + 0.5))))


COUNTER = {
    Audience.PUBLIC: "public_records",
    Audience.MEMBERS: "member_records",
    Audience.TEAM: "team_records",
}
"""The column that counts the records of an audience, in generations and terms."""
