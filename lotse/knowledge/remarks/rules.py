"""Rules of remarks: say something, reply, settle, take a proposal into the draft or reject it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lotse.accounts.models import User
from lotse.knowledge.models import Remark, RemarkReply
from lotse.knowledge.remarks import mails, passages, subjects
from lotse.knowledge.remarks.subjects import Subject
from lotse.lib.errors import RuleError


class Settled(RuleError):
    message = _("Das hat inzwischen jemand erledigt. Laden Sie die Seite neu.")


@transaction.atomic
def add(
    kind: Subject,
    record: Any,
    *,
    column: str,
    passage: str,
    text: str,
    proposal: str,
    author: User,
    now: datetime,
) -> Remark:
    """Keep a comment or a proposed wording for a passage, and tell who works on the record.

    record: the draft or the published version the author looks at. passage: the line as shown.
    Raises RuleError if it stands there no more, says nothing, or proposes what is there already.
    """
    text, proposal = text.strip(), proposal.strip()
    if passages.find(passages.of(kind.name, record), column, passage) is None:
        raise RuleError(_("Diese Stelle wurde gerade geändert. Laden Sie die Seite neu."))
    if proposal == passage:
        proposal = ""
    if not text and not proposal:
        raise RuleError(_("Schreiben Sie einen Kommentar oder einen anderen Wortlaut."))
    if proposal and not passages.can_change(kind.name):
        raise RuleError(_("Fassungen von Zahlen und Regeln ändern sich nicht. Kommentieren Sie."))
    remark = Remark.objects.create(
        record_kind=kind.name,
        record_id=record.pk,
        record_title=str(record)[:300],
        column=column,
        passage=passage,
        text=text[:2000],
        proposal=" ".join(proposal.split())[:4000],
        author=author,
        created_at=now,
    )
    mails.added(remark, _workers(record), now=now)
    return remark


@transaction.atomic
def reply(remark: Remark, *, text: str, author: User, now: datetime) -> RemarkReply:
    """Answer a remark and tell its author. Raises RuleError without words, Settled."""
    if not text.strip():
        raise RuleError(_("Schreiben Sie eine Antwort."))
    if not Remark.objects.select_for_update().filter(pk=remark.pk, settled_at=None).exists():
        raise Settled
    made = RemarkReply.objects.create(
        remark=remark, text=text.strip()[:2000], author=author, created_at=now
    )
    mails.replied(made, now=now)
    return made


@transaction.atomic
def settle(remark: Remark, *, person: User, now: datetime) -> None:
    """Note that a comment is dealt with. Raises Settled."""
    _settle(remark, Remark.Outcome.DONE, "", person, now)


@transaction.atomic
def reject(remark: Remark, *, reason: str, person: User, now: datetime) -> None:
    """Say no to a proposal; its author reads the reason. Raises RuleError without one, Settled."""
    if not reason.strip():
        raise RuleError(_("Nennen Sie den Grund. Wer vorgeschlagen hat, liest ihn."))
    _settle(remark, Remark.Outcome.REJECTED, reason.strip()[:300], person, now)
    mails.decided(remark, now=now)


@transaction.atomic
def accept(remark: Remark, *, person: User, now: datetime) -> None:
    """Put the proposed wording into the draft; nothing is published by this.

    Raises RuleError if the passage does not read as it did, if there is no proposal, or if the
    record is locked by somebody else; Settled.
    """
    kind = subjects.of(remark.record_kind)
    assert kind is not None  # a remark is only made about one
    stored = kind.model._default_manager.select_for_update().filter(pk=remark.record_id).first()
    if stored is None or not remark.proposal:
        raise RuleError(_("Hier gibt es nichts zu übernehmen."))
    if stored.locked and stored.locked_by_id != person.pk:
        raise RuleError(_("Der Eintrag ist gesperrt. Bitte erst die Sperre aufheben lassen."))
    draft = stored.get_latest_revision_as_object()
    found = passages.find(passages.of(kind.name, draft), remark.column, remark.passage)
    if found is None:
        raise RuleError(_("Die Stelle steht nicht mehr so im Entwurf. Ändern Sie sie von Hand."))
    changed = _replaced(getattr(draft, remark.column), found.number, remark.proposal)
    most = type(draft)._meta.get_field(remark.column).max_length
    if most and len(changed) > most:
        raise RuleError(_("Der Wortlaut ist zu lang für dieses Feld."))
    setattr(draft, remark.column, changed)
    draft.save_revision(user=person, clean=False, log_action=True)
    _settle(remark, Remark.Outcome.ACCEPTED, "", person, now)
    log(stored, "lotse.remark.accept", user=person)
    mails.decided(remark, now=now)


def _replaced(text: str, number: int, line: str) -> str:
    """Return a text with another line in the place of its line ``number``, blank ones kept."""
    lines, position = text.splitlines(), 0
    for index, present in enumerate(lines):
        position += bool(present.strip())
        if position == number:
            lines[index] = line
            break
    return "\n".join(lines)


def _settle(remark: Remark, outcome: str, reason: str, person: User, now: datetime) -> None:
    waiting = Remark.objects.filter(pk=remark.pk, settled_at=None)
    if not waiting.update(outcome=outcome, reason=reason, settled_by=person, settled_at=now):
        raise Settled
    remark.refresh_from_db()


def _workers(record: Any) -> set[User]:
    """Who looks after the record and who wrote its latest version."""
    revision = record.latest_revision
    found = {record.owner, revision.user if revision else None} - {None}
    return {person for person in found if person.is_active}
