"""What goes in and out of the machine door. Names are English and stay as they are."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

from lotse.mail import outbox

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50_000)]


def _usable(address: str) -> str:
    if not outbox.is_usable(address):
        raise ValueError("not an address")
    return address.lower()


Address = Annotated[str, StringConstraints(max_length=320), AfterValidator(_usable)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class Given(Schema):
    """What a program sends: a field we do not know is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """RFC 9457. ``code`` is stable; ``detail`` is a sentence for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str


class Area(Schema):
    id: int
    name: str


class Topic(Schema):
    code: str
    name: str


class Person(Schema):
    id: int
    name: str


class Municipality(Schema):
    key: str
    name: str


class Clock(Schema):
    """The promise. ``due_at`` is null while nobody waits for us."""

    state: str
    waiting_since: datetime | None
    due_at: datetime | None
    remaining_seconds: int | None
    """Negative when overdue."""
    is_overdue: bool
    is_for_answer: bool
    """The promise is kept; this is the team's own target for the answer."""
    measure: str
    """The hours the promise counts: ``calendar`` (all) or ``service`` (opening hours)."""
    waited_calendar_seconds: int | None
    waited_service_seconds: int | None
    """How long somebody waits by now, in either measure; null while nobody does."""
    reaction_due_at: datetime
    reacted_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None


class Inquiry(Schema):
    number: str
    url: str
    """Page at the desk."""
    channel: str
    subject: str
    urgency: str
    turn: int
    """Counts messages of the asker and replies; send it as ``If-Match: "turn"`` to reply."""
    received_at: datetime
    clock: Clock
    municipality: Municipality | None
    area: Area | None
    owner: Person | None
    topics: list[Topic]


class InquiryPage(Schema):
    items: list[Inquiry]
    next: str | None
    """Give it as ``after`` for the following page; null at the end."""


class Attachment(Schema):
    id: int
    name: str
    content_type: str
    size: int
    sha256: str


class Citation(Schema):
    position: int
    kind: str
    object_id: int
    title: str
    url: str
    passage: str


class Message(Schema):
    id: int
    kind: str
    direction: str
    author_name: str
    text: str
    created_at: datetime
    attachments: list[Attachment]
    citations: list[Citation]


class Event(Schema):
    what: str
    label: str
    detail: str
    actor: Person | None
    happened_at: datetime


class Promise(Schema):
    """A promise that has come to its end, always in both measures."""

    kind: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime
    how: str
    calendar_seconds: int
    service_seconds: int
    paused_calendar_seconds: int
    paused_service_seconds: int


class Asker(Schema):
    name: str
    email: str
    phone: str


class InquiryDetail(Inquiry):
    asker: Asker
    promises: list[Promise]
    messages: list[Message]
    events: list[Event]


class NewInquiry(Given):
    """An inquiry that came by phone, or by another program."""

    channel: Literal["phone", "web"] = "phone"
    question: Text
    subject: Short = ""
    asker_name: Annotated[str, StringConstraints(max_length=120)] = ""
    asker_email: Address | None = None
    asker_phone: Annotated[str, StringConstraints(max_length=40)] = ""
    municipality_key: Annotated[str, StringConstraints(pattern=r"^\d{2,12}$")] | None = None
    urgency: Literal["urgent", "high", "normal", "background"] = "normal"
    received_at: AwareDatetime | None = None
    """When the call came in; the promise counts from there. Not in the future."""


class NewCitation(Given):
    kind: Annotated[str, StringConstraints(max_length=20)]
    object_id: Annotated[int, Field(ge=1, lt=2**63)]
    passage: Annotated[str, StringConstraints(max_length=400)] = ""
    anchor: Annotated[str, StringConstraints(max_length=100)] = ""


class NewReply(Given):
    """An answer, or an interim reply with the time by which the answer follows."""

    kind: Literal["answer", "interim"]
    text: Text
    """``[1]`` points to the first citation."""
    citations: Annotated[list[NewCitation], Field(max_length=20)] = []
    answer_due_at: AwareDatetime | None = None
    summary_of_question: Annotated[str, StringConstraints(max_length=500)] = ""
    """Needed in an interim reply: how the question was understood."""
    next_step: Short = ""
    """Needed in an interim reply."""
    certainty: Literal["secure", "likely", "open"] = "secure"
    """Of an answer."""
    law_as_of: date | None = None
    """Of an answer that rests on law."""
    jurisdiction: Annotated[str, StringConstraints(max_length=2)] = ""
    """DE or the letters of a Land; empty: the Land of the municipality."""


class NewNote(Given):
    text: Text


class NewOwner(Given):
    person_id: Annotated[int, Field(ge=1, lt=2**63)] | None
    """Null: nobody."""


class NewArea(Given):
    area_id: Annotated[int, Field(ge=1, lt=2**63)] | None
    reason: Annotated[str, StringConstraints(max_length=200)] = ""


class NewTopics(Given):
    codes: Annotated[list[Annotated[str, StringConstraints(max_length=8)]], Field(max_length=20)]


class Closing(Given):
    harvest: Literal["toQuestion", "toExample", "toAid", "none"]
    reason: Short = ""


class Reopening(Given):
    reason: Short = ""


class PromiseReport(Schema):
    since: datetime
    until: datetime
    share_kept: float | None
    """0 to 1; null while there is nothing to measure."""
    median_reaction_seconds: int | None
    """Calendar hours, whatever is promised."""
    median_reaction_service_seconds: int | None
    """The same in service hours."""
    received: int
    answered: int
    open: int
