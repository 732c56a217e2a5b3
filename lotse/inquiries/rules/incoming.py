"""What somebody sent, whatever the door, and how it becomes a message of an inquiry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lotse.inquiries import files
from lotse.inquiries.files import StoredFile
from lotse.inquiries.models import Attachment, Inquiry, Message
from lotse.lib import statements
from lotse.mail.models import InboundMail


@dataclass(frozen=True)
class Incoming:
    """What the asker sent, whatever the door."""

    text: str
    """What is new; may be empty if there are files."""
    subject: str = ""
    full_text: str = ""
    """The whole readable text, if it is more than ``text``."""
    author_name: str = ""
    author_email: str = ""
    """Bare address, lower case; empty only by phone."""
    message_id: str = ""
    references: Sequence[str] = ()
    """Message-IDs of the thread so far, oldest first."""
    inbound: InboundMail | None = None
    files: Sequence[StoredFile] = ()
    can_be_confirmed: bool = True
    """False for what a machine or a mailing list sent: it gets no receipt, ever."""

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.full_text.strip() or self.files)


def store(
    inquiry: Inquiry,
    incoming: Incoming,
    *,
    kind: Message.Kind,
    created_at: datetime,
    origin: Inquiry | None = None,
) -> Message:
    """origin: by whose thread it came; the inquiry itself unless that was merged into it."""
    message = message_of(inquiry, incoming, kind=kind, created_at=created_at, origin=origin)
    statements.insert(message)
    keep_files(message, incoming)
    return message


def message_of(
    inquiry: Inquiry,
    incoming: Incoming,
    *,
    kind: Message.Kind,
    created_at: datetime,
    origin: Inquiry | None = None,
) -> Message:
    """Return the message, unsaved."""
    text = incoming.text.strip().replace("\x00", "")
    full_text = incoming.full_text.strip().replace("\x00", "")
    return Message(
        inquiry=inquiry,
        origin=None if origin == inquiry else origin,
        kind=kind,
        author_name=incoming.author_name[:120],
        author_email=incoming.author_email[:320],
        subject=incoming.subject[:300],
        text=text,
        full_text="" if full_text == text else full_text,
        message_id=incoming.message_id[:250],
        created_at=created_at,
        inbound=incoming.inbound,
    )


def keep_files(message: Message, incoming: Incoming) -> None:
    """Keep the files of a message that is stored."""
    if incoming.files:
        attachments = [files.attachment(stored) for stored in incoming.files]
        for attachment in attachments:
            attachment.message = message
        Attachment.objects.bulk_create(attachments)
