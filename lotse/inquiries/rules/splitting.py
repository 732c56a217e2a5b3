"""One mail with two questions becomes two inquiries, each with its own clock (decision 0048)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal, mails, numbers, routing, suggest, terms
from lotse.inquiries.models import Attachment, Event, Inquiry, Message, Split
from lotse.inquiries.rules import facts
from lotse.lib.errors import RuleError

MAX_PARTS = 5
FROM_ASKER = (Message.Kind.QUESTION, Message.Kind.FOLLOW_UP)


@dataclass(frozen=True)
class Part:
    """What one of the new inquiries is made of."""

    subject: str
    text: str = ""
    """An excerpt in the asker's words; empty if whole messages are taken."""
    message_ids: Sequence[int] = field(default_factory=tuple)
    """Messages of the asker that are copied whole."""
    attachment_ids: Sequence[int] = field(default_factory=tuple)


@transaction.atomic
def split(inquiry: Inquiry, *, parts: Sequence[Part], actor: User, now: datetime) -> list[Inquiry]:
    """Make parts of an inquiry inquiries of their own and tell the asker their numbers once.

    The clock of every part counts from the receipt of the message it was taken from: splitting
    gives nobody more time. A reply by a person in which an answer was promised counts for the part;
    an answer does not, it answered something else. Texts and files are copied, nothing is taken
    away. Raises RuleError if the inquiry is closed or a part is empty.
    """
    _check(inquiry, parts)
    made = [_open(inquiry, part, actor, now) for part in parts]
    names = ", ".join(part.number for part, _asker in made)
    journal.record(inquiry, Event.What.SPLIT, detail=names, actor=actor, now=now)
    for asker in dict.fromkeys(asker for _part, asker in made):
        if asker.asker_email:
            theirs = [part for part, whose in made if whose == asker]
            _tell(inquiry, asker, theirs, now)
    return [part for part, _asker in made]


def _tell(inquiry: Inquiry, asker: Inquiry, parts: Sequence[Inquiry], now: datetime) -> None:
    """Tell one person the numbers of their parts, in the thread of their own inquiry."""
    mail = mails.split_notice(asker, parts, now=now)
    Message.objects.create(
        inquiry=inquiry,
        origin=None if asker == inquiry else asker,
        kind=Message.Kind.RECEIPT,
        subject=mail.subject,
        text=mail.text,
        message_id=mail.message_id,
        created_at=now,
        outgoing=mail,
    )
    Inquiry.objects.filter(pk=inquiry.pk).update(message_count=F("message_count") + 1)


@transaction.atomic
def undo(split: Split, *, actor: User, now: datetime) -> None:
    """Take a part back as long as nobody has written in it. Its number then leads to the whole.

    Raises RuleError if something was sent or received in the part, or it was closed.
    """
    part, source = split.part, split.source
    # Conditional: a reply or message at the same moment keeps the part.
    changed = Inquiry.objects.filter(pk=part.pk, turn=1, closed_at=None, merged_into=None).update(
        kind=Inquiry.Kind.VOID,
        merged_into=source,
        closed_at=now,
        waiting_since=None,
        due_at=None,
        paused_since=None,
        pause_reason="",
        warn_at=None,
    )
    if not changed:
        raise RuleError(
            _("In %s ist schon etwas geschehen. Führen Sie die beiden stattdessen zusammen.")
            % part.number
        )
    Split.objects.filter(pk=split.pk).update(undone_at=now)
    part.refresh_from_db()
    for inquiry, other in ((part, source), (source, part)):
        journal.record(inquiry, Event.What.UNSPLIT, detail=other.number, actor=actor, now=now)


def _check(inquiry: Inquiry, parts: Sequence[Part]) -> None:
    if inquiry.merged_into is not None or inquiry.closed_at is not None:
        raise RuleError(_("%s ist abgeschlossen. Öffnen Sie sie zuerst wieder.") % inquiry.number)
    if not parts:
        raise RuleError(_("Wählen Sie mindestens einen Teil, der eine eigene Anfrage wird."))
    if len(parts) > MAX_PARTS:
        raise RuleError(_("Teilen Sie in höchstens %s Teile auf.") % MAX_PARTS)
    for part in parts:
        if not part.text.strip() and not part.message_ids:
            raise RuleError(
                _("Jeder Teil braucht einen Text oder eine ganze Nachricht, auch „%s“.")
                % (part.subject or _("ohne Betreff"))
            )


