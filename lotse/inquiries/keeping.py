"""How long inquiries keep their people, what holds them back, and forgetting on request."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.inquiries import anonymising
from lotse.inquiries.models import Inquiry
from lotse.inquiries.retention import INQUIRY_MONTHS
from lotse.lib import retention
from lotse.lib.retention import Eraser, Rule
from lotse.protection import rules as protection


def _held(now: datetime) -> Q:
    return Q(number__in=protection.held_numbers(now)) | Q(
        asker_email__in=protection.held_addresses(now)
    )


def _held_mail(address: str, now: datetime) -> Q:
    """Hold mails of held inquiries too, and those from or to a held address."""
    return Q(message__inquiry__number__in=protection.held_numbers(now)) | Q(
        **{f"{address}__in": protection.held_addresses(now)}
    )


def _of(address: str) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(asker_email=address, anonymised_at=None)


def _touching(address: str) -> QuerySet[Inquiry]:
    """Inquiries an address asked, or wrote into."""
    written = anonymising.by_others(address).values("inquiry")
    return Inquiry.objects.filter(
        Q(asker_email=address, anonymised_at=None) | Q(pk__in=written)
    ).order_by("pk")


def _obstacle(address: str, now: datetime) -> str:
    found = _touching(address)
    open_one = found.filter(closed_at=None).values_list("number", flat=True).first()
    if open_one:
        return _("Die Anfrage %s ist noch offen. Bitte schließen Sie sie zuerst ab.") % open_one
    held = protection.held_numbers(now)
    stuck = found.filter(number__in=held).values_list("number", flat=True).first()
    if stuck:
        return _("Das Löschen ist für die Anfrage %s angehalten.") % stuck
    return ""


def _erase(address: str, now: datetime) -> int:
    found = list(_of(address).values_list("pk", flat=True))
    asked = sum(anonymising.anonymise(pk, now) for pk in found)
    return asked + anonymising.forget_writer(address)


retention.can_hold("inquiry", lambda key: Inquiry.objects.filter(number=key).exists())
retention.hold("inquiries.Inquiry", _held)
retention.hold("mail.InboundMail", lambda now: _held_mail("from_address", now))
retention.hold("mail.OutgoingMail", lambda now: _held_mail("recipient", now))
retention.hold("accounts.User", lambda now: Q(email__in=protection.held_addresses(now)))
retention.register(
    Rule(
        name="inquiries.closed",
        label=gettext_lazy("Abgeschlossene Anfragen"),
        effect=gettext_lazy("anonymisiert; Frage, Antwort und Zeiten bleiben"),
        period=gettext_lazy("%s Monate nach dem Abschluss") % INQUIRY_MONTHS,
        due=anonymising.due,
        remove=anonymising.anonymise_closed,
        describe=lambda row: row.number,
    )
)
retention.register(
    Rule(
        name="inquiries.uploads",
        label=gettext_lazy("Hochgeladenes ohne Anfrage"),
        effect=gettext_lazy("gelöscht"),
        period=gettext_lazy("24 Stunden"),
        due=anonymising.uploads_over,
        remove=anonymising.remove_uploads,
        describe=lambda row: f"Datei {row.pk}",
    )
)
retention.can_erase(
    Eraser(
        name="inquiries",
        label=gettext_lazy("Anfragen, anonymisiert"),
        count=lambda address: _touching(address).count(),
        obstacle=_obstacle,
        erase=_erase,
    )
)
