"""What editors recommend for some words: set, ended, taken up again, and found by a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import candidates, generations
from lotse.search.analysis import Analyser, clean
from lotse.search.candidates import Facets, Hit
from lotse.search.models import Generation, Promotion, PromotionEntry, Record
from lotse.ui import page_cache

MAX_ENTRIES = 5
MAX_PHRASES = 20
RecordKey = tuple[str, int]


@dataclass(frozen=True)
class _Rule:
    phrases: tuple[frozenset[str], ...]
    """The stems of each phrase."""
    entries: tuple[RecordKey, ...]


def hits(
    written: Iterable[frozenset[str]], generation: Generation, *, reach: int, facets: Facets
) -> list[Hit]:
    """Return the recommended records this reach may see that keep to the facets, in their order.

    written: stems of the question, as written and as corrected. One small query, one more if
    something is recommended.
    """
    asked = list(written)
    wanted: dict[RecordKey, None] = {}
    for rule in _rules(generation):
        if any(stems.issuperset(phrase) for phrase in rule.phrases for stems in asked):
            wanted.update(dict.fromkeys(rule.entries))
    return candidates.of_records(
        list(wanted)[:MAX_ENTRIES], generation_id=generation.pk, reach=reach, facets=facets
    )


def _rules(generation: Generation) -> tuple[_Rule, ...]:
    state = page_cache.content_state()
    analyser = generations.analyser(generation)
    return _kept(state, generation.token, analyser) if state else _read(analyser)


@lru_cache(maxsize=2)
def _kept(state: UUID, token: str, analyser: Analyser) -> tuple[_Rule, ...]:
    return _read(analyser)


def _read(analyser: Analyser) -> tuple[_Rule, ...]:
    """Read what is recommended, the newest first. Two queries."""
    found = Promotion.objects.filter(ended_at=None).order_by("-created_at", "-pk")
    rules = []
    for promotion in found.prefetch_related("entries"):
        phrases = (analyser.tokens(clean(line)) for line in promotion.phrases)
        stems = (frozenset(t.terms[0] for t in tokens if t.terms) for tokens in phrases)
        entries = tuple((entry.kind, entry.object_id) for entry in promotion.entries.all())
        rules.append(_Rule(tuple(filter(None, stems)), entries))
    return tuple(rules)


def records_of(lines: str) -> list[Record]:
    """Return the records whose addresses stand in some lines, in this order.

    Raises RuleError that names the first line under which the search knows nothing.
    """
    wanted = [line.strip() for line in lines.splitlines() if line.strip()]
    paths = [urlsplit(line).path for line in wanted]
    known = {
        record.url: record
        for record in Record.objects.filter(generation=generations.active(), url__in=paths).only(
            "kind", "object_id", "title", "url", "audience"
        )
    }
    for line, path in zip(wanted, paths, strict=True):
        if path not in known:
            raise RuleError(
                _("Unter „%s“ finden wir nichts Veröffentlichtes. Kopieren Sie die Adresse.")
                % line[:100]
            )
    return [known[path] for path in dict.fromkeys(paths)]


@transaction.atomic
def save(
    promotion: Promotion | None,
    *,
    words: str,
    records: Sequence[Record],
    person: User,
    now: datetime,
) -> Promotion:
    """Recommend records for some words, or change what is recommended. now: aware.

    words: one phrase a line. Raises RuleError without words that can be searched or records.
    """
    lines = list(dict.fromkeys(" ".join(line.split()) for line in words.splitlines()))
    lines = [line for line in lines if line]
    if not lines or len(lines) > MAX_PHRASES:
        raise RuleError(_("Nennen Sie eine bis %s Wendungen, je Zeile eine.") % MAX_PHRASES)
    if not 1 <= len(records) <= MAX_ENTRIES:
        raise RuleError(_("Empfehlen Sie einen bis %s Einträge.") % MAX_ENTRIES)
    _check_words(lines)
    kept = promotion or Promotion(created_by=person, created_at=now)
    kept.words = "\n".join(lines)
    kept.save()
    kept.entries.all().delete()
    PromotionEntry.objects.bulk_create(
        PromotionEntry(
            promotion=kept, position=position, kind=record.kind, object_id=record.object_id
        )
        for position, record in enumerate(records)
    )
    page_cache.content_changed()
    return kept


def _check_words(lines: Iterable[str]) -> None:
    generation = generations.active()
    if generation is None:
        return
    analyser = generations.analyser(generation)
    for line in lines:
        if not any(token.terms for token in analyser.tokens(clean(line))):
            raise RuleError(
                _("„%s“ besteht nur aus Wörtern, nach denen niemand sucht. Nennen Sie ein anderes.")
                % line[:100]
            )


def end(promotion: Promotion, *, now: datetime) -> None:
    """Recommend nothing any more for these words. Raises RuleError if it has ended."""
    _change(promotion, ended_at=now)


def resume(promotion: Promotion) -> None:
    """Take back that it ended. Raises RuleError if it has not."""
    _change(promotion, ended_at=None)


@transaction.atomic
def _change(promotion: Promotion, *, ended_at: datetime | None) -> None:
    found = Promotion.objects.filter(pk=promotion.pk, ended_at__isnull=ended_at is not None)
    if not found.update(ended_at=ended_at):
        raise RuleError(_("Das ist schon geschehen. Laden Sie die Liste neu."))
    page_cache.content_changed()


@dataclass(frozen=True)
class Entry:
    """A recommended record as editors see it; without title if the search knows it no more."""

    title: str
    url: str
    is_public: bool


def shown(promotions: Sequence[Promotion]) -> dict[int, list[Entry]]:
    """Return what is recommended by some promotions, by their id. Two queries."""
    rows = list(PromotionEntry.objects.filter(promotion__in=promotions).order_by("position"))
    records = {
        (one.kind, one.object_id): one
        for one in Record.objects.filter(
            generation=generations.active(), object_id__in={row.object_id for row in rows}
        ).only("kind", "object_id", "title", "url", "audience")
    }
    found: dict[int, list[Entry]] = {promotion.pk: [] for promotion in promotions}
    for row in rows:
        record = records.get((row.kind, row.object_id))
        found[row.promotion_id].append(
            Entry(record.title, record.url, record.audience == Audience.PUBLIC)
            if record
            else Entry("", "", is_public=False)
        )
    return found
