"""Everything that decides or changes something about an inquiry.

``receiving``: what the asker sends. ``replying``: what the team sends. ``handling``: the rest.
``merging``, ``splitting``, ``linking``, ``sorting``, ``bulk``, ``saved_views``, ``calls`` are
called by their own names.
"""

from lotse.inquiries.rules.handling import (
    assign,
    await_asker,
    close,
    note,
    reopen,
    route,
    send_status_link,
    set_municipality,
    set_topics,
    set_urgency,
)
from lotse.inquiries.rules.receiving import (
    REOPEN_DAYS,
    Incoming,
    Submission,
    add_automatic,
    add_bounce,
    add_message,
    ask,
    receive,
)
from lotse.inquiries.rules.replying import (
    AlreadyAnswered,
    Cited,
    NewMessage,
    discard_draft,
    reply,
    save_draft,
)

__all__ = [
    "REOPEN_DAYS",
    "AlreadyAnswered",
    "Cited",
    "Incoming",
    "NewMessage",
    "Submission",
    "add_automatic",
    "add_bounce",
    "add_message",
    "ask",
    "assign",
    "await_asker",
    "close",
    "discard_draft",
    "note",
    "receive",
    "reopen",
    "reply",
    "route",
    "save_draft",
    "send_status_link",
    "set_municipality",
    "set_topics",
    "set_urgency",
]
