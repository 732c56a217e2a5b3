"""Inquiries as demand: those we had no source for, see ``knowledge.demand.sources``."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.accounts.models import User
from lotse.inquiries.models import Citation, Harvested, Inquiry
from lotse.inquiries.rules import harvesting
from lotse.knowledge.demand import sources
from lotse.knowledge.demand.sources import Source, Wanted
from lotse.knowledge.models import Commission
from lotse.lib import redaction

LOOKED_BACK = timedelta(days=180)


def rows(now: datetime) -> QuerySet[Inquiry]:
    """Inquiries of half a year without a source, or without any reply in time, not harvested."""
    cited = Citation.objects.filter(message__inquiry=OuterRef("pk"))
    harvested = Harvested.objects.filter(inquiry=OuterRef("pk"))
    unanswered = Q(answered_at=None, closed_at=None, first_answered_at=None, next_due_at__lt=now)
    without_source = Q(~Exists(cited), first_answered_at__isnull=False)
    return Inquiry.objects.filter(
        unanswered | without_source,
        ~Exists(harvested),
        kind=Inquiry.Kind.INQUIRY,
        merged_into=None,
        anonymised_at=None,
        received_at__gte=now - LOOKED_BACK,
    ).exclude(harvest=Inquiry.Harvest.NONE)


def wanted(inquiries: Sequence[Inquiry], now: datetime) -> list[Wanted]:
    """Return inquiries in words, without names. One query for their topics."""
    topics: dict[int, list[str]] = {}
    through = Inquiry.topics.through.objects.filter(inquiry__in=inquiries)
    for pk, name in through.order_by("pk").values_list("inquiry_id", "concept__name"):
        topics.setdefault(pk, []).append(name)
    return [_wanted(inquiry, tuple(topics.get(inquiry.pk, ()))) for inquiry in inquiries]


def _wanted(inquiry: Inquiry, topics: tuple[str, ...]) -> Wanted:
    is_answered = inquiry.first_answered_at is not None
    return Wanted(
        key=inquiry.number,
        text=redaction.masked(inquiry.subject, [inquiry.asker_name]) or inquiry.number,
        why=_("Beantwortet, ohne dass wir auf etwas Veröffentlichtes verweisen konnten.")
        if is_answered
        else _("Noch ohne Antwort, und die Frist ist vorbei."),
        url=inquiry.get_absolute_url(),
        asked_at=inquiry.received_at,
        topics=topics,
    )


def one(key: str, now: datetime) -> Wanted | None:
    found = list(rows(now).filter(number=key))
    return wanted(found, now)[0] if found else None


def commission(
    key: str, kind: str, title: str, why: str, person: User, now: datetime
) -> Commission:
    inquiry = Inquiry.objects.get(number=key)
    return harvesting.commission(inquiry, kind=kind, title=title, why=why, actor=person, now=now)


sources.register(
    Source(
        name="anfragen",
        label=gettext_lazy("Anfragen ohne Fundstelle"),
        hint=gettext_lazy(
            "Anfragen der letzten sechs Monate, zu denen wir nichts Veröffentlichtes nennen "
            "konnten oder die noch ohne Antwort sind. Namen sind herausgenommen."
        ),
        rows=rows,
        order=("-received_at", "-pk"),
        wanted=wanted,
        one=one,
        commission=commission,
    )
)
