"""Reads of facts. What is shown starts at ``visible``; calculators ask ``fact_at``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lotse.knowledge.facts import book, reading, wording
from lotse.knowledge.facts.book import Entry, Status, Version
from lotse.knowledge.facts.reading import Row
from lotse.knowledge.models import Correction, Fact, FactUse, FactVersion
from lotse.lib.audience import Audience
from lotse.search import generations
from lotse.search.models import Record
from lotse.topics.models import Concept

_STRENGTH = tuple(wording.BINDINGNESS)


@dataclass(frozen=True)
class FactAt:
    """What a fact says on a day, for a calculation: the number and what must stand beside it."""

    code: str
    version_id: int | None
    name: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    statement: str
    where: str
    norm: str
    bindingness: str
    status: Status
    stated_on: date | None
    valid_to: date | None
    url: str


def visible(reach: Audience) -> QuerySet[Fact]:
    """Published facts this reach may see. What nobody confirmed is the team's alone."""
    shown: QuerySet[Fact] = Fact.objects.filter(live=True, audience__lte=reach)
    if reach >= Audience.TEAM:
        return shown
    confirmed = FactVersion.objects.filter(fact=OuterRef("pk")).exclude(verification="unconfirmed")
    public: QuerySet[Fact] = shown.filter(Exists(confirmed))
    return public


def complete(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """Load everything ``reading.of`` and ``documents`` read, in four queries for any number."""
    return facts.select_related("key", "owner").prefetch_related(
        Prefetch("key__concepts", Concept.objects.select_related("broader")), "lands", "versions"
    )


def about(field: str) -> Q:
    """Return the condition that a fact belongs to a field or cross-cutting topic."""
    return Q(key__concepts=field) | Q(key__concepts__broader=field)


def of_field(field: str, reach: Audience, limit: int, *, today: date) -> list[Row]:
    """Return confirmed facts of a field or topic that hold today, binding federal ones first.

    Three queries, whatever there is.
    """
    found = visible(reach).filter(about(field)).distinct()
    held = [
        (entry, version)
        for fact in book.complete(found)
        if (version := (entry := book.entry(fact)).at(today))
    ]
    return [reading.row(entry, today) for entry, version in sorted(held, key=_weight)[:limit]]


def _weight(held: tuple[Entry, Version]) -> tuple[int, bool, str, str]:
    entry, version = held
    bindingness = tuple(wording.BINDINGNESS).index(version.bindingness)
    return bindingness, entry.scope != "federal", entry.name, entry.code


def same_key(fact: Fact, reach: Audience) -> list[Entry]:
    """Return what a reader may see about the same thing, this fact included."""
    shown = book.complete(visible(reach).filter(key=fact.key_id))
    return book.of_key({one.code: book.entry(one) for one in shown}, fact.key.slug)


def fact_at(key: str, *, land: str = "", on: date) -> FactAt | None:
    """Return the rule or number that holds in a Land on a day; None if none is known.

    key: slug of a key ("flaeche-je-platz") or code of a fact ("F-U-20"). land: code such as "BW",
    empty for the federation. The rule of the Land goes before that of the federation, the stronger
    before the weaker; what else is said about it comes from ``facts_at``.
    """
    return next(iter(facts_at(key, land=land, on=on)), None)


def facts_at(key: str, *, land: str = "", on: date) -> list[FactAt]:
    """Return all confirmed facts about a key that hold on a day, the one to take first.

    No query beyond those of ``book.current``. Facts of other Länder are left out.
    """
    facts = book.current()
    entries = [facts[key]] if key in facts else book.of_key(facts, key)
    held = [
        (entry, version)
        for entry in entries
        if entry.scope != "land" or land in {code for code, _name in entry.lands}
        if (version := entry.at(on))
    ]
    return [_fact_at(entry, version, on) for entry, version in sorted(held, key=_rank)]


@dataclass(frozen=True)
class Use:
    """A record that shows a fact, as this reader may see it."""

    title: str
    url: str
    kind: str
    shown_on: date | None
    """It shows the version of this day; None: today's."""


def uses(fact: Fact, reach: Audience) -> list[Use]:
    """Return where a fact is shown, as far as the reader may see it. Three queries."""
    rows = list(FactUse.objects.filter(fact=fact).order_by("pk"))
    found = Record.objects.filter(
        generation=generations.active(),
        audience__lte=reach,
        object_id__in=[row.record_id for row in rows],
    )
    records = {
        (one.kind, one.object_id): one for one in found.only("kind", "object_id", "title", "url")
    }
    return [
        Use(record.title, record.url, record.kind, row.shown_on)
        for row in rows
        if (record := records.get((row.record_kind, row.record_id)))
    ]


def corrections(*, is_settled: bool) -> QuerySet[Correction]:
    """Return what waits for correction, or what was settled; the newest first."""
    shown = Correction.objects.select_related("fact", "settled_by")
    return shown.filter(settled_at__isnull=not is_settled)


def _rank(held: tuple[Entry, Version]) -> tuple[int, int, str]:
    entry, version = held
    scopes: Sequence[str] = ("land", "federal", "municipal")
    return scopes.index(entry.scope), _STRENGTH.index(version.bindingness), entry.code


def _fact_at(entry: Entry, version: Version, on: date) -> FactAt:
    return FactAt(
        code=entry.code,
        version_id=version.pk,
        name=entry.name,
        value=version.value,
        value_max=version.value_max,
        unit=version.unit,
        statement=version.statement,
        where=wording.where(entry),
        norm=version.norm,
        bindingness=version.bindingness,
        status=version.status(on),
        stated_on=version.stated_on,
        valid_to=version.valid_to,
        url=entry.url,
    )
