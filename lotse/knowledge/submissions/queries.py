"""Reads of submissions. ``with_facts`` first: it adds what ``states`` needs."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

from lotse.accounts.models import User
from lotse.knowledge.models import ConsentRequest, Example, Submission, SubmissionMessage
from lotse.knowledge.submissions import states
from lotse.knowledge.submissions.states import State
from lotse.lib.audience import Audience
from lotse.search import engine, gist
from lotse.search.engine import Result

MIN_LETTERS = 8
"""Letters from which looking for what is there already makes sense."""
_EXAMPLES = ("example",)


def with_facts(submissions: QuerySet[Submission] | None = None) -> QuerySet[Submission]:
    """Return submissions with ``is_published``, ``is_in_check`` and ``waits_for_consent``.

    Without an argument: all that were received.
    """
    found = received() if submissions is None else submissions
    open_requests = ConsentRequest.objects.filter(
        submission=OuterRef("pk"), answered_at=None, superseded_at=None
    )
    # Wagtail keeps the record of a workflow by its id as text.
    running = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Example),
        object_id=Cast(OuterRef("example_id"), CharField()),
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    shown = Example.objects.filter(pk=OuterRef("example_id"), first_published_at__isnull=False)
    return found.annotate(
        is_published=Exists(shown),
        is_in_check=Exists(running),
        waits_for_consent=Exists(open_requests),
    )


def received() -> QuerySet[Submission]:
    """Return what editors see: everything that was sent by somebody whose address is proven."""
    return Submission.objects.filter(received_at__isnull=False)


def in_state(*wanted: State) -> QuerySet[Submission]:
    """Return the received submissions in one of the states, the newest first."""
    found = Q()
    for state in wanted:
        found |= states.condition(state)
    return with_facts().filter(found).order_by("-received_at", "-pk")


def for_board(*wanted: State) -> QuerySet[Submission]:
    """Return submissions for the editors' board, open ones unless states are named.

    With owner, municipality and example loaded; four queries less per row.
    """
    return in_state(*(wanted or states.OPEN)).select_related(
        "owner", "municipality__land", "example", "duplicate_of"
    )


def waiting_for_triage() -> QuerySet[Submission]:
    """Return what nobody has looked at yet, the oldest first."""
    return in_state(State.RECEIVED).order_by("received_at", "pk")


def looked_after_by(person: User) -> QuerySet[Submission]:
    """Return what an editor has taken and not finished."""
    return for_board().filter(owner=person)


def consent_to_remind(before: datetime) -> QuerySet[ConsentRequest]:
    """Return requests without an answer that were sent before an instant and not repeated."""
    return ConsentRequest.objects.filter(
        answered_at=None,
        superseded_at=None,
        reminded_at=None,
        asked_at__lte=before,
        submission__anonymised_at=None,
    ).order_by("asked_at", "pk")


def open_consent(submission: Submission) -> ConsentRequest | None:
    """Return the request that waits for an answer."""
    return submission.consent_requests.filter(answered_at=None, superseded_at=None).first()


def latest_consent(submission: Submission) -> ConsentRequest | None:
    """Return the newest request, answered or not; one taken back does not count."""
    return submission.consent_requests.filter(superseded_at=None).first()


def drafts_of(person: User) -> QuerySet[Submission]:
    """Return what a person has begun and not sent, the latest first."""
    begun = Submission.objects.filter(person=person, sent_at=None, received_at=None)
    return begun.select_related("municipality").order_by("-changed_at", "-pk")


def own(person: User) -> QuerySet[Submission]:
    """Return what a person has sent in, the newest first."""
    mine = received().filter(Q(person=person) | Q(email=person.email))
    return (
        with_facts(mine).select_related("example", "duplicate_of").order_by("-received_at", "-pk")
    )


def record_of(submission: Submission) -> Example | None:
    """Return the example made of it as it is in the database now, None if there is none.

    Read afresh: another process may have saved a version since the submission was loaded.
    """
    found: Example | None = Example.objects.filter(pk=submission.example_id or 0).first()
    return found


def draft_of(submission: Submission) -> Example | None:
    """Return the latest version of the example made of it."""
    record = record_of(submission)
    draft: Example | None = record.get_latest_revision_as_object() if record else None
    return draft


def visible_messages(submission: Submission) -> QuerySet[SubmissionMessage]:
    """Return what the author may read: no notes, no delivery reports."""
    return submission.messages.filter(kind__in=SubmissionMessage.VISIBLE_TO_AUTHOR)


def similar_examples(text: str, *, reach: Audience, limit: int = 3) -> Sequence[Result]:
    """Return published examples that may say the same; nothing for a few letters."""
    if len(text.strip()) < MIN_LETTERS:
        return []
    return engine.best(gist.gist("", text), reach=reach, limit=limit, kinds=_EXAMPLES)


def neighbours(submission: Submission, limit: int = 5) -> QuerySet[Submission]:
    """Return other submissions of the same municipality, or of the same address."""
    same = Q(pk__in=[])
    if submission.municipality_id:
        same |= Q(municipality=submission.municipality_id)
    if submission.email:
        same |= Q(email=submission.email)
    others = received().filter(same).exclude(pk=submission.pk)
    return with_facts(others).order_by("-received_at", "-pk")[:limit]


def own_examples(submission: Submission, limit: int = 5) -> QuerySet[Example]:
    """Return examples of the same municipality, drafts included, the newest first."""
    theirs = Q(municipalities__municipality=submission.municipality_id)
    found: QuerySet[Example] = Example.objects.filter(
        theirs if submission.municipality_id else Q(pk__in=[])
    )
    return found.exclude(pk=submission.example_id).order_by("-pk").distinct()[:limit]
