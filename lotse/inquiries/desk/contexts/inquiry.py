"""The page of one inquiry: conversation, clock, municipality, composer, history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Prefetch
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import states
from lotse.inquiries.desk import composer, queue
from lotse.inquiries.desk.besides import Besides
from lotse.inquiries.desk.contexts import deadlines, harvest, mailfacts, promises, sending, teamwork
from lotse.inquiries.desk.contexts.mailfacts import FileLine, Mark
from lotse.inquiries.desk.contexts.queue import STATE_ICONS, place_label
from lotse.inquiries.desk.contexts.sending import Undo
from lotse.inquiries.desk.filters import Desk, QueueFilter
from lotse.inquiries.desk.forms import DraftForm, EnclosureForm, NoteForm
from lotse.inquiries.models import Attachment, Citation, Draft, Forwarding, Inquiry, Message
from lotse.inquiries.rules import enclosing
from lotse.knowledge.models import Example
from lotse.lib import german
from lotse.mail import suppression
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.municipalities.models import Municipality
from lotse.ui.navigation import initials

SHOWN_MESSAGES = 30
SHOWN_EVENTS = 50
SHOWN_EARLIER = 3
IS_WRITING = timedelta(minutes=15)
"""A draft saved more recently than this means that its author is still at it."""

_JOINED = {
    "details": "details__reviewed_by",
    "undo": "undo_window",
    "origins": "origin",
}
"""Read with the messages where any of them has one."""
_OF_EVENTS = ("inquiry_id", "what", "detail", "happened_at", "actor__name", "actor__email")
_OF_EARLIER = ("number", "subject", "received_at")
_FOLDED = (Message.Kind.RECEIPT, Message.Kind.AUTOMATIC, Message.Kind.BOUNCE)
_STYLES = {
    Message.Kind.NOTE: "note",
    Message.Kind.RECEIPT: "team",
    Message.Kind.INTERIM: "team",
    Message.Kind.ANSWER: "ok",
}


@dataclass(frozen=True)
class Item:
    """One message of the conversation."""

    pk: int
    author: str
    initials: str
    note: str
    style: str
    badge: str
    text: str
    has_links: bool
    full_text: str
    summary: str
    """Heading of a folded message; empty if it is open."""
    files: Sequence[FileLine]
    citations: Sequence[Citation]
    has_original: bool
    marks: Sequence[Mark]
    """What was found out about the mail and its sender."""
    delivery: str
    is_undelivered: bool
    takes_turn: bool
    """Counts in ``Inquiry.turn``: from the asker, or a reply by a person."""
    statement: str
    """How sure a reply is, whose law it rests on, who released it; in one line."""
    undo: Undo | None


@dataclass(frozen=True)
class MunicipalityBox:
    municipality: Municipality
    place: str
    member_since: int | None
    earlier: Sequence[Inquiry]
    earlier_count: int
    examples: Sequence[Example]
    example_count: int


def conversation(
    inquiry: Inquiry, now: datetime, *, is_whole: bool, besides: Besides
) -> tuple[list[Item], bool]:
    """Return the messages, oldest first, and whether older ones were left out."""
    mails = OutgoingMail.objects.only(
        "sent_at", "failed_at", "withheld_at", "next_attempt_at", "bounced_at", "bounce_reason"
    )
    received = InboundMail.objects.only("from_address", "authenticity", "protection")
    rows = inquiry.messages.order_by("-created_at", "-pk").prefetch_related(
        _prefetch("attachments", Attachment, "files" in besides),
        _prefetch("citations", Citation, "citations" in besides),
        Prefetch("outgoing", mails),
        Prefetch("inbound", received),
    )
    joined = [path for name, path in _JOINED.items() if name in besides]
    if joined:
        rows = rows.select_related(*joined)
    found = list(rows if is_whole else rows[: SHOWN_MESSAGES + 1])
    has_more = not is_whole and len(found) > SHOWN_MESSAGES
    shown = found[:SHOWN_MESSAGES] if has_more else found
    return [_item(message, inquiry, now, besides) for message in reversed(shown)], has_more


def _prefetch(name: str, model: type[Model], is_there: bool) -> "Prefetch[Any]":
    rows = model._default_manager.all()
    return Prefetch(name, rows if is_there else rows.none())


def _item(message: Message, inquiry: Inquiry, now: datetime, besides: Besides) -> Item:
    kind = Message.Kind(message.kind)
    delivery, is_undelivered = _delivery(message.outgoing)
    author = _author(message, inquiry)
    return Item(
        pk=message.pk,
        author=author,
        initials=initials(author) if message.is_inbound else "",
        note=_note(message, inquiry, now),
        style=_STYLES.get(kind, ""),
        badge=_("nur für das Team") if kind is Message.Kind.NOTE else "",
        text=message.text or _("(ohne Text)"),
        has_links="://" in message.text or "@" in message.text or "www." in message.text,
        full_text=message.full_text,
        summary=_summary(message, inquiry),
        files=[mailfacts.file_line(found) for found in message.attachments.all()],
        citations=list(message.citations.all()),
        has_original=message.inbound_id is not None,
        marks=mailfacts.marks(message.inbound),
        delivery=delivery,
        is_undelivered=is_undelivered,
        takes_turn=kind in Message.TURNS,
        statement=sending.statement(message) if "details" in besides else "",
        undo=sending.undo(message, now) if "undo" in besides else None,
    )


def _author(message: Message, inquiry: Inquiry) -> str:
    if message.kind == Message.Kind.RECEIPT:
        return _("Automatische Bestätigung")
    if message.kind == Message.Kind.NOTE:
        return _("Interne Notiz")
    return message.author_name or message.author_email or inquiry.asker_label


def _note(message: Message, inquiry: Inquiry, now: datetime) -> str:
    when = german.datetime_de(message.created_at, now)
    if message.origin:
        when = _("{when} · aus {number}").format(when=when, number=message.origin.number)
    if message.kind == Message.Kind.NOTE:
        return f"{message.author_name}, {when}"
    if message.kind == Message.Kind.QUESTION:
        return f"{when} · {inquiry.get_channel_display()}"
    if message.kind == Message.Kind.RECEIPT:
        return _("{when} · E-Mail · zählt nicht als Antwort").format(when=when)
    return f"{when} · {message.get_kind_display()}"


def _summary(message: Message, inquiry: Inquiry) -> str:
    """Heading of a message that is folded; empty for one that stands open."""
    kind = Message.Kind(message.kind)
    origin = message.origin
    if kind in Message.REPLIES and origin and origin.asker_email != inquiry.asker_email:
        return _("Dieselbe Antwort an {name} ({number})").format(
            name=origin.asker_label, number=origin.number
        )
    if kind not in _FOLDED:
        return ""
    if kind is Message.Kind.RECEIPT:
        return _("Text und Vorschläge anzeigen")
    return _("Text anzeigen")


def _delivery(mail: OutgoingMail | None) -> tuple[str, bool]:
    """What became of our mail, and whether it did not arrive."""
    if mail is None:
        return "", False
    if mail.bounced_at:
        return _("nicht zugestellt: %s") % mail.bounce_reason, True
    if mail.failed_at:
        words = _("automatisch zurückgehalten") if mail.withheld_at else _("nicht zugestellt")
        return words, True
    return (_("versandt"), False) if mail.sent_at else (_("wird versandt"), False)


def municipality_box(inquiry: Inquiry, desk: Desk) -> MunicipalityBox | None:
    """What the register and earlier work say about the asker's municipality."""
    municipality = inquiry.municipality
    if municipality is None:
        return None
    earlier = municipality.inquiries.filter(desk.visible).exclude(pk=inquiry.pk)
    examples = Example.objects.filter(live=True, municipalities__municipality=municipality)
    newest = {
        "earlier": list(
            earlier.only("municipality_id", *_OF_EARLIER).order_by("-received_at", "-pk")[
                :SHOWN_EARLIER
            ]
        ),
        "examples": list(
            examples.only("slug", "title").order_by("-first_published_at", "-pk")[:SHOWN_EARLIER]
        ),
    }
    counted = {name: len(rows) for name, rows in newest.items()}
    every = {"earlier": earlier, "examples": examples}
    # Most municipalities have fewer than are shown; then nothing needs counting.
    counted |= queue.capped_counts(
        {name: every[name] for name, rows in newest.items() if len(rows) == SHOWN_EARLIER}
    )
    membership = getattr(municipality, "membership", None)
    return MunicipalityBox(
        municipality=municipality,
        place=place_label(municipality),
        member_since=membership.since.year if membership and not membership.ended_on else None,
        earlier=newest["earlier"],
        earlier_count=counted["earlier"],
        examples=newest["examples"],
        example_count=counted["examples"],
    )


