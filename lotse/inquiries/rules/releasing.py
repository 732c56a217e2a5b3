"""Four eyes: shared drafts, comments, release by a second person before a reply leaves."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal, notices
from lotse.inquiries.files import StoredFile
from lotse.inquiries.models import Draft, DraftComment, Event, FourEyes, Inquiry
from lotse.inquiries.rules import enclosing
from lotse.inquiries.rules.details import Details
from lotse.inquiries.rules.sources import Cited
from lotse.lib.errors import RuleError


class NotReleased(RuleError):
    message = _(
        "Diese Antwort braucht eine zweite Person. Geben Sie sie zum Gegenlesen frei und senden "
        "Sie sie, sobald sie freigegeben ist."
    )


def digest(
    text: str, citations: Sequence[Cited], details: Details, files: Sequence[StoredFile] = ()
) -> str:
    """Return a fingerprint of what a release covers."""
    content = [
        text.strip(),
        [asdict(cited) for cited in citations],
        details.as_json(),
        [[file.name, file.sha256] for file in files],
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def reasons(inquiry: Inquiry, draft: Draft | None, details: Details) -> list[str]:
    """Say why an answer needs a second person; empty if it does not."""
    found = []
    if draft is not None and draft.needs_release:
        found.append(_("Sie selbst wünschen eine zweite Person."))
    if details.is_legal:
        found.append(_("Rechtliche Antworten liest eine zweite Person."))
    topics = inquiry.topics.all()
    asked = FourEyes.objects.filter(
        Q(area=inquiry.area_id, area__isnull=False)
        | Q(topic__in=topics)
        | Q(topic__in=topics.values("broader"))
    ).select_related("area", "topic")
    for rule in asked:
        name = rule.area.name if rule.area else rule.topic.name if rule.topic else ""
        found.append(_("Für „%s“ gilt das Vier-Augen-Prinzip.") % name)
    return found


def reviewer(
    inquiry: Inquiry,
    *,
    text: str,
    citations: Sequence[Cited],
    details: Details,
    files: Sequence[StoredFile] = (),
    author: User,
) -> tuple[User | None, datetime | None]:
    """Return who released exactly this answer and when; both None if nobody had to.

    Raises NotReleased if somebody has to and has not.
    """
    drafts = Draft.objects.select_related("released_by")
    draft = drafts.filter(inquiry=inquiry, author=author).first()
    is_released = (
        draft is not None
        and draft.released_by_id not in (None, author.pk)
        and draft.released_digest == digest(text, citations, details, files)
    )
    if draft is not None and is_released:
        return draft.released_by, draft.released_at
    if reasons(inquiry, draft, details):
        raise NotReleased
    return None, None


@transaction.atomic
def share(
    draft: Draft,
    *,
    reader: User | None = None,
    needs_release: bool = False,
    actor: User,
    now: datetime,
) -> None:
    """Let colleagues read a draft and tell the one who is asked.

    needs_release: nobody may send it before somebody else released it.
    Raises RuleError if the reader is the author or does not work at the desk.
    """
    if reader is not None and (reader.pk == draft.author_id or not reader.is_desk):
        raise RuleError(_("Wählen Sie jemand anderen aus einem Fachreferat."))
    Draft.objects.filter(pk=draft.pk).update(
        shared_at=now,
        reader=reader,
        needs_release=needs_release,
        returned_at=None,
        returned_by=None,
        returned_reason="",
    )
    draft.refresh_from_db()
    detail = reader.name if reader else ""
    journal.record(draft.inquiry, Event.What.SHARED, detail=detail, actor=actor, now=now)
    if reader is not None:
        notices.draft_to_read(draft, reader=reader, now=now)


def unshare(draft: Draft, *, actor: User, now: datetime) -> None:
    """Make a draft private again; a release given meanwhile stays."""
    if Draft.objects.filter(pk=draft.pk, shared_at__isnull=False).update(
        shared_at=None, reader=None, needs_release=False
    ):
        journal.record(draft.inquiry, Event.What.UNSHARED, actor=actor, now=now)


def comment(draft: Draft, *, text: str, author: User, now: datetime) -> DraftComment:
    """Say something about a shared draft."""
    if not text.strip():
        raise RuleError(_("Bitte schreiben Sie etwas in die Anmerkung."))
    return DraftComment.objects.create(
        draft=draft, author=author, text=text.strip(), created_at=now
    )


@transaction.atomic
def release(draft: Draft, *, seen: str, actor: User, now: datetime) -> None:
    """Release a shared draft as it stands. seen: ``digest_of`` what the reader had before them.

    Raises RuleError for one's own draft, or if it was changed since.
    """
    if draft.author_id == actor.pk:
        raise RuleError(_("Den eigenen Entwurf gibt jemand anderes frei."))
    # The author may save at this moment: released is only what the reader saw.
    locked = Draft.objects.select_for_update().filter(pk=draft.pk, shared_at__isnull=False)
    present = locked.first()
    if present is None or digest_of(present) != seen:
        raise RuleError(_("Der Entwurf hat sich inzwischen geändert. Bitte lesen Sie ihn neu."))
    locked.update(
        released_by=actor,
        released_at=now,
        released_digest=seen,
        returned_by=None,
        returned_at=None,
        returned_reason="",
    )
    draft.refresh_from_db()
    journal.record(draft.inquiry, Event.What.RELEASED, actor=actor, now=now)
    notices.draft_judged(draft, actor=actor, reason="", now=now)


@transaction.atomic
def hand_back(draft: Draft, *, reason: str, actor: User, now: datetime) -> None:
    """Give a shared draft back with a reason; a release ends."""
    if draft.author_id == actor.pk:
        raise RuleError(_("Den eigenen Entwurf liest jemand anderes."))
    if not reason.strip():
        raise RuleError(_("Schreiben Sie, was sich ändern soll."))
    Draft.objects.filter(pk=draft.pk).update(
        returned_by=actor,
        returned_at=now,
        returned_reason=reason.strip()[:500],
        released_by=None,
        released_at=None,
        released_digest="",
    )
    draft.refresh_from_db()
    journal.record(draft.inquiry, Event.What.RETURNED, detail=reason, actor=actor, now=now)
    notices.draft_judged(draft, actor=actor, reason=reason.strip(), now=now)


def digest_of(draft: Draft) -> str:
    """Return the fingerprint of a draft as it stands."""
    cited = [Cited(**row) for row in draft.citations]
    details = Details.from_json(draft.details)
    return digest(draft.text, cited, details, enclosing.of(draft))


@transaction.atomic
def set_four_eyes(*, areas: Sequence[int], topics: Sequence[str]) -> None:
    """Say for which areas (ids) and topics (codes) answers need a second person."""
    FourEyes.objects.exclude(area__in=areas).filter(topic=None).delete()
    FourEyes.objects.exclude(topic__in=topics).filter(area=None).delete()
    FourEyes.objects.bulk_create(
        [FourEyes(area_id=pk) for pk in areas] + [FourEyes(topic_id=code) for code in topics],
        ignore_conflicts=True,
    )
