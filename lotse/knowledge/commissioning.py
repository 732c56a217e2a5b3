"""Rules of commissions: asked for, taken on, done or dropped, and opened again.

Each change is a conditional update, so of two people only one takes it, and whoever comes second
is told.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge.models import Commission
from lotse.lib.errors import RuleError

_UNSETTLED = Q(done_at=None, dropped_at=None)


@dataclass(frozen=True)
class Target:
    """The record that has to change."""

    kind: str
    """Name of the search provider."""
    object_id: int
    title: str
    url: str


def ask(
    *,
    kind: str,
    title: str,
    why: str,
    target: Target | None = None,
    origin_label: str = "",
    origin_url: str = "",
    asked_by: User | None,
    now: datetime,
) -> Commission:
    """Ask the editors for something. asked_by: None if it arose by itself.

    Raises RuleError without title or reason, and without the record that has to change.
    """
    kind = Commission.Kind(kind)
    if not title.strip() or not why.strip():
        raise RuleError(_("Sagen Sie, was entstehen soll und warum."))
    if kind == Commission.Kind.CHANGE and target is None:
        raise RuleError(_("Wählen Sie den Eintrag, der sich ändern soll."))
    return Commission.objects.create(
        kind=kind,
        title=title.strip()[:200],
        why=why.strip()[:2000],
        record_kind=target.kind if target else "",
        record_id=target.object_id if target else None,
        record_title=target.title[:300] if target else "",
        record_url=target.url[:300] if target else "",
        origin_label=origin_label[:40],
        origin_url=origin_url[:200],
        created_by=asked_by,
        created_at=now,
    )


def take(commission: Commission, *, person: User, now: datetime) -> None:
    """Take a commission on. Raises RuleError if somebody was faster or it is settled."""
    waiting = Commission.objects.filter(_UNSETTLED, pk=commission.pk, taken_at=None)
    _change(commission, waiting, taken_by=person, taken_at=now)


def finish(commission: Commission, *, person: User, now: datetime) -> None:
    """Note that it is done. Raises RuleError if it is settled already."""
    unsettled = Commission.objects.filter(_UNSETTLED, pk=commission.pk)
    _change(commission, unsettled, done_at=now, settled_by=person)


def drop(commission: Commission, *, reason: str, person: User, now: datetime) -> None:
    """Note that nothing comes of it. Raises RuleError without a reason or if it is settled."""
    if not reason.strip():
        raise RuleError(_("Nennen Sie den Grund. Er bleibt am Auftrag stehen."))
    unsettled = Commission.objects.filter(_UNSETTLED, pk=commission.pk)
    _change(
        commission,
        unsettled,
        dropped_at=now,
        drop_reason=reason.strip()[:300],
        settled_by=person,
    )


def reopen(commission: Commission) -> None:
    """Take back that it was taken, done or dropped. Raises RuleError if it waits already."""
    touched = Commission.objects.filter(pk=commission.pk).exclude(_UNSETTLED, taken_at=None)
    _change(
        commission,
        touched,
        taken_by=None,
        taken_at=None,
        done_at=None,
        dropped_at=None,
        drop_reason="",
        settled_by=None,
    )


def in_state(state: str) -> Q:
    """Return the condition for a state; ``Commission.state`` says the same for one."""
    return {
        Commission.State.OPEN: _UNSETTLED & Q(taken_at=None),
        Commission.State.TAKEN: _UNSETTLED & Q(taken_at__isnull=False),
        Commission.State.DONE: Q(done_at__isnull=False),
        Commission.State.DROPPED: Q(dropped_at__isnull=False),
    }[Commission.State(state)]


def _change(
    commission: Commission, allowed: QuerySet[Commission], **facts: datetime | User | str | None
) -> None:
    changed = allowed.update(**facts)
    commission.refresh_from_db()
    if not changed:
        raise RuleError(
            _("Der Auftrag ist inzwischen: %s. Laden Sie die Liste neu.") % commission.state.label
        )