def writing_now(drafts: Sequence[Draft], desk: Desk) -> list[Draft]:
    """Drafts of colleagues that are being written."""
    since = desk.now - IS_WRITING
    return [d for d in drafts if d.author_id != desk.user.pk and d.saved_at >= since]


def own_draft(drafts: Sequence[Draft], user: User) -> Draft | None:
    return next((draft for draft in drafts if draft.author_id == user.pk), None)


def composer_context(
    inquiry: Inquiry,
    desk: Desk,
    drafts: Sequence[Draft],
    form: DraftForm | None = None,
    *,
    shown: Sequence[Item] | None,
) -> dict[str, Any]:
    """The text field with its list of sources and the state of the draft.

    shown: the conversation, None if it was not read as a whole.
    """
    draft = own_draft(drafts, desk.user)
    text = draft.text if draft else greeting(inquiry, desk.user)
    initial = {"text": text} | seen(inquiry, shown) | (draft.details if draft else {})
    drawn = form or DraftForm(initial=initial)
    drawn.offer_law()
    return {
        "composer": drawn,
        "has_errors": form is not None,
        "sources": composer.sources(inquiry, composer.read(draft)),
        **enclosed(draft),
        "colleagues": writing_now(drafts, desk),
    }


def enclosed(draft: Draft | None) -> dict[str, Any]:
    """The files that go with a reply, and what may be added."""
    return {
        "draft": draft,
        "enclosed": enclosing.of(draft),
        "enclosure": EnclosureForm()["anlagen"],
        "max_enclosed": enclosing.MAX_BYTES,
    }


