"""Bytes in, a frozen ``ParsedMail`` out, never an exception for odd mail. Pure: no Django."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from lotse.mail.parsing import addresses, forwards, headers, kinds, quotes, reports
from lotse.mail.parsing.content import Collector, Content
from lotse.mail.parsing.mime import Part, Reader
from lotse.mail.parsing.smime import Secured

_MAX_FORWARDS = 3
"""Mails attached to mails without a word, opened inside each other."""

ORIGIN_FIELD = "x-lotse-instance"
"""Written into every mail that leaves, so that it is known if it comes back."""
_TRACE = 60
"""Trace fields that are looked at; our own server's stand at the top."""

Kind = Literal["person", "automatic", "bounce", "list"]


@dataclass(frozen=True)
class Address:
    name: str
    address: str
    """Lower case; empty if the header has none."""


@dataclass(frozen=True)
class ParsedAttachment:
    name: str
    type: str
    """Declared content type, for example ``application/pdf``."""
    content: bytes
    content_id: str = ""
    """By which the HTML of the mail refers to it; empty if it does not."""

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class ParsedMail:
    message_id: str
    """With angle brackets; empty if the mail has none."""
    in_reply_to: str
    references: tuple[str, ...]
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: datetime | None
    """Aware, or None if the header is missing or unreadable."""
    subject: str
    kind: Kind
    bounced_recipients: tuple[str, ...]
    bounced_message_id: str
    """Message-ID of our mail that came back; empty if unknown."""
    bounce_status: str
    """Status code and the server's words, such as ``5.1.1 User unknown``; empty if none."""
    forwarded_from: Address | None
    """Who wrote first, if the mail passes on somebody else's."""
    attachments: tuple[ParsedAttachment, ...]
    text: str
    """The whole readable text."""
    new_text: str
    """Without quotation and signature."""
    html: str = ""
    """As received, for the sanitised view."""
    problems: tuple[str, ...] = field(default=())
    """What was odd or could not be read, in German."""
    hops: int = 0
    """Servers the mail went through, by its ``Received`` fields."""
    origin: str = ""
    """Which Lotse wrote the mail, as its mark says; empty if none did."""
    trace: tuple[tuple[str, str], ...] = ()
    """``received`` and ``authentication-results`` from the top, if there are any of the latter."""
    secured: Secured | None = None
    """The outermost S/MIME layer."""
    is_encrypted: bool = False
    """There is something only a key can open."""


def parse(raw: bytes) -> ParsedMail:
    """Read a mail as far as it can be read; what was odd stands in ``problems``.

    Never raises and needs time in proportion to the size (decision 0020).
    """
    return _parse(raw, depth=0)


def _parse(raw: bytes, *, depth: int) -> ParsedMail:
    reader = Reader()
    root = reader.read(raw.replace(b"\x00", b""))
    collector = Collector(reader)
    collector.take(root)
    return _assemble(root, collector.content, reader, depth)


def _assemble(root: Part, content: Content, reader: Reader, depth: int) -> ParsedMail:
    fields = root.headers
    senders = _addresses(fields.raw_all("from")) or _addresses(fields.raw("sender"))
    sender = senders[0] if senders else Address(fields.text("from")[:200], "")
    subject = fields.text("subject")[:1_000]
    text, forwarded_from = _text(content, subject, depth)
    report = reports.read(root, fields, sender=sender.address, subject=subject, text=text)
    own_id = headers.message_ids(fields.raw("message-id"))
    answered = headers.message_ids(fields.raw("in-reply-to"))
    sent_at = headers.date(fields.raw("date"))
    _note_missing(reader, sender, sent_at is None, fields.raw("date"))
    return ParsedMail(
        message_id=own_id[0] if own_id else "",
        in_reply_to=answered[0] if answered else "",
        references=headers.message_ids(fields.raw_all("references")),
        sender=sender,
        to=_addresses(fields.raw_all("to")),
        cc=_addresses(fields.raw_all("cc")),
        reply_to=_addresses(fields.raw_all("reply-to")),
        date=sent_at,
        subject=subject,
        kind=_kind(root, content, report, sender.address, subject, text),
        bounced_recipients=report.recipients if report else (),
        bounced_message_id=report.message_id if report and report.is_final else "",
        bounce_status=report.status if report else "",
        forwarded_from=forwarded_from,
        attachments=() if report else _attachments(content),
        text=text,
        new_text=quotes.new_text(text, subject=subject),
        html="\n".join(content.html),
        problems=tuple(reader.problems),
        hops=fields.count("received"),
        origin=fields.raw(ORIGIN_FIELD)[:100],
        trace=_trace(fields),
        secured=_secured(root, content),
        is_encrypted=content.is_encrypted,
    )


def _trace(fields: headers.Headers) -> tuple[tuple[str, str], ...]:
    if "authentication-results" not in fields:
        return ()
    return tuple(fields.in_order("received", "authentication-results")[:_TRACE])


def _secured(root: Part, content: Content) -> Secured | None:
    if content.secured is None or not root.type.startswith("multipart/"):
        return content.secured
    is_whole = root.type == "multipart/signed" and len(root.children) == 2
    return replace(content.secured, is_whole=is_whole)


def _note_missing(reader: Reader, sender: Address, has_no_date: bool, date: str) -> None:
    if not sender.address:
        reader.note("Die Mail nennt keinen Absender.")
    if has_no_date:
        reader.note("Das Datum ist nicht lesbar." if date else "Die Mail nennt kein Datum.")


def _addresses(value: str) -> tuple[Address, ...]:
    return tuple(Address(name, address) for name, address in addresses.parse(value))


def _attachments(content: Content) -> tuple[ParsedAttachment, ...]:
    return tuple(ParsedAttachment(*found) for found in content.attachments)


def _text(content: Content, subject: str, depth: int) -> tuple[str, Address | None]:
    """Return the readable text and who wrote it first, if it was passed on."""
    text = content.text
    if content.messages and not text.strip() and depth < _MAX_FORWARDS:
        # Forwarded as an attachment without a word: the attached mail is what is meant.
        inner = _parse(content.messages[0], depth=depth + 1)
        title = f"Von: {inner.sender.name} <{inner.sender.address}>\nBetreff: {inner.subject}"
        text = f"{title}\n\n{inner.text}"
        return text, inner.forwarded_from or (inner.sender if inner.sender.address else None)
    found = forwards.original_sender(text, subject=subject)
    if found is None and content.messages and quotes.is_forward_subject(subject):
        # Passed on as an attachment, with a word about it.
        inner = _parse(content.messages[0], depth=_MAX_FORWARDS)
        first = inner.forwarded_from or inner.sender
        return text, first if first.address else None
    return text, Address(*found) if found else None


def _kind(
    root: Part,
    content: Content,
    report: reports.Report | None,
    sender: str,
    subject: str,
    text: str,
) -> Kind:
    if report is not None:
        return "bounce" if report.is_final else "automatic"
    if root.type == "multipart/report" or content.calendar_method == "REPLY":
        # Read receipts, complaints, "Zugesagt": a program wrote them.
        return "automatic"
    if kinds.is_automatic(root.headers, sender=sender, subject=subject, text=text):
        return "automatic"
    if kinds.is_list(root.headers):
        return "list"
    return "automatic" if kinds.is_bulk(root.headers) else "person"
