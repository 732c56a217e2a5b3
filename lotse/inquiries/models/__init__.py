"""Inquiries: a question from a municipality, its conversation and its clock.

Facts are stored, states derived: see ``states.py`` and ``clock.py``.
"""

from lotse.inquiries.models.cases import (
    BulkRun,
    DefaultView,
    KindProposal,
    Link,
    Merge,
    SavedView,
    Split,
)
from lotse.inquiries.models.conversation import Attachment, Citation, Message, Upload
from lotse.inquiries.models.events import Event
from lotse.inquiries.models.forwarding import Forwarding
from lotse.inquiries.models.inquiry import Inquiry, NumberRange
from lotse.inquiries.models.suggestions import Dismissal, SuggestionSet
from lotse.inquiries.models.writing import (
    Certainty,
    Draft,
    DraftComment,
    FourEyes,
    ReplyDetails,
    ScheduledReply,
    UndoWindow,
)

__all__ = [
    "Attachment",
    "BulkRun",
    "Certainty",
    "Citation",
    "DefaultView",
    "Dismissal",
    "Draft",
    "DraftComment",
    "Event",
    "Forwarding",
    "FourEyes",
    "Inquiry",
    "KindProposal",
    "Link",
    "Merge",
    "Message",
    "NumberRange",
    "ReplyDetails",
    "SavedView",
    "ScheduledReply",
    "Split",
    "SuggestionSet",
    "UndoWindow",
    "Upload",
]
