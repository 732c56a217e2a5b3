"""Inquiries that have to do with each other, seen from both sides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal
from lotse.inquiries.models import Event, Inquiry, Link
from lotse.lib.errors import RuleError


@transaction.atomic
def link(first: Inquiry, second: Inquiry, *, kind: str, actor: User, now: datetime) -> Link:
    """Say that ``first`` has to do with ``second``: "first setzt fort second".

    Linking what is linked already changes nothing. Raises RuleError for an inquiry and itself.
    """
    if first.pk == second.pk:
        raise RuleError(_("Eine Anfrage lässt sich nicht mit sich selbst verknüpfen."))
    chosen = Link.Kind(kind)
    if chosen in Link.SYMMETRIC and first.pk > second.pk:
        first, second = second, first
    made, is_new = Link.objects.get_or_create(
        first=first, second=second, kind=chosen, defaults={"created_at": now}
    )
    if is_new:
        _record(made, Event.What.LINKED, actor, now)
    return made


@transaction.atomic
def unlink(link: Link, *, actor: User, now: datetime) -> None:
    """Remove a link; both histories keep that it was there."""
    deleted, _rows = Link.objects.filter(pk=link.pk).delete()
    if deleted:
        _record(link, Event.What.UNLINKED, actor, now)


def _record(link: Link, what: Event.What, actor: User, now: datetime) -> None:
    label = Link.Kind(link.kind).label
    for inquiry, other in ((link.first, link.second), (link.second, link.first)):
        journal.record(inquiry, what, detail=f"{label}: {other.number}", actor=actor, now=now)
