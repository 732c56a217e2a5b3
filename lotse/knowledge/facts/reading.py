"""A fact as its reader gets it: what holds today, how it was before, what others say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lotse.knowledge.facts import book, wording
from lotse.knowledge.facts.book import Entry, Status, Version
from lotse.knowledge.reading import Fact as Line
from lotse.lib import german
from lotse.lib.audience import Audience

if TYPE_CHECKING:
    from lotse.knowledge.models import Fact, FactVersion
    from lotse.topics.models import Concept


@dataclass(frozen=True)
class Row:
    """One fact in a list, with everything its entry shows."""

    entry: Entry
    title: str
    amount: str
    statement: str
    meta: tuple[str, ...]
    badge: str
    status: str
    is_review_due: bool
    is_confirmed: bool


@dataclass(frozen=True)
class Shown:
    """One version with its source."""

    version: "FactVersion"
    amount: str
    validity: str
    bindingness: str
    status: str
    badge: str
    heading: str
    """What it answers: what holds, what is known, what was."""
    dates: tuple[Line, ...]


@dataclass(frozen=True)
class Reading:
    fact: "Fact"
    entry: Entry
    title: str
    where: str
    present: Shown | None
    """The version that holds today, else the nearest; None if nothing is confirmed."""
    versions: tuple[Shown, ...]
    """All the reader may see, the newest first."""
    others: tuple[Row, ...]
    """What others say about the same thing."""
    is_contradicted: bool
    """Another jurisdiction or source says something else."""
    topics: "tuple[Concept, ...]"
    fields: "tuple[Concept, ...]"
    is_review_due: bool
    is_legal: bool
    internal_note: str
    owner: str


def row(entry: Entry, today: date) -> Row:
    """Return the entry of a list. No query. The fact has a version."""
    version = entry.shown(today) or entry.versions[-1]
    is_confirmed = version.is_confirmed
    return Row(
        entry=entry,
        title=entry.name,
        amount=wording.amount(version),
        statement=version.statement,
        meta=(
            wording.where(entry),
            wording.bindingness(version),
            wording.stated(version, today),
            *((_("Noch nicht geprüft"),) if entry.is_unchecked else ()),
        ),
        badge=wording.BADGES[version.status(today)],
        status=wording.status(entry, version, today) if is_confirmed else _("nicht bestätigt"),
        is_review_due=entry.is_review_due(today),
        is_confirmed=is_confirmed,
    )


def of(fact: "Fact", others: Iterable[Entry], *, reach: Audience, today: date) -> Reading:
    """Return what a reader of this reach sees on this day. No query if prefetched.

    others: the facts about the same thing, as the reader may see them.
    """
    entry = book.entry(fact)
    is_team = reach >= Audience.TEAM
    chosen = entry.shown(today)
    by_pk = {version.pk: version for version in entry.versions}
    versions = [
        _shown(entry, one, by_pk[one.pk], today)
        for one in sorted(fact.versions.all(), key=_beginning, reverse=True)
        if one.is_confirmed or is_team
    ]
    rows = tuple(row(other, today) for other in others if other.pk != fact.pk)
    topics = tuple(fact.key.concepts.all())
    return Reading(
        fact=fact,
        entry=entry,
        title=entry.name,
        where=wording.where(entry),
        present=next((one for one in versions if chosen and one.version.pk == chosen.pk), None),
        versions=tuple(versions),
        others=rows,
        is_contradicted=_differs(entry, others, today),
        topics=topics,
        fields=tuple({topic.top.pk: topic.top for topic in topics}.values()),
        is_review_due=entry.is_review_due(today),
        is_legal=any(one.law_as_of for one in entry.versions),
        internal_note=fact.internal_note if is_team else "",
        owner=str(fact.owner) if is_team and fact.owner else "",
    )


def _differs(entry: Entry, others: Iterable[Entry], today: date) -> bool:
    amounts = {
        wording.amount(version)
        for one in (entry, *others)
        if (version := one.shown(today)) and version.value is not None
    }
    return len(amounts) > 1


def _beginning(version: "FactVersion") -> date:
    return version.known_from or date.min


def _shown(entry: Entry, model: "FactVersion", version: Version, today: date) -> Shown:
    status = version.status(today)
    return Shown(
        version=model,
        amount=wording.amount(version),
        validity=wording.validity(version),
        bindingness=wording.bindingness(version),
        status=wording.status(entry, version, today)
        if version.is_confirmed
        else _("nicht bestätigt"),
        badge=wording.BADGES[status],
        heading=_heading(version, status),
        dates=tuple(_dates(version)),
    )


def _heading(version: Version, status: Status) -> str:
    if status is Status.EXPIRED:
        return _("Was zuletzt galt") if version.is_legal else _("Was damals war")
    if status is Status.CURRENT and version.is_legal:
        return _("Was gilt heute?")
    return _("Was wir wissen")


def _dates(version: Version) -> Iterable[Line]:
    """Content, check and law have different dates and are never merged into one."""
    as_of = german.date_de(version.as_of) if version.as_of else _("nicht bekannt")
    yield Line(_("Stand des Inhalts"), as_of)
    checked = german.date_de(version.checked_on) if version.checked_on else _("nicht geprüft")
    yield Line(_("Geprüft"), checked)
    if version.law_as_of:
        yield Line(_("Rechtsstand"), german.date_de(version.law_as_of))
    elif version.is_legal:
        yield Line(_("Rechtsstand"), _("nicht geprüft"))
