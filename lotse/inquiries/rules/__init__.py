"""Everything that decides or changes something about an inquiry.

``receiving``: what the asker sends. ``replying``: what the team sends, with ``drafts``,
``sources``, ``details``, ``releasing``, ``scheduling``, ``undoing``. ``handling``: the rest.
``merging``, ``splitting``, ``linking``, ``sorting``, ``bulk``, ``saved_views``, ``calls`` are
called by their own names.
"""

from lotse.inquiries.rules.breaches import give_cause
from lotse.inquiries.rules.details import FEDERAL, Details
from lotse.inquiries.rules.drafts import discard_draft, save_draft
from lotse.inquiries.rules.handling import (
    assign,
    close,
    note,
    reopen,
    route,
    send_status_link,
    set_municipality,
    set_topics,
    set_urgency,
)
from lotse.inquiries.rules.incoming import Incoming
from lotse.inquiries.rules.overtaking import AlreadyAnswered, NewMessage
from lotse.inquiries.rules.pauses import pause, resume
from lotse.inquiries.rules.promises import extend_target, set_terms
from lotse.inquiries.rules.receiving import (
    Submission,
    add_automatic,
    add_bounce,
    add_message,
    ask,
    receive,
)
from lotse.inquiries.rules.releasing import NotReleased
from lotse.inquiries.rules.replying import reply
from lotse.inquiries.rules.sources import Cited
from lotse.inquiries.rules.undoing import TooLate, undo

__all__ = [
    "FEDERAL",
    "AlreadyAnswered",
    "Cited",
    "Details",
    "Incoming",
    "NewMessage",
    "NotReleased",
    "Submission",
    "TooLate",
    "add_automatic",
    "add_bounce",
    "add_message",
    "ask",
    "assign",
    "close",
    "discard_draft",
    "extend_target",
    "give_cause",
    "note",
    "pause",
    "receive",
    "reopen",
    "reply",
    "resume",
    "route",
    "save_draft",
    "send_status_link",
    "set_municipality",
    "set_terms",
    "set_topics",
    "set_urgency",
    "undo",
]
