"""What the team sends: interim replies and answers, each exactly once."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal, mails, people, searchable
from lotse.inquiries.files import StoredFile
from lotse.inquiries.models import Attachment, Citation, Draft, Event, Inquiry, Message
from lotse.inquiries.rules import merging
from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import registry
from lotse.search.documents import Document

_MARK = re.compile(r"\[(\d{1,2})\]")


@dataclass(frozen=True)
class Cited:
    """A source as the composer names it; title, date and address come from the record itself."""

    kind: str
    """Name of the search provider, for example ``example``."""
    object_id: int
    passage: str = ""
    """The passage that was shown; empty for the first one of the record."""
    anchor: str = ""


class AlreadyAnswered(RuleError):
    """Somebody else was faster. The text is kept as a draft."""

    def __init__(self, faster: Message, now: datetime) -> None:
        self.faster = faster
        super().__init__(
            _(
                "%(name)s hat schon geantwortet: %(when)s. Ihr Text ist als Entwurf gespeichert. "
                "Lesen Sie die Antwort und entscheiden Sie, ob noch etwas fehlt."
            )
            % {
                "name": faster.author_name or _("Jemand"),
                "when": german.datetime_de(faster.created_at, now),
            }
        )


class NewMessage(RuleError):
    """The asker wrote while the reply was being written. The text is kept as a draft."""

    message = _(
        "Inzwischen kam eine weitere Nachricht. Ihr Text ist als Entwurf gespeichert. "
        "Lesen Sie die Nachricht, bevor Sie senden."
    )


class _Overtaken(Exception):
    """The conversation went on since the author looked at it."""


def reply(
    inquiry: Inquiry,
    *,
    kind: str,
    text: str,
    citations: Sequence[Cited] = (),
    author: User,
    answer_due_at: datetime | None = None,
    files: Sequence[StoredFile] = (),
    turn: int | None = None,
    now: datetime,
) -> Message:
    """Reply as a person: the clock stops and the mail to the asker is queued.

    kind: ``Message.Kind.INTERIM`` (needs answer_due_at, aware, later than now) or ``ANSWER``.
    text: plain text; [1] points to the first citation. turn: ``inquiry.turn`` as it was when the
    author began to read; without it, as it was when ``inquiry`` was loaded. now: aware.
    Raises AlreadyAnswered or NewMessage if the conversation went on since then (the text is then
    kept as a draft), RuleError for anything else that is wrong. Call it outside a transaction,
    otherwise the draft is rolled back with it.
    """
    _check(inquiry, kind=kind, text=text, answer_due_at=answer_due_at, now=now)
    merging.check_text(inquiry, text)
    sources = _sources(inquiry, text, citations)
    seen = inquiry.turn if turn is None else turn
    try:
        return _send(
            inquiry,
            kind=Message.Kind(kind),
            text=text.strip(),
            sources=sources,
            author=author,
            answer_due_at=answer_due_at,
            files=files,
            seen=seen,
            now=now,
        )
    except _Overtaken:
        save_draft(inquiry, text=text, citations=citations, author=author, now=now)
        inquiry.refresh_from_db()
        if inquiry.closed_at:
            raise RuleError(
                _(
                    "Die Anfrage ist inzwischen abgeschlossen. Ihr Text ist als Entwurf "
                    "gespeichert. Öffnen Sie die Anfrage wieder, um zu antworten."
                )
            ) from None
        latest = (
            inquiry.messages.filter(
                kind__in=[*Message.REPLIES, Message.Kind.QUESTION, Message.Kind.FOLLOW_UP]
            )
            .order_by("-pk")
            .first()
        )
        if latest is not None and latest.kind in Message.REPLIES:
            raise AlreadyAnswered(latest, now) from None
        raise NewMessage from None


def _check(
    inquiry: Inquiry, *, kind: str, text: str, answer_due_at: datetime | None, now: datetime
) -> None:
    if kind not in Message.REPLIES:
        raise ValueError("A reply is an interim reply or an answer.")
    if not text.strip():
        raise RuleError(_("Bitte schreiben Sie eine Antwort."))
    if kind != Message.Kind.INTERIM:
        return
    if answer_due_at is None:
        raise RuleError(_("Bitte sagen Sie im Zwischenstand, bis wann die Antwort kommt."))
    if answer_due_at <= now:
        raise RuleError(_("Der Termin für die Antwort muss in der Zukunft liegen."))


@transaction.atomic
def _send(
    inquiry: Inquiry,
    *,
    kind: Message.Kind,
    text: str,
    sources: Sequence[Citation],
    author: User,
    answer_due_at: datetime | None,
    files: Sequence[StoredFile],
    seen: int,
    now: datetime,
) -> Message:
    is_answer = kind == Message.Kind.ANSWER
    facts = (
        {"answered_at": now, "first_answered_at": Coalesce(F("first_answered_at"), Value(now))}
        if is_answer
        else {"answered_at": None, "answer_due_at": answer_due_at}
    )
    # Conditional update: of two simultaneous replies only one wins.
    won = Inquiry.objects.filter(pk=inquiry.pk, turn=seen, closed_at=None).update(
        turn=seen + 1,
        message_count=F("message_count") + 1,
        last_activity_at=now,
        waiting_since=None,
        due_at=None,
        reacted_at=Coalesce(F("reacted_at"), Value(now)),
        owner=Coalesce(F("owner"), Value(author.pk)),
        awaits_asker_since=None,
        **facts,
    )
    if not won:
        raise _Overtaken
    inquiry.refresh_from_db()
    message = Message.objects.create(
        inquiry=inquiry,
        kind=kind,
        author=author,
        author_name=author.name,
        author_email=author.email,
        subject=inquiry.subject,
        text=text,
        created_at=now,
    )
    for source in sources:
        source.message = message
    Citation.objects.bulk_create(sources)
    attachments = [stored.attachment() for stored in files]
    for attachment in attachments:
        attachment.message = message
    Attachment.objects.bulk_create(attachments)
    if inquiry.asker_email:
        mail = mails.reply(message, citations=sources, attachments=attachments, now=now)
        message.outgoing, message.message_id = mail, mail.message_id
        message.save(update_fields=["outgoing", "message_id"])
    merging.send_copies(message, citations=sources, attachments=attachments, now=now)
    Draft.objects.filter(inquiry=inquiry, author=author).delete()
    what = Event.What.ANSWERED if is_answer else Event.What.REACTED
    detail = "" if answer_due_at is None else _("Antwort bis %s") % _day(answer_due_at, now)
    journal.record(inquiry, what, detail=detail, actor=author, now=now)
    if is_answer:
        searchable.publish(inquiry)
    return message


def _day(instant: datetime, now: datetime) -> str:
    return german.datetime_de(instant, now)


def _sources(inquiry: Inquiry, text: str, cited: Sequence[Cited]) -> list[Citation]:
    """Return unsaved citations in order, with what the records say today.

    Raises RuleError if a source is gone, is not for the asker's eyes, or a mark has no source.
    """
    missing = sorted({int(n) for n in _MARK.findall(text)} - set(range(1, len(cited) + 1)))
    if missing:
        raise RuleError(
            _(
                "Im Text steht [%s], aber diese Quelle fehlt. Zitieren Sie sie oder streichen Sie "
                "die Zahl."
            )
            % missing[0]
        )
    if not cited:
        return []
    reach = people.recognise(inquiry.asker_email).reach
    return [_citation(position, source, reach) for position, source in enumerate(cited, start=1)]


def _citation(position: int, cited: Cited, reach: Audience) -> Citation:
    provider = registry.providers.get(cited.kind)
    document = provider.document(cited.object_id) if provider else None
    if document is None:
        raise RuleError(
            _("Die Quelle [%s] gibt es nicht mehr. Bitte entfernen Sie sie.") % position
        )
    if document.audience > reach:
        raise RuleError(
            _(
                "Die Quelle [%(number)s] „%(title)s“ ist für die fragende Person nicht sichtbar. "
                "Bitte entfernen Sie sie."
            )
            % {"number": position, "title": document.title}
        )
    return Citation(
        position=position,
        kind=cited.kind,
        object_id=cited.object_id,
        title=document.title[:300],
        url=_address(document, cited.anchor)[:300],
        meta=document.meta[:300],
        passage=cited.passage.strip() or _first_passage(document),
        dated_on=document.stated_on,
    )


def _address(document: Document, anchor: str) -> str:
    known = {passage.anchor for passage in document.passages}
    return f"{document.url}#{anchor}" if anchor and anchor in known else document.url


def _first_passage(document: Document) -> str:
    return document.passages[0].text[:400] if document.passages else ""


def save_draft(
    inquiry: Inquiry,
    *,
    text: str,
    citations: Sequence[Cited] = (),
    author: User,
    now: datetime,
) -> Draft | None:
    """Keep what a person has begun to write; return it, None if there is nothing to keep.

    Writes no event: a draft is private and changes nothing for anybody else.
    """
    if not text.strip() and not citations:
        discard_draft(inquiry, author=author)
        return None
    draft, _created = Draft.objects.update_or_create(
        inquiry=inquiry,
        author=author,
        defaults={
            "text": text,
            "citations": [asdict(cited) for cited in citations],
            "saved_at": now,
        },
    )
    _begin_work(inquiry, now)
    return draft


def discard_draft(inquiry: Inquiry, *, author: User) -> None:
    """Throw away what a person has begun to write."""
    Draft.objects.filter(inquiry=inquiry, author=author).delete()


def _begin_work(inquiry: Inquiry, now: datetime) -> None:
    if inquiry.reacted_at is not None and inquiry.work_started_at is None:
        Inquiry.objects.filter(
            pk=inquiry.pk, reacted_at__isnull=False, work_started_at=None
        ).update(work_started_at=now)
