"""The municipality releases a text, and what may appear without its answer."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge.models import ConsentRequest, Example, Submission, SubmissionMessage
from lotse.knowledge.submissions import mails, queries, wording
from lotse.knowledge.submissions.rules.triage import TooLate
from lotse.lib.errors import RuleError
from lotse.mail import outbox

REMIND_AFTER = timedelta(days=3)
BATCH = 50
Answer = ConsentRequest.Answer


@transaction.atomic
def ask_consent(
    submission: Submission,
    *,
    recipient: str,
    publishes_at_once: bool = False,
    editor: User,
    now: datetime,
) -> ConsentRequest:
    """Send the draft as it stands to the municipality; a request before it no longer counts.

    publishes_at_once: a yes publishes it without a further step. Raises RuleError without a draft,
    for an address nobody reads, and if the text could not be published anyway.
    """
    example = _draft(submission)
    if not mails.has_reader(recipient):
        raise outbox.UnusableAddress
    revision = example.get_latest_revision()
    if revision is None:
        revision = example.save_revision(user=editor, clean=False)
    shown: Example = revision.as_object()
    submission.consent_requests.filter(answered_at=None, superseded_at=None).update(
        superseded_at=now
    )
    request = ConsentRequest.objects.create(
        submission=submission,
        recipient=recipient.lower(),
        asked_by=editor,
        asked_at=now,
        revision_id=revision.pk,
        digest=wording.digest(shown),
        publishes_at_once=publishes_at_once,
    )
    Submission.objects.filter(pk=submission.pk).update(
        asked_back_at=None, public_facts_at=None, public_facts_digest="", last_activity_at=now
    )
    mails.ask_consent(request, due=timezone.localdate(now + REMIND_AFTER), now=now)
    submission.refresh_from_db()
    return request


def answer_consent(
    request: ConsentRequest, *, answer: str, text: str, name: str, now: datetime
) -> list[str]:
    """Take the decision of the municipality; return why a yes could not be published at once.

    Empty if there was nothing to publish or it is published. Raises RuleError if changes are
    wanted without saying which, and TooLate if it was answered or a newer text was sent.
    """
    _decide(request, answer=answer, text=text, name=name, recorded_by=None, now=now)
    if answer != Answer.YES or not request.publishes_at_once:
        return []
    return _publish(request, now)


def record_consent(
    request: ConsentRequest, *, answer: str, text: str, name: str, editor: User, now: datetime
) -> None:
    """Write down an answer that came by mail or phone. Raises as ``answer_consent``."""
    if not name.strip():
        raise RuleError(_("Nennen Sie, wer entschieden hat: Name und Amt."))
    _decide(request, answer=answer, text=text, name=name, recorded_by=editor, now=now)


@transaction.atomic
def _decide(
    request: ConsentRequest,
    *,
    answer: str,
    text: str,
    name: str,
    recorded_by: User | None,
    now: datetime,
) -> None:
    chosen = Answer(answer)
    if chosen == Answer.CHANGES and not text.strip():
        raise RuleError(_("Schreiben Sie, was wir ändern sollen."))
    waiting = ConsentRequest.objects.filter(pk=request.pk, answered_at=None, superseded_at=None)
    changed = waiting.update(
        answer=chosen,
        answered_at=now,
        answered_by=name.strip()[:200],
        answer_text=text.strip()[:5000],
        recorded_by=recorded_by,
    )
    if not changed:
        raise TooLate
    request.refresh_from_db()
    submission = request.submission
    words = [str(chosen.label), text.strip()]
    SubmissionMessage.objects.create(
        submission=submission,
        kind=SubmissionMessage.Kind.CONSENT,
        author=recorded_by,
        author_name=name.strip()[:120],
        author_email=request.recipient,
        text="\n\n".join(word for word in words if word),
        created_at=now,
    )
    Submission.objects.filter(pk=submission.pk).update(last_activity_at=now)
    if recorded_by is None:
        mails.notice(submission, _("Antwort zur Freigabe: %s") % chosen.label, now=now)


def _publish(request: ConsentRequest, now: datetime) -> list[str]:
    """Publish the released text; return in sentences what forbids it, and tell the editors."""
    example = queries.record_of(request.submission)
    revision = example.get_latest_revision() if example else None
    if revision is None:
        return [_("Der Entwurf ist nicht mehr da.")]
    try:
        with transaction.atomic():
            # The editor decided this when asking; what is forbidden is refused all the same.
            revision.publish(user=request.asked_by, skip_permission_checks=True)
    except ValidationError as refusal:
        mails.notice(request.submission, _("Freigegeben, aber noch nicht veröffentlicht"), now=now)
        return list(refusal.messages)
    return []


def remind_waiting(now: datetime) -> int:
    """Ask once more where no answer came within three days; return how often."""
    due = list(queries.consent_to_remind(now - REMIND_AFTER)[:BATCH])
    return sum(_remind(request, now) for request in due)


@transaction.atomic
def _remind(request: ConsentRequest, now: datetime) -> bool:
    # Conditional: of two workers one reminds, and nobody who answered meanwhile.
    ours = ConsentRequest.objects.filter(
        pk=request.pk, reminded_at=None, answered_at=None, superseded_at=None
    ).update(reminded_at=now)
    if ours:
        mails.remind_consent(request, now=now)
    return bool(ours)


@transaction.atomic
def confirm_public_facts(submission: Submission, *, editor: User, now: datetime) -> None:
    """Let a draft appear without an answer, with nothing in it beyond its public sources.

    Raises RuleError while the municipality may still answer, after a no, and if the draft holds
    what is in no public source: contact, files, pictures.
    """
    example = _draft(submission)
    request = queries.latest_consent(submission)
    if request is None:
        raise RuleError(_("Bitten Sie die Kommune zuerst um die Freigabe."))
    if request.answered_at is not None:
        raise RuleError(_("Die Kommune hat geantwortet. Ihre Antwort gilt."))
    if request.reminded_at is None:
        raise RuleError(_("Warten Sie die Erinnerung nach drei Tagen ab."))
    draft: Example = example.get_latest_revision_as_object()
    if wording.beyond_public_sources(draft):
        raise RuleError(
            _("Nehmen Sie Ansprechstelle, Anlagen und Bilder heraus. Sie sind nicht öffentlich.")
        )
    if not list(draft.sources.all()):
        raise RuleError(_("Nennen Sie die öffentlichen Quellen im Entwurf."))
    Submission.objects.filter(pk=submission.pk).update(
        public_facts_at=now,
        public_facts_by=editor,
        public_facts_digest=wording.digest(draft),
        last_activity_at=now,
    )
    submission.refresh_from_db()


def gaps(submission: Submission, draft: Example) -> list[str]:
    """Say what keeps a draft from its first publication, in sentences; empty if nothing."""
    if draft.first_published_at is not None:
        return []
    if submission.flash_consent_at and wording.is_short_form(draft):
        return []
    request = queries.latest_consent(submission)
    if request is None:
        return [
            _("Die Kommune hat den Text noch nicht gesehen. Bitten Sie unter %s um die Freigabe.")
            % submission.get_absolute_url()
        ]
    if request.answered_at is None:
        return _without_answer(submission, draft)
    return _with_answer(request, draft)


def _without_answer(submission: Submission, draft: Example) -> list[str]:
    where = submission.get_absolute_url()
    if submission.public_facts_at is None:
        return [
            _(
                "Die Kommune hat noch nicht geantwortet. Ohne Freigabe darf nur erscheinen, was in "
                "öffentlichen Quellen steht. Bestätigen Sie das nach der Erinnerung unter %s."
            )
            % where
        ]
    if wording.beyond_public_sources(draft):
        return [
            _(
                "Ohne Freigabe dürfen Ansprechstelle, Anlagen und Bilder nicht erscheinen. "
                "Nehmen Sie sie heraus."
            )
        ]
    if wording.digest(draft) != submission.public_facts_digest:
        return [
            _("Der Text ist seit der Bestätigung anders. Bestätigen Sie unter %s noch einmal.")
            % where
        ]
    return []


def _with_answer(request: ConsentRequest, draft: Example) -> list[str]:
    where = request.submission.get_absolute_url()
    if request.answer == Answer.NO:
        return [_("Die Kommune hat die Freigabe abgelehnt. Das Beispiel darf nicht erscheinen.")]
    if request.answer == Answer.CHANGES:
        return [
            _(
                "Die Kommune wünscht Änderungen. Arbeiten Sie sie ein und bitten Sie unter %s noch "
                "einmal um die Freigabe."
            )
            % where
        ]
    if wording.digest(draft) != request.digest:
        return [
            _("Der Text ist seit der Freigabe anders. Bitten Sie unter %s noch einmal darum.")
            % where
        ]
    return []


def _draft(submission: Submission) -> Example:
    if submission.is_settled:
        raise TooLate
    example = queries.record_of(submission)
    if example is None:
        raise RuleError(_("Nehmen Sie die Einsendung zuerst an. Dann gibt es einen Entwurf."))
    return example
