"""What editors decide about a submission."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge import slugs
from lotse.knowledge.models import (
    Example,
    ExampleMunicipality,
    Source,
    Submission,
    SubmissionMessage,
)
from lotse.knowledge.submissions import content, mails
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError

REVIEW_AFTER = timedelta(days=365)
MAX_CONCEPTS = 6


class TooLate(RuleError):
    message = _("Das hat inzwischen jemand anderes entschieden. Laden Sie die Seite neu.")


@transaction.atomic
def take(submission: Submission, *, editor: User, now: datetime) -> None:
    """Look after a submission. Taking it from a colleague is allowed; the first instant stays.

    Raises TooLate if it is settled.
    """
    _change(submission, _open(submission), owner=editor)
    Submission.objects.filter(pk=submission.pk, triaged_at=None).update(triaged_at=now)
    submission.refresh_from_db()


@transaction.atomic
def accept(submission: Submission, *, editor: User, now: datetime) -> Example:
    """Make a draft of it, filled with what was sent, and tell the author.

    Raises RuleError without consent, and TooLate if there is a draft or it is settled.
    """
    if submission.publish_consent_at is None:
        raise RuleError(
            _("Die Einwilligung fehlt. Fragen Sie zurück, oder tragen Sie sie auf der Seite ein.")
        )
    example = _draft(submission, now)
    example.save()
    example.save_revision(user=editor, clean=False)
    _change(
        submission,
        _open(submission).filter(example=None),
        example=example,
        drafted_at=now,
        asked_back_at=None,
        owner=submission.owner or editor,
        triaged_at=submission.triaged_at or now,
        last_activity_at=now,
    )
    mails.accepted(submission, now=now)
    return example


def _draft(submission: Submission, now: datetime) -> Example:
    """Return an unsaved draft. What members may not see yet is left out (audience, contact)."""
    today = timezone.localdate(now)
    title = content.headline(submission) or str(submission)
    contact = {}
    if submission.contact_consent_at and submission.contact_until:
        contact = {
            "contact_office": submission.office[:120] or _("Ansprechstelle"),
            "contact_email": submission.email,
            "contact_phone": submission.phone,
            "contact_consent_until": submission.contact_until,
        }
    example = Example(
        live=False,
        title=title,
        slug=slugs.free(title, Example),
        what=content.shortened(" ".join(submission.raw_text.split()), 600),
        solution=submission.raw_text,
        evidence=Example.Evidence.SELF_REPORT,
        evidence_text=submission.benefit,
        lessons=submission.avoid,
        adapted_from=submission.adapted_from,
        content_as_of=today,
        review_due_on=today + REVIEW_AFTER,
        audience=Audience.MEMBERS if submission.audience is None else submission.audience,
        internal_note=_("Aus Einsendung %s. Eigene Sätze schreiben.") % submission.number,
        **contact,
    )
    example.concepts.set(list(submission.concepts.all())[:MAX_CONCEPTS])
    if submission.municipality is not None:
        example.municipalities.add(
            ExampleMunicipality(municipality=submission.municipality, sort_order=0)
        )
    for position, url in enumerate(submission.links):
        example.sources.add(Source(url=url, accessed_on=today, sort_order=position))
    return example


@transaction.atomic
def reject(submission: Submission, *, reason: str, editor: User, now: datetime) -> None:
    """Say no with a reason the author reads. Raises RuleError without one, TooLate."""
    if not reason.strip():
        raise RuleError(_("Nennen Sie den Grund. Die Kommune liest ihn."))
    _settle(submission, editor, rejected_at=now, rejection=reason.strip()[:1000], now=now)
    mails.rejected(submission, now=now)


@transaction.atomic
def mark_duplicate(
    submission: Submission, *, example: Example, editor: User, now: datetime
) -> None:
    """Note that an example says it already, and thank the author with the link.

    Raises TooLate, and RuleError if it is the draft made of this very submission.
    """
    if example.pk == submission.example_id:
        raise RuleError(_("Das ist der Entwurf aus dieser Einsendung. Wählen Sie ein anderes."))
    _settle(submission, editor, duplicate_at=now, duplicate_of=example, now=now)
    mails.duplicate(submission, now=now)


@transaction.atomic
def ask_back(submission: Submission, *, text: str, editor: User, now: datetime) -> None:
    """Ask the author something by mail; the reply lands here.

    Raises RuleError without words or if nobody reads mail at the address, TooLate if settled.
    """
    if not text.strip():
        raise RuleError(_("Schreiben Sie, was Sie wissen möchten."))
    if not mails.has_reader(submission.email):
        raise RuleError(_("Zu dieser Einsendung gibt es keine Adresse, die jemand liest."))
    _change(
        submission,
        _open(submission),
        asked_back_at=now,
        last_activity_at=now,
        owner=submission.owner or editor,
        triaged_at=submission.triaged_at or now,
    )
    mails.question(submission, text=text.strip(), author=editor, now=now)


def note(submission: Submission, *, text: str, editor: User, now: datetime) -> None:
    """Keep a note for the team. Raises RuleError without words."""
    if not text.strip():
        raise RuleError(_("Die Notiz ist leer."))
    SubmissionMessage.objects.create(
        submission=submission,
        kind=SubmissionMessage.Kind.NOTE,
        author=editor,
        text=text.strip()[:5000],
        created_at=now,
    )


def reopen(submission: Submission, *, editor: User) -> None:
    """Take back a rejection or a duplicate. The mail is sent already. Raises TooLate."""
    settled = Submission.objects.filter(pk=submission.pk, anonymised_at=None).exclude(
        rejected_at=None, duplicate_at=None
    )
    _change(
        submission,
        settled,
        rejected_at=None,
        rejection="",
        duplicate_at=None,
        duplicate_of=None,
        settled_by=None,
        owner=editor,
    )


def _open(submission: Submission) -> QuerySet[Submission]:
    """Return the submission if nobody has settled it, for a conditional update."""
    return Submission.objects.filter(
        pk=submission.pk, received_at__isnull=False, rejected_at=None, duplicate_at=None
    ).exclude(example__first_published_at__isnull=False)


def _settle(submission: Submission, editor: User, *, now: datetime, **facts: object) -> None:
    _change(
        submission,
        _open(submission),
        settled_by=editor,
        asked_back_at=None,
        triaged_at=submission.triaged_at or now,
        owner=submission.owner or editor,
        last_activity_at=now,
        **facts,
    )
    submission.consent_requests.filter(answered_at=None, superseded_at=None).update(
        superseded_at=now
    )


def _change(submission: Submission, allowed: QuerySet[Submission], **facts: object) -> None:
    if not allowed.update(**facts):
        raise TooLate
    submission.refresh_from_db()
