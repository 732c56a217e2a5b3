"""Reads of what must be looked at again, for mails, pages and the editors' board."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from lotse.accounts.models import User
from lotse.knowledge import fields
from lotse.knowledge.models import ReviewConfirmation
from lotse.knowledge.reviews.kinds import KINDS, Kind, Record

SOON = timedelta(days=14)
"""So long before it is due an owner is told."""
ANYBODYS = Q()
OWNERLESS = Q(owner__isnull=True)
OWNED = Q(owner__isnull=False)


@dataclass(frozen=True)
class Due:
    """A published record that is due for review, or will be soon."""

    kind: Kind
    record_id: int
    title: str
    url: str
    due_on: date
    owner: User | None

    @property
    def edit_url(self) -> str:
        return self.kind.edit_url(self.record_id)

    def days_over(self, on: date) -> int:
        """How many days it is overdue; negative before it is due."""
        return (on - self.due_on).days


def due(
    on: date,
    *,
    owner: User | None = None,
    field: str = "",
    narrowed: Q = ANYBODYS,
    limit: int = 100,
) -> list[Due]:
    """Return what is due by a day, the longest overdue first. One query for each kind.

    owner: only what this person looks after; None: everything. field: code of a question field;
    empty: all. narrowed: ``OWNED`` or ``OWNERLESS``.
    """
    found = [
        one
        for kind in KINDS.values()
        for one in _due_of(kind, on, owner=owner, field=field).filter(narrowed)[:limit]
    ]
    return sorted(_shown(found), key=lambda one: (one.due_on, one.title))[:limit]


def without_owner(on: date, *, field: str = "", limit: int = 100) -> list[Due]:
    """Return what is due and nobody looks after, the longest overdue first."""
    return due(on, field=field, narrowed=OWNERLESS, limit=limit)


def count_due(
    on: date, *, owner: User | None = None, field: str = "", narrowed: Q = ANYBODYS
) -> int:
    """Return how many published records are due by a day. One query for each kind."""
    return sum(
        _due_of(kind, on, owner=owner, field=field).filter(narrowed).count()
        for kind in KINDS.values()
    )


def owners_of_due(on: date) -> QuerySet[User]:
    """Return the active people who look after something that is due by a day."""
    pks: set[int] = set()
    for kind in KINDS.values():
        pks |= set(_due_of(kind, on).order_by().values_list("owner", flat=True)) - {None}
    return User.objects.filter(pk__in=pks, is_active=True).order_by("pk")


def last_confirmation(kind: str, record_id: int) -> ReviewConfirmation | None:
    """Return when a record was last said to hold, and by whom."""
    rows = ReviewConfirmation.objects.filter(record_kind=kind, record_id=record_id)
    return rows.select_related("confirmed_by").first()


def _due_of(kind: Kind, on: date, *, owner: User | None = None, field: str = "") -> "QuerySet[Any]":
    rows: QuerySet[Any] = kind.model.objects.filter(
        live=True, review_due_on__lte=on
    ).select_related("owner")
    if owner is not None:
        rows = rows.filter(owner=owner)
    if field:
        rows = rows.filter(pk__in=fields.records(kind.name, field).values("pk"))
    if kind.name == "fact":
        # Its name stands in its key.
        rows = rows.select_related("owner", "key")
    return rows.order_by("review_due_on", "pk")


def _shown(records: list[Record]) -> Iterator[Due]:
    by_model = {kind.model: kind for kind in KINDS.values()}
    for record in records:
        assert record.review_due_on is not None
        yield Due(
            by_model[type(record)],
            record.pk,
            str(record),
            record.get_absolute_url(),
            record.review_due_on,
            record.owner,
        )
