"""Drafts: what a person has begun to write, kept until it is sent."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from lotse.accounts.models import User
from lotse.inquiries.files import StoredFile, delete_unused
from lotse.inquiries.models import Draft, Inquiry
from lotse.inquiries.rules import enclosing
from lotse.inquiries.rules.details import Details
from lotse.inquiries.rules.sources import Cited


def save_draft(
    inquiry: Inquiry,
    *,
    text: str,
    citations: Sequence[Cited] = (),
    details: Details | None = None,
    files: Sequence[StoredFile] | None = None,
    author: User,
    now: datetime,
) -> Draft | None:
    """Keep what a person has begun to write; return it, None if there is nothing to keep.

    details, files: None leaves what was kept. Writes no event: a draft changes nothing for
    anybody else.
    """
    if not text.strip() and not citations and not files:
        without = Draft.objects.filter(inquiry=inquiry, author=author, files=[])
        if without.delete()[0] or not inquiry.drafts.filter(author=author).exists():
            return None
    facts: dict[str, object] = {
        "text": text,
        "citations": [asdict(cited) for cited in citations],
        "saved_at": now,
    }
    if details is not None:
        facts["details"] = details.as_json()
    if files is not None:
        facts["files"] = enclosing.rows(files)
    draft, _created = Draft.objects.update_or_create(inquiry=inquiry, author=author, defaults=facts)
    _begin_work(inquiry, now)
    return draft


def discard_draft(inquiry: Inquiry, *, author: User) -> None:
    """Throw away what a person has begun to write."""
    own = Draft.objects.filter(inquiry=inquiry, author=author)
    gone = {file.path for draft in own for file in enclosing.of(draft)}
    own.delete()
    transaction.on_commit(lambda: delete_unused(gone))


def restore(inquiry: Inquiry, *, author: User, kept: dict[str, Any], now: datetime) -> Draft:
    """Put a text back that had left the composer; what was written since stands below it.

    kept: ``{"text", "citations", "details", "files"}``.
    """
    present = Draft.objects.filter(inquiry=inquiry, author=author).first()
    text = str(kept["text"])
    if present is not None and present.text.strip() and present.text.strip() != text.strip():
        text = f"{text}\n\n———\n\n{present.text}"
    files = enclosing.together(enclosing.read(kept.get("files", ())), enclosing.of(present))
    facts = {
        "text": text,
        "citations": kept["citations"],
        "details": kept["details"],
        "files": enclosing.rows(files),
    }
    draft, _created = Draft.objects.update_or_create(
        inquiry=inquiry, author=author, defaults={**facts, "saved_at": now}
    )
    return draft


def _begin_work(inquiry: Inquiry, now: datetime) -> None:
    if inquiry.reacted_at is not None and inquiry.work_started_at is None:
        Inquiry.objects.filter(
            pk=inquiry.pk, reacted_at__isnull=False, work_started_at=None
        ).update(work_started_at=now)
