"""What happened to an inquiry, written down once and never changed."""

from datetime import datetime

from lotse.accounts.models import User
from lotse.inquiries.models import Event, Inquiry


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
    entry(inquiry, what, detail=detail, actor=actor, now=now).save(force_insert=True)
