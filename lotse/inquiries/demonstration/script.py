"""How a demo conversation is written down."""

from dataclasses import dataclass

from lotse.inquiries.models import Inquiry

ORGANISATION, PERSONNEL, LEAD = "fachreferat", "fachreferat2", "leitung"
"""Mailboxes of the demo people of the desk."""
CLOSING = "\n\nFreundliche Grüße\nKompetenzteam"


@dataclass(frozen=True)
class FollowUp:
    hours_ago: float
    text: str


@dataclass(frozen=True)
class Bounce:
    hours_ago: float
    text: str


@dataclass(frozen=True)
class PassedOn:
    """The mail was forwarded; this is who wrote it first."""

    hours_ago: float
    name: str
    address: str


@dataclass(frozen=True)
class Assign:
    hours_ago: float
    who: str
    by: str = LEAD


@dataclass(frozen=True)
class Note:
    hours_ago: float
    who: str
    text: str


@dataclass(frozen=True)
class Draft:
    hours_ago: float
    who: str
    text: str


@dataclass(frozen=True)
class AwaitAsker:
    hours_ago: float
    who: str
    text: str


@dataclass(frozen=True)
class Interim:
    hours_ago: float
    who: str
    text: str
    answer_in_hours: float
    """Counted from now."""
    sources: tuple[str, ...] = ()
    """Codes of good examples, in the order of [1], [2]."""


@dataclass(frozen=True)
class Answer:
    hours_ago: float
    who: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sort:
    hours_ago: float
    who: str
    kind: str
    """``Inquiry.Kind``."""


@dataclass(frozen=True)
class Close:
    hours_ago: float
    who: str
    harvest: str
    reason: str = ""


@dataclass(frozen=True)
class Rate:
    """What the asker says about the answer."""

    hours_ago: float
    has_helped: bool
    text: str = ""


@dataclass(frozen=True)
class Reap:
    """What the desk makes of it: a draft answer, an aid to be written, or it is there already."""

    hours_ago: float
    who: str
    title: str = ""
    """Of the aid."""
    why: str = ""
    there: str = ""
    """Address of the answered question that says it already."""


Step = (
    FollowUp
    | Bounce
    | PassedOn
    | Assign
    | Note
    | Draft
    | AwaitAsker
    | Interim
    | Answer
    | Close
    | Sort
)
Afterwards = Rate | Reap
"""What happens once an inquiry is answered."""


@dataclass(frozen=True)
class Conversation:
    slug: str
    hours_ago: float
    member: str
    """Official key of a demo member; empty: somebody we do not know."""
    mailbox: str
    """Local part at the member's domain; the whole address without a member."""
    name: str
    subject: str
    text: str
    steps: tuple[Step | Afterwards, ...] = ()
    channel: str = Inquiry.Channel.MAIL
    phone: str = ""
    urgency: str = Inquiry.Urgency.NORMAL
    has_publication_consent: bool = False