def _open(inquiry: Inquiry, part: Part, actor: User, now: datetime) -> tuple[Inquiry, Inquiry]:
    """Return the new inquiry and the one of the person whose words it is made of."""
    chosen = list(
        inquiry.messages.filter(pk__in=part.message_ids, kind__in=FROM_ASKER).order_by("pk")
    )
    if len(chosen) != len(set(part.message_ids)):
        raise RuleError(_("Eine gewählte Nachricht gehört nicht zu dieser Anfrage."))
    begin = chosen[0] if chosen else _where_it_stands(inquiry, part.text)
    asker = begin.origin or inquiry
    text = part.text.strip() or "\n\n".join(message.text for message in chosen)
    proposal = routing.propose(suggest.gist(part.subject, text))
    area = proposal.area or inquiry.area
    made = Inquiry.objects.create(
        number=numbers.next_number(now),
        channel=inquiry.channel,
        kind=inquiry.kind,
        subject=(part.subject.strip() or inquiry.subject)[:300],
        asker_name=asker.asker_name,
        asker_email=asker.asker_email,
        asker_phone=asker.asker_phone,
        asker=asker.asker,
        municipality=asker.municipality,
        area=area,
        owner=inquiry.owner if area == inquiry.area else None,
        urgency=inquiry.urgency,
        is_confidential=inquiry.is_confidential,
        asker_deadline_on=inquiry.asker_deadline_on,
        last_activity_at=begin.created_at,
        message_count=max(len(chosen), 1),
        turn=1,
        **_clock(inquiry, begin),
    )
    made.topics.set(proposal.topics or inquiry.topics.all())
    _copy(made, part, chosen, begin)
    Split.objects.create(source=inquiry, part=made, split_at=now, split_by=actor)
    detail = _("aus %s") % inquiry.number
    journal.record(made, Event.What.RECEIVED, detail=detail, actor=actor, now=now)
    journal.record(made, Event.What.SPLIT, detail=detail, actor=actor, now=now)
    return made, asker


def _where_it_stands(inquiry: Inquiry, text: str) -> Message:
    """Return the message an excerpt was taken from, the first one if its words were changed."""
    messages = list(
        inquiry.messages.filter(kind__in=FROM_ASKER).select_related("origin").order_by("pk")
    )
    words = " ".join(text.split())
    return next((m for m in messages if words in " ".join(m.whole_text.split())), messages[0])


def _clock(inquiry: Inquiry, begin: Message) -> facts.Facts:
    received_at = begin.created_at
    is_first = begin.kind == Message.Kind.QUESTION and begin.origin_id is None
    due = inquiry.reaction_due_at if is_first else facts.due(received_at)
    result: facts.Facts = {
        "received_at": received_at,
        "reaction_due_at": due,
        "terms_id": inquiry.terms_id if is_first else terms.at(received_at).pk,
        "warn_at": received_at,
    }
    promise = (
        inquiry.messages.filter(kind=Message.Kind.INTERIM, pk__gt=begin.pk).order_by("pk").first()
    )
    if promise is not None and inquiry.answer_due_at is not None:
        return result | {
            "reacted_at": promise.created_at,
            "answer_due_at": inquiry.answer_due_at,
        }
    return result | {"waiting_since": received_at, "due_at": due}


def _copy(made: Inquiry, part: Part, chosen: Sequence[Message], begin: Message) -> None:
    """Copy words and files. The Message-ID goes with them, so that replies stand in the thread."""
    sources = [begin] if part.text.strip() or not chosen else list(chosen)
    copies = []
    for index, source in enumerate(sources):
        copies.append(
            Message.objects.create(
                inquiry=made,
                kind=Message.Kind.FOLLOW_UP if index else Message.Kind.QUESTION,
                author_name=source.author_name,
                author_email=source.author_email,
                subject=source.subject,
                text=part.text.strip() or source.text,
                full_text=source.whole_text if part.text.strip() else source.full_text,
                message_id=source.message_id,
                created_at=source.created_at,
            )
        )
    wanted = Attachment.objects.filter(
        pk__in=part.attachment_ids, message__inquiry_id=begin.inquiry_id
    )
    Attachment.objects.bulk_create(
        Attachment(
            message=copies[0],
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            file=file.file.name,
        )
        for file in wanted
    )
