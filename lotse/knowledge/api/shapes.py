"""What programs read. Names are English and stay as they are; dates are ISO 8601."""

from datetime import date, datetime

from ninja import Schema


class TopicRef(Schema):
    code: str
    name: str


class Place(Schema):
    key: str
    """Official key (AGS, 8 digits; 5 for districts; 9 for associations)."""
    name: str
    land: str
    size_class: str


class Source(Schema):
    title: str
    url: str
    """Empty if this reader may not open it."""
    accessed_on: date | None


class CitedSource(Source):
    passage: str


class File(Schema):
    title: str
    url: str
    licence: str


class Step(Schema):
    title: str
    when: str
    text: str


class _Rights(Schema):
    audience: str
    """public, members or team."""
    licence: str
    attribution: str


class ExampleRow(_Rights):
    id: int
    slug: str
    url: str
    title: str
    what: str
    published_at: datetime | None
    changed_at: datetime | None
    municipalities: list[Place]
    fields: list[TopicRef]
    concepts: list[TopicRef]
    status: str
    year: int | None
    content_as_of: date | None
    checked_on: date | None
    is_unconfirmed: bool
    """One person published it at once; a second one has not looked yet."""


class Example(ExampleRow):
    code: str | None
    started_on: date | None
    ended_on: date | None
    year_basis: str
    problem: str
    solution: str
    steps: list[Step]
    lead_time_days: int | None
    capacity: str
    effort_fte: float | None
    one_off_cost_euro: int | None
    running_cost_euro: int | None
    cost_basis: str
    cost_year: int | None
    legal_basis: str
    legal_jurisdiction: str
    legal_checked_on: date | None
    partners: list[str]
    evidence: str
    evidence_text: str
    evidence_on: date | None
    evidence_by: str
    limits: list[str]
    lessons: list[str]
    would_do_differently: str
    would_not_repeat: str
    suits_size_classes: list[str]
    suitable_if: list[str]
    unsuitable_if: list[str]
    note: str
    review_due_on: date | None
    files: list[File]
    sources: list[Source]


class ExamplePage(Schema):
    items: list[ExampleRow]
    total: int
    next: str | None
    """Give it as ``after`` for the following page; null at the end."""


class AnswerRow(_Rights):
    id: int
    slug: str
    url: str
    title: str
    """The question."""
    short_answer: str
    published_at: datetime | None
    changed_at: datetime | None
    scope: str
    lands: list[str]
    fields: list[TopicRef]
    concepts: list[TopicRef]
    certainty: str
    as_of: date | None
    checked_on: date | None
    is_unconfirmed: bool
    """One person published it at once; a second one has not looked yet."""


class Answer(AnswerRow):
    long_answer: str
    law_as_of: date | None
    review_due_on: date | None
    sources: list[CitedSource]


class AnswerPage(Schema):
    items: list[AnswerRow]
    next: str | None


class Fact(_Rights):
    id: int
    code: str
    url: str
    title: str
    key: str
    """What it is about; facts of one key may contradict each other."""
    kind: str
    statement: str
    value: float | None
    value_max: float | None
    unit: str
    scope: str
    lands: list[str]
    where: str
    fields: list[TopicRef]
    concepts: list[TopicRef]
    norm: str
    bindingness: str
    valid_from: date | None
    valid_to: date | None
    status: str
    """current, expired or unknown, today."""
    is_confirmed: bool
    as_of: date | None
    law_as_of: date | None
    checked_on: date | None
    is_unconfirmed: bool
    caveat: str
    sources: list[Source]


class FactPage(Schema):
    items: list[Fact]
    total: int
    next: str | None


class Topic(Schema):
    code: str
    kind: str
    """field, cross or concept."""
    name: str
    name_en: str
    broader: str | None
    lead_question: str
    labels: list[str]
    url: str
    source: str
    audience: str
    licence: str
    attribution: str
