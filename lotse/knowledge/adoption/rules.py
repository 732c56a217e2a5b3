"""What changes adoptions. Every change also brings the counts of the example in line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge.models import Adoption, AdoptionResult, AdoptionTally, Example
from lotse.lib.errors import RuleError
from lotse.municipalities.models import Municipality
from lotse.ui import page_cache

UNASKED = 0
"""``months`` of a result nobody had asked for."""


@dataclass(frozen=True)
class Contact:
    """A contact the municipality shows to members until a day. Empty: it names none."""

    office: str = ""
    email: str = ""
    phone: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Details:
    """What a municipality says about its adoption."""

    state: str
    changes: str = ""
    note: str = ""
    learned_from: Adoption | None = None
    is_named: bool = False
    contact: Contact = Contact()


@transaction.atomic
def declare(
    example: Example,
    *,
    municipality: Municipality,
    details: Details,
    person: User | None,
    now: datetime,
) -> Adoption:
    """Note that a municipality takes an example over, or change what it said before.

    One that was withdrawn stands again. Raises RuleError if the example is the municipality's own,
    or if the contact is not complete.
    """
    _check_not_own(example, municipality)
    columns = _columns(details, today=timezone.localdate(now))
    known = Adoption.objects.select_for_update().filter(example=example, municipality=municipality)
    adoption = known.first()
    _check_source(details.learned_from, example, adoption)
    if adoption is None:
        adoption = Adoption(
            example=example, municipality=municipality, declared_by=person, declared_at=now
        )
    elif adoption.withdrawn_at is not None:
        adoption.withdrawn_at = None
    for name, value in columns.items():
        setattr(adoption, name, value)
    adoption.changed_at = now
    adoption.save()
    _follow(example.pk)
    return adoption


@transaction.atomic
def withdraw(adoption: Adoption, *, now: datetime) -> None:
    """Take an adoption back; nobody else sees it any more. ``restore`` brings it back as it was."""
    standing = Adoption.objects.filter(pk=adoption.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=now, changed_at=now):
        raise RuleError(_("Diese Übernahme ist schon zurückgezogen."))
    _follow(adoption.example_id)


@transaction.atomic
def restore(adoption: Adoption, *, now: datetime) -> None:
    """Undo a withdrawal. Raises RuleError if it stands."""
    withdrawn = Adoption.objects.filter(pk=adoption.pk, withdrawn_at__isnull=False)
    if not withdrawn.update(withdrawn_at=None, changed_at=now):
        raise RuleError(_("Diese Übernahme steht schon."))
    _follow(adoption.example_id)


@transaction.atomic
def report(
    adoption: Adoption, *, months: int = UNASKED, result: str, text: str = "", now: datetime
) -> AdoptionResult:
    """Note what came of an adoption; it may be changed.

    Raises RuleError if it was withdrawn, and ValueError for a result that does not exist.
    """
    chosen = AdoptionResult.Result(result)
    # Read again: whoever clicks a link in a mail may be later than a withdrawal.
    if Adoption.objects.filter(pk=adoption.pk, withdrawn_at__isnull=False).exists():
        raise RuleError(_("Ihre Kommune hat die Übernahme zurückgezogen."))
    said, _is_new = AdoptionResult.objects.update_or_create(
        adoption=adoption,
        months=months,
        defaults={"result": chosen, "text": text.strip()[:2000], "reported_at": now},
    )
    _follow(adoption.example_id)
    return said


def stop_reminders(adoption: Adoption, *, now: datetime) -> None:
    """Never ask again what came of this adoption. Twice is fine."""
    Adoption.objects.filter(pk=adoption.pk, unreminded_at=None).update(unreminded_at=now)


def recount(example_id: int) -> AdoptionTally:
    """Count the adoptions of an example anew, in the caller's transaction."""
    standing = Adoption.objects.filter(example=example_id, withdrawn_at=None)
    latest = (
        AdoptionResult.objects.filter(adoption=OuterRef("pk"), reported_at__isnull=False)
        .order_by("-reported_at", "-pk")
        .values("result")[:1]
    )
    said = standing.annotate(latest=Subquery(latest))
    counts: Mapping[str, int] = said.aggregate(
        total=Count("pk", filter=~Q(state=Adoption.State.DROPPED)),
        dropped=Count("pk", filter=Q(state=Adoption.State.DROPPED)),
        **{
            result.value: Count("pk", filter=Q(latest=result.value))
            for result in AdoptionResult.Result
        },
    )
    tally, _is_new = AdoptionTally.objects.update_or_create(example_id=example_id, defaults=counts)
    return tally


def _follow(example_id: int) -> None:
    recount(example_id)
    page_cache.content_changed()


def _check_not_own(example: Example, municipality: Municipality) -> None:
    if example.municipalities.filter(municipality=municipality).exists():
        raise RuleError(_("Das ist ein Beispiel Ihrer eigenen Kommune."))


def _check_source(source: Adoption | None, example: Example, adoption: Adoption | None) -> None:
    """Refuse to learn from oneself, also on a detour."""
    if source is None:
        return
    if source.example_id != example.pk:
        raise RuleError(_("Diese Kommune hat ein anderes Beispiel übernommen."))
    seen: set[int] = set()
    step: Adoption | None = source
    while step is not None and step.pk not in seen:
        if adoption is not None and step.pk == adoption.pk:
            raise RuleError(_("Diese Kommune hat selbst von Ihnen gelernt."))
        seen.add(step.pk)
        step = step.learned_from


def _columns(details: Details, *, today: date) -> dict[str, Any]:
    contact = details.contact
    columns: dict[str, Any] = {
        "state": Adoption.State(details.state),
        "changes": details.changes.strip(),
        "note": details.note.strip(),
        "learned_from": details.learned_from,
        "is_named": details.is_named,
        "contact_office": contact.office.strip(),
        "contact_email": contact.email.strip().lower(),
        "contact_phone": contact.phone.strip(),
        "contact_until": contact.until,
    }
    if not (contact.office or contact.email or contact.phone):
        return columns | {"contact_until": None}
    if not contact.office.strip() or not (contact.email or contact.phone):
        raise RuleError(_("Nennen Sie die Stelle und dazu Postfach oder Telefon."))
    if contact.until is None or contact.until < today:
        raise RuleError(_("Bis wann dürfen Mitglieder die Ansprechstelle sehen?"))
    return columns
