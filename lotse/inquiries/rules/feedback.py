"""What askers say about an answer, at once and some weeks later."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.inquiries import feedback_links, harvest_mails, journal, material
from lotse.inquiries.models import (
    Event,
    Feedback,
    Harvested,
    Inquiry,
    Message,
    Outcome,
    OutcomeRefusal,
)
from lotse.inquiries.rules import harvesting, receiving
from lotse.inquiries.rules.incoming import Incoming
from lotse.knowledge.models import Commission
from lotse.lib.errors import RuleError

BATCH = 50
GRACE = timedelta(weeks=4)
"""So much later than planned a question still makes sense; after that it is left out."""
BREAK = timedelta(days=7)
"""One address is asked at most once in this time, however many inquiries it has."""


@transaction.atomic
def rate(answer: Message, *, has_helped: bool, text: str = "", now: datetime) -> Feedback:
    """Note whether an answer helped. Saying it again changes it; saying the same writes nothing."""
    words = text.strip()[:2000]
    row, is_new = Feedback.objects.get_or_create(
        answer=answer,
        defaults={
            "inquiry": answer.inquiry,
            "has_helped": has_helped,
            "text": words,
            "given_at": now,
        },
    )
    if not is_new:
        if (row.has_helped, row.text) == (has_helped, words):
            return row
        row.has_helped, row.text, row.changed_at = has_helped, words, now
        row.save(update_fields=["has_helped", "text", "changed_at"])
    detail = _("hat geholfen") if has_helped else _("hat nicht geholfen")
    journal.record(answer.inquiry, Event.What.RATED, detail=detail, now=now)
    return row


@transaction.atomic
def ask_more(answer: Message, *, text: str, now: datetime) -> Message:
    """Turn what the asker still misses into a message: the promise counts from here again.

    text: what is missing; without it the words of the feedback. Raises RuleError without either.
    """
    inquiry = answer.inquiry
    said = Feedback.objects.filter(answer=answer).values_list("text", flat=True).first()
    words = text.strip() or (said or "").strip()
    if not words:
        raise RuleError(_("Schreiben Sie in einem Satz, was noch fehlt."))
    incoming = Incoming(
        text=words, author_name=inquiry.asker_name, author_email=inquiry.asker_email
    )
    return receiving.add_message(
        inquiry, incoming, channel=Inquiry.Channel.WEB, received_at=now, now=now
    )


def ask_outcomes(now: datetime, *, weeks: int) -> int:
    """Ask what became of answers given so many weeks ago, each once; return how many. 0 is off."""
    if not weeks:
        return 0
    due = now - timedelta(weeks=weeks)
    asked: set[str] = set()
    for inquiry in _to_ask(due, now).order_by("answered_at", "pk")[:BATCH]:
        if inquiry.asker_email in asked or _is_refused(inquiry):
            continue
        asked.add(inquiry.asker_email)
        _ask_outcome(inquiry, now)
    return len(asked)


def _to_ask(due: datetime, now: datetime) -> QuerySet[Inquiry]:
    """Inquiries of people that were answered, reach them, and were not asked about yet."""
    recent = Outcome.objects.filter(
        inquiry__asker_email=OuterRef("asker_email"), asked_at__gt=now - BREAK
    )
    return Inquiry.objects.filter(
        Q(answered_at__lte=due) & Q(answered_at__gt=due - GRACE),
        kind=Inquiry.Kind.INQUIRY,
        outcome=None,
        bounced_at=None,
        anonymised_at=None,
        merged_into=None,
    ).exclude(Q(asker_email="") | Exists(recent))


def _is_refused(inquiry: Inquiry) -> bool:
    key = feedback_links.hashed(inquiry.asker_email)
    return OutcomeRefusal.objects.filter(address_hash=key).exists()


def _ask_outcome(inquiry: Inquiry, now: datetime) -> None:
    try:
        with transaction.atomic():
            # The unique inquiry decides between two workers; the row and its mail are one fact.
            row = Outcome.objects.create(inquiry=inquiry, asked_at=now)
            row.outgoing = harvest_mails.ask_outcome(inquiry, now=now)
            row.save(update_fields=["outgoing"])
            journal.record(inquiry, Event.What.OUTCOME_ASKED, now=now)
    except IntegrityError:
        return


@transaction.atomic
def report_outcome(outcome: Outcome, *, result: str, text: str = "", now: datetime) -> Outcome:
    """Note what became of an answer; it may be changed. "Umgesetzt" asks editors for an example.

    A few words with it are kept here and start no clock: whoever needs something replies to the
    mail, and that is a message like any other (decision 0054).
    """
    chosen, words = Outcome.Result(result), text.strip()[:2000]
    if (outcome.result, outcome.text) == (chosen, words):
        return outcome
    Outcome.objects.filter(pk=outcome.pk).update(result=chosen, text=words, given_at=now)
    outcome.refresh_from_db()
    inquiry = outcome.inquiry
    journal.record(inquiry, Event.What.OUTCOME_GIVEN, detail=str(chosen.label), now=now)
    if chosen == Outcome.Result.DONE and not _has_example_commission(inquiry):
        harvesting.commission(
            inquiry,
            kind=Commission.Kind.EXAMPLE,
            title=_("Beispiel erfragen: %s") % _public_subject(inquiry),
            why=_(
                "Die Kommune hat umgesetzt, was wir ihr geantwortet haben. Fragen Sie, ob sie ein "
                "gutes Beispiel meldet."
            ),
            actor=None,
            now=now,
        )
    return outcome


def refuse_outcomes(inquiry: Inquiry, *, now: datetime) -> None:
    """Never ask this address again what became of an answer. Twice is fine."""
    if inquiry.asker_email:
        OutcomeRefusal.objects.get_or_create(
            address_hash=feedback_links.hashed(inquiry.asker_email),
            defaults={"refused_at": now},
        )


def _has_example_commission(inquiry: Inquiry) -> bool:
    return Harvested.objects.filter(
        inquiry=inquiry, commission__kind=Commission.Kind.EXAMPLE
    ).exists()


def _public_subject(inquiry: Inquiry) -> str:
    return material.of(inquiry).question or inquiry.number
