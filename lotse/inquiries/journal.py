"""What happened to an inquiry, written down once and never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from lotse.accounts.models import User
from lotse.inquiries.models import Event, Inquiry
from lotse.lib import statements

_whole: ContextVar[Event | None] = ContextVar("whole", default=None)


@contextmanager
def parts_of(whole: Event) -> Iterator[None]:
    """Let every entry written inside be a part of one that is saved already."""
    token = _whole.set(whole)
    try:
        yield
    finally:
        _whole.reset(token)


def entry(
    inquiry: Inquiry,
    what: Event.What,
    *,
    detail: str = "",
    actor: User | None = None,
    now: datetime,
) -> Event:
    """Return an unsaved entry. detail: in words; is cut to the column's size. now: aware."""
    return Event(
        inquiry=inquiry,
        what=what,
        detail=detail[:300],
        actor=actor,
        happened_at=now,
        part_of=_whole.get(),
    )


def record(
    inquiry: Inquiry,
    what: Event.What,
    *,
    detail: str = "",
    actor: User | None = None,
    now: datetime,
) -> None:
    """Write an entry in the caller's transaction."""
    statements.insert(entry(inquiry, what, detail=detail, actor=actor, now=now))
