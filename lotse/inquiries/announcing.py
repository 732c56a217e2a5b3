"""What other programs can be told about inquiries: from the journal, which is only added to."""

from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lotse.inquiries.models import Breach, Event, Feedback
from lotse.webhooks import events
from lotse.webhooks.events import News

NAMES: dict[str, str] = {
    Event.What.RECEIVED: "inquiry.received",
    Event.What.FOLLOWED_UP: "inquiry.followed_up",
    Event.What.ASSIGNED: "inquiry.assigned",
    Event.What.REACTED: "inquiry.reacted",
    Event.What.ANSWERED: "inquiry.answered",
    Event.What.BOUNCED: "inquiry.bounced",
    Event.What.CLOSED: "inquiry.closed",
    Event.What.REOPENED: "inquiry.reopened",
}
LABELS: dict[str, StrOrPromise] = {
    "inquiry.received": _("Anfrage eingegangen"),
    "inquiry.followed_up": _("weitere Nachricht eingegangen"),
    "inquiry.assigned": _("Anfrage zugewiesen"),
    "inquiry.reacted": _("Zwischenstand gesendet"),
    "inquiry.answered": _("Anfrage beantwortet"),
    "inquiry.bounced": _("Antwort unzustellbar"),
    "inquiry.closed": _("Anfrage abgeschlossen"),
    "inquiry.reopened": _("Anfrage wieder geöffnet"),
}


class Journal:
    """The journal of all inquiries as a feed."""

    name = "inquiries"

    def newest_id(self) -> int:
        return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0

    def news(self, after: int, limit: int) -> Iterator[News]:
        found = Event.objects.filter(pk__gt=after, what__in=NAMES).select_related("inquiry")
        for event in found.only("what", "happened_at", "inquiry__number").order_by("pk")[:limit]:
            yield News(
                source_id=event.pk,
                event=NAMES[event.what],
                subject=event.inquiry.number,
                path=event.inquiry.get_absolute_url(),
                happened_at=event.happened_at,
            )


class Breaches:
    """Promises that were missed; rows that stay for ever."""

    name = "breaches"

    def newest_id(self) -> int:
        return Breach.objects.aggregate(newest=Max("pk"))["newest"] or 0

    def news(self, after: int, limit: int) -> Iterator[News]:
        found = Breach.objects.filter(pk__gt=after).select_related("inquiry").order_by("pk")
        for breach in found[:limit]:
            path = breach.inquiry.get_absolute_url()
            number, at = breach.inquiry.number, breach.found_at
            yield News(breach.pk, "inquiry.breached", number, path, at)


class Opinions:
    """What askers say about answers: only that they said something, never what."""

    name = "feedback"

    def newest_id(self) -> int:
        return Feedback.objects.aggregate(newest=Max("pk"))["newest"] or 0

    def news(self, after: int, limit: int) -> Iterator[News]:
        found = Feedback.objects.filter(pk__gt=after).select_related("inquiry").order_by("pk")
        for opinion in found[:limit]:
            path = opinion.inquiry.get_absolute_url()
            number, at = opinion.inquiry.number, opinion.given_at
            yield News(opinion.pk, "feedback.given", number, path, at)


events.register(Journal(), LABELS)
events.register(Breaches(), {"inquiry.breached": _("Zusage nicht gehalten")})
events.register(Opinions(), {"feedback.given": _("Rückmeldung zur Antwort")})