def seen(inquiry: Inquiry, shown: Sequence[Item] | None = None) -> dict[str, int | None]:
    """What whoever opens a form now has seen of the conversation.

    shown: the whole conversation, if it was read already.
    """
    if shown is not None:
        latest = max((item.pk for item in shown if item.takes_turn), default=None)
        return {"turn": inquiry.turn, "letzte": latest}
    turns = inquiry.messages.filter(kind__in=Message.TURNS).order_by("-pk")
    return {"turn": inquiry.turn, "letzte": turns.values_list("pk", flat=True).first()}


def greeting(inquiry: Inquiry, user: User) -> str:
    """What every answer begins and ends with, ready to be written between."""
    name = f" {inquiry.asker_name}" if inquiry.asker_name else ""
    closing = _("Freundliche Grüße")
    office = "\n".join(filter(None, [user.name, user.office or _("Kompetenzteam")]))
    return f"{_('Guten Tag')}{name},\n\n\n\n{closing}\n{office}"


def page_context(
    inquiry: Inquiry,
    desk: Desk,
    chosen: QueueFilter,
    besides: Besides,
    *,
    form: DraftForm | None = None,
    mode: str = "antwort",
    is_whole: bool = False,
) -> dict[str, Any]:
    """Everything the page shows except the suggestions."""
    messages, has_older = conversation(inquiry, desk.now, is_whole=is_whole, besides=besides)
    drafts = besides.rows(
        "drafts", inquiry.drafts.select_related("author", "released_by", "returned_by", "reader")
    )
    events = inquiry.events.select_related("actor").only(*_OF_EVENTS)
    state = states.of(inquiry, desk.now)
    context = {
        "inquiry": inquiry,
        "query": f"?{chosen.address}" if chosen.address else "",
        "neighbours": queue.neighbours(inquiry, chosen, desk),
        "items": messages,
        "forwarding": besides.first("forwarding", Forwarding.objects.filter(inquiry=inquiry)),
        "suppressed": suppression.active(inquiry.asker_email) if "suppressed" in besides else None,
        "has_older": has_older,
        "topics": list(inquiry.topics.all()),
        "deadline": deadlines.of(inquiry, desk.now),
        "promise": promises.of_inquiry(inquiry, desk.user, desk.now, besides),
        "state": state,
        "state_icon": STATE_ICONS[state],
        "box": municipality_box(inquiry, desk),
        "note_form": NoteForm(auto_id="notiz-%s"),
        "mode": mode if mode in ("antwort", "notiz") else "antwort",
        "events": list(events.order_by("-happened_at", "-pk")[:SHOWN_EVENTS]),
        "now": desk.now,
        "has_shortcuts": desk.user.has_shortcuts,
        "is_mine": inquiry.owner_id == desk.user.pk,
        "fruits": harvest.fruits(inquiry, desk.user) if inquiry.closed_at else [],
        "voices": harvest.voices(inquiry) if inquiry.first_answered_at else [],
    }
    shown = None if has_older else messages
    context |= composer_context(inquiry, desk, drafts, form, shown=shown)
    return context | teamwork.page_context(inquiry, desk.user, drafts, desk.now, besides)
