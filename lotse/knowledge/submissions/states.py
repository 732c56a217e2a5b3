"""The state of a submission, derived from its facts. The conditions for lists say the same."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import Submission


class State(models.TextChoices):
    """In the order of the life cycle; the words are for the team."""

    DRAFT = "draft", _("wird geschrieben")
    UNCONFIRMED = "unconfirmed", _("Adresse noch nicht bestätigt")
    RECEIVED = "received", _("eingegangen")
    TRIAGED = "triaged", _("gesichtet")
    PREPARATION = "preparation", _("in Vorbereitung")
    CHECK = "check", _("in Prüfung")
    CONSENT = "consent", _("wartet auf Freigabe")
    PUBLISHED = "published", _("veröffentlicht")
    BACK = "back", _("Rückfrage offen")
    REJECTED = "rejected", _("abgelehnt")
    DUPLICATE = "duplicate", _("gibt es schon")


FOR_EDITORS = tuple(state for state in State if state not in (State.DRAFT, State.UNCONFIRMED))
"""What editors filter by."""
OPEN = (State.RECEIVED, State.TRIAGED, State.PREPARATION, State.CHECK, State.CONSENT, State.BACK)
"""States in which somebody still has something to do."""

_RECEIVED = Q(received_at__isnull=False)
_UNSETTLED = _RECEIVED & Q(rejected_at=None, duplicate_at=None, is_published=False)
_WITH_US = _UNSETTLED & Q(asked_back_at=None)
_IN_WORK = _WITH_US & Q(drafted_at__isnull=False, waits_for_consent=False)

_CONDITIONS = {
    State.DRAFT: Q(received_at=None, sent_at=None),
    State.UNCONFIRMED: Q(received_at=None, sent_at__isnull=False),
    State.REJECTED: Q(rejected_at__isnull=False),
    State.DUPLICATE: Q(duplicate_at__isnull=False),
    State.PUBLISHED: _RECEIVED & Q(rejected_at=None, duplicate_at=None, is_published=True),
    State.BACK: _UNSETTLED & Q(asked_back_at__isnull=False),
    State.CONSENT: _WITH_US & Q(drafted_at__isnull=False, waits_for_consent=True),
    State.CHECK: _IN_WORK & Q(is_in_check=True),
    State.PREPARATION: _IN_WORK & Q(is_in_check=False),
    State.TRIAGED: _WITH_US & Q(drafted_at=None, triaged_at__isnull=False),
    State.RECEIVED: _WITH_US & Q(drafted_at=None, triaged_at=None),
}


def condition(state: State) -> Q:
    """Return the condition for a state, on ``queries.with_facts``."""
    return _CONDITIONS[state]


def of(submission: Submission) -> State:
    """Return the state of a submission from ``queries.with_facts``; no further query."""
    if submission.received_at is None:
        return State.UNCONFIRMED if submission.sent_at else State.DRAFT
    if submission.rejected_at:
        return State.REJECTED
    if submission.duplicate_at:
        return State.DUPLICATE
    if submission.is_published:  # type: ignore[attr-defined]
        return State.PUBLISHED
    if submission.asked_back_at:
        return State.BACK
    if submission.drafted_at:
        if submission.waits_for_consent:  # type: ignore[attr-defined]
            return State.CONSENT
        return State.CHECK if submission.is_in_check else State.PREPARATION  # type: ignore[attr-defined]
    return State.TRIAGED if submission.triaged_at else State.RECEIVED
