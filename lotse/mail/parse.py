"""Bytes in, a frozen ``ParsedMail`` out, never an exception for odd mail. Pure: no Django."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

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
