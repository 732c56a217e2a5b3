"""Writing easy texts: saved, shown, found to fit, withdrawn and brought back."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge.easy import following
from lotse.knowledge.easy.kinds import KINDS
from lotse.knowledge.models import EasyText, EasyVersion
from lotse.lib.errors import RuleError
from lotse.search.documents import Document
from lotse.ui import page_cache


@transaction.atomic
def save(
    kind: str,
    record_id: str,
    *,
    level: str,
    title: str,
    text: str,
    as_of: date,
    checked_by: str,
    is_shown: bool,
    person: User,
    now: datetime,
) -> EasyText:
    """Keep a new version; show it to readers if ``is_shown``. now: aware.

    Raises RuleError without title or text, with a date to come, or if the record is not published.
    """
    document = _document(kind, record_id)
    if not title.strip() or not text.strip():
        raise RuleError(_("Schreiben Sie einen Titel und einen Text."))
    if as_of > timezone.localdate(now):
        raise RuleError(_("Der Stand liegt in der Zukunft."))
    digest = following.digest(document)
    facts = {
        "record_title": document.title[:300],
        "record_url": document.url[:300],
        "current_digest": digest,
        "changed_at": now,
    }
    kept, _is_new = EasyText.objects.update_or_create(
        record_kind=kind, record_id=record_id, defaults=facts
    )
    version = EasyVersion.objects.create(
        text_of=kept,
        level=EasyVersion.Level(level),
        title=title.strip()[:120],
        text=text.strip()[:20_000],
        as_of=as_of,
        checked_by=checked_by.strip()[:120],
        digest=digest,
        saved_by=person,
        saved_at=now,
        published_at=now if is_shown else None,
    )
    if is_shown:
        kept.shown, kept.shown_digest, kept.withdrawn_at = version, digest, None
        kept.save(update_fields=["shown", "shown_digest", "withdrawn_at"])
        page_cache.content_changed()
    return kept


def _document(kind: str, record_id: str) -> Document:
    document = KINDS[kind].document(record_id) if kind in KINDS else None
    if document is None:
        raise RuleError(_("Diesen Eintrag gibt es nicht, oder er ist nicht veröffentlicht."))
    return document


def confirm(easy: EasyText, *, seen: str, now: datetime) -> None:
    """Note that a text still fits the record. seen: fingerprint of what the person looked at.

    Raises RuleError if the record has changed meanwhile or nothing is shown.
    """
    same = EasyText.objects.filter(pk=easy.pk, current_digest=seen, shown__isnull=False)
    if not same.update(shown_digest=F("current_digest"), changed_at=now):
        raise RuleError(_("Der Eintrag hat sich eben geändert. Sehen Sie ihn noch einmal an."))
    page_cache.content_changed()


def withdraw(easy: EasyText, *, now: datetime) -> None:
    """Show a text to nobody any more. Raises RuleError if that is so already."""
    _change(EasyText.objects.filter(pk=easy.pk, withdrawn_at=None, shown__isnull=False), now)


def bring_back(easy: EasyText) -> None:
    """Show a withdrawn text again. Raises RuleError if it is not withdrawn."""
    _change(EasyText.objects.filter(pk=easy.pk, withdrawn_at__isnull=False), None)


@transaction.atomic
def _change(found: QuerySet[EasyText], withdrawn_at: datetime | None) -> None:
    if not found.update(withdrawn_at=withdrawn_at):
        raise RuleError(_("Das ist schon geschehen. Laden Sie die Liste neu."))
    page_cache.content_changed()


def in_state(state: str) -> Q:
    """Return the condition for a state; ``EasyText.state`` says the same for one."""
    states = EasyText.State
    there = Q(withdrawn_at=None, shown__isnull=False)
    return {
        states.WITHDRAWN: Q(withdrawn_at__isnull=False),
        states.DRAFT: Q(withdrawn_at=None, shown=None),
        states.FITS: there & Q(shown_digest=F("current_digest")),
        states.STALE: there & ~Q(shown_digest=F("current_digest")),
    }[states(state)]


def follow_topics(now: datetime) -> int:
    """Notice that a topic was renamed or asks another question; return how many texts changed."""
    changed = 0
    for easy in EasyText.objects.filter(record_kind="topic"):
        document = KINDS["topic"].document(easy.record_id)
        if document and following.digest(document) != easy.current_digest:
            EasyText.objects.filter(pk=easy.pk).update(
                current_digest=following.digest(document),
                record_title=document.title,
                record_url=document.url,
            )
            changed += 1
    return changed
