"""How long contacts of adoptions and addresses left with feedback are kept."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import Adoption, PageFeedback
from lotse.lib import retention
from lotse.lib.retention import Eraser, Rule

WITHDRAWN_KEPT = timedelta(days=30)
"""So long a withdrawal can be undone with its contact."""
REPLIED_KEPT = timedelta(days=30)
ADDRESS_KEPT = timedelta(days=365)
BATCH = 200
_NO_CONTACT = {
    "contact_office": "",
    "contact_email": "",
    "contact_phone": "",
    "contact_until": None,
}


def _contacts_over(now: datetime) -> QuerySet[Adoption]:
    over = Q(contact_until__lt=timezone.localdate(now)) | Q(
        withdrawn_at__lte=now - WITHDRAWN_KEPT, contact_until__isnull=False
    )
    return retention.free(Adoption.objects.filter(over), now).order_by("contact_until", "pk")


def forget_contacts(now: datetime) -> int:
    """Take contacts away whose consent is over; the adoption stays. Returns how many."""
    ids = list(_contacts_over(now).values_list("pk", flat=True)[:BATCH])
    return Adoption.objects.filter(pk__in=ids).update(**_NO_CONTACT)


def _addresses_over(now: datetime) -> QuerySet[PageFeedback]:
    over = Q(replied_at__lte=now - REPLIED_KEPT) | Q(given_at__lte=now - ADDRESS_KEPT)
    found = PageFeedback.objects.filter(over).exclude(reply_email="")
    return retention.free(found, now).order_by("given_at", "pk")


def forget_addresses(now: datetime) -> int:
    """Take addresses away that were left with feedback; the feedback stays. Returns how many."""
    ids = list(_addresses_over(now).values_list("pk", flat=True)[:BATCH])
    return PageFeedback.objects.filter(pk__in=ids).update(reply_email="")


def _of(address: str) -> tuple[QuerySet[Adoption], QuerySet[PageFeedback]]:
    return (
        Adoption.objects.filter(contact_email=address),
        PageFeedback.objects.filter(reply_email=address),
    )


def _erase(address: str, now: datetime) -> int:
    contacts, feedback = _of(address)
    words = {"reply_email": "", "text": "", "reply": "", "replied_at": None, "replied_by": None}
    return contacts.update(**_NO_CONTACT) + feedback.update(**words)


retention.register(
    Rule(
        name="knowledge.adoption_contacts",
        label=_("Ansprechstellen von Übernahmen"),
        effect=_("gelöscht; die Übernahme bleibt"),
        period=_("bis zum Ende der Einwilligung, 30 Tage nach dem Zurückziehen"),
        due=_contacts_over,
        remove=forget_contacts,
        describe=lambda row: f"Übernahme {row.pk}",
    )
)
retention.register(
    Rule(
        name="knowledge.feedback_addresses",
        label=_("Adressen in Rückmeldungen zu Seiten"),
        effect=_("gelöscht; die Rückmeldung bleibt"),
        period=_("30 Tage nach der Antwort, höchstens 12 Monate"),
        due=_addresses_over,
        remove=forget_addresses,
        describe=lambda row: f"Rückmeldung {row.pk}",
    )
)
retention.can_erase(
    Eraser(
        name="knowledge",
        label=_("Ansprechstellen von Übernahmen, Rückmeldungen zu Seiten"),
        count=lambda address: sum(rows.count() for rows in _of(address)),
        obstacle=lambda address, now: "",
        erase=_erase,
    )
)
