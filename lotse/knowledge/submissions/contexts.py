"""What the pages of a submission show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from lotse.knowledge import prose, reading
from lotse.knowledge.models import ConsentRequest, Example, Submission
from lotse.knowledge.submissions import content, links, queries, states, wording
from lotse.knowledge.submissions.rules import consent as consent_rules
from lotse.knowledge.submissions.states import State
from lotse.lib.audience import Audience
from lotse.search.engine import Result


@dataclass(frozen=True)
class Stage:
    """One step on the author's way."""

    title: str
    text: str
    is_done: bool
    is_current: bool


_ORDER = (State.RECEIVED, State.TRIAGED, State.PREPARATION, State.CHECK, State.CONSENT)


def status(submission: Submission, *, token: str, now: datetime) -> dict[str, Any]:
    """What an author reads: where it stands, what is missing, the exchange."""
    state = states.of(submission)
    request = queries.open_consent(submission)
    example = submission.example
    return {
        "submission": submission,
        "state": state,
        "stages": stages(state),
        "headline": content.headline(submission) or submission.number,
        "missing": [] if submission.is_settled else content.missing(submission),
        "consent_path": links.consent_path(request) if request else "",
        "published": example if example and example.live else None,
        "duplicate": submission.duplicate_of if submission.duplicate_at else None,
        "conversation": list(queries.visible_messages(submission)),
        "files": list(submission.files.all()),
        "audience": content.audience_words(submission),
        "token": token,
        "now": now,
        "valid_days": links.VALID_FOR.days,
    }


def stages(state: State) -> list[Stage]:
    """The way in the author's words, with the present step marked. Empty if it has ended early."""
    if state in (State.REJECTED, State.DUPLICATE):
        return []
    reached = {
        State.RECEIVED: 0,
        State.TRIAGED: 1,
        State.BACK: 1,
        State.PREPARATION: 1,
        State.CHECK: 2,
        State.CONSENT: 3,
        State.PUBLISHED: 4,
    }[state]
    words = [
        (_("Eingegangen"), _("Ihr Beispiel ist bei der Redaktion.")),
        (_("Text"), _("Die Redaktion schreibt den Text.")),
        (_("Prüfung"), _("Eine zweite Person liest ihn.")),
        (_("Ihre Freigabe"), _("Sie lesen den Text und entscheiden.")),
        (_("Veröffentlicht"), _("Andere Kommunen finden ihn.")),
    ]
    return [
        Stage(title, text, is_done=number < reached, is_current=number == reached)
        for number, (title, text) in enumerate(words)
    ]


def consent(request: ConsentRequest, *, today: date) -> dict[str, Any]:
    """What somebody reads who releases a text: the version that was sent, as members see it."""
    shown = text_of(request)
    read = reading.of(shown, reach=Audience.MEMBERS, today=today) if shown else None
    return {
        "asked": request,
        "submission": request.submission,
        "reading": read,
        "prose": prose.of_example(shown, read, today=today) if shown and read else None,
        "example": shown,
        "is_public": shown is not None and shown.audience == Audience.PUBLIC,
    }


def text_of(request: ConsentRequest) -> Example | None:
    """Return the version of the draft that was sent, None if it is gone."""
    revision = Revision.objects.filter(pk=request.revision_id).first()
    shown: Example | None = revision.as_object() if revision else None
    return shown


@dataclass(frozen=True)
class Duplicates:
    """What may be the same: published, of the same municipality, sent in before."""

    found: Sequence[Result]
    examples: Sequence[Example]
    submissions: Sequence[tuple[Submission, State]]


def detail(submission: Submission, *, now: datetime) -> dict[str, Any]:
    """What an editor sees of one submission."""
    request = queries.latest_consent(submission)
    draft = queries.draft_of(submission)
    words = content.paragraphs([submission.raw_text, submission.benefit])
    state = states.of(submission)
    return {
        "submission": submission,
        "state": state,
        "headline": content.headline(submission) or submission.number,
        "missing": content.missing(submission),
        "topics": list(submission.concepts.all()),
        "audience": content.audience_words(submission),
        "files": list(submission.files.all()),
        "conversation": list(submission.messages.select_related("author")),
        "duplicates": Duplicates(
            found=queries.similar_examples(words, reach=Audience.TEAM, limit=4),
            examples=list(queries.own_examples(submission)),
            submissions=[(one, states.of(one)) for one in queries.neighbours(submission)],
        ),
        "requests": list(submission.consent_requests.select_related("asked_by", "recorded_by")),
        "consent": request,
        "gaps": consent_rules.gaps(submission, draft) if draft and _is_open(submission) else [],
        "is_text_changed": bool(draft and request and wording.digest(draft) != request.digest),
        "is_open": _is_open(submission),
        "now": now,
    }


def _is_open(submission: Submission) -> bool:
    return not submission.is_settled and not submission.is_published  # type: ignore[attr-defined]
