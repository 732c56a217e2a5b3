"""Inquiries: a question from a municipality, its conversation and its clock.

Facts are stored, states derived: see ``states.py`` and ``clock.py``.
"""

from lotse.inquiries.models.assignment import AssignmentRule, AutoAssignment, Handover
from lotse.inquiries.models.breach import Breach, BreachCause, BreachEnd
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
from lotse.inquiries.models.feedback import Feedback, Outcome, OutcomeRefusal
from lotse.inquiries.models.forwarding import Forwarding
from lotse.inquiries.models.groups import GroupRecipient, GroupReply
from lotse.inquiries.models.harvesting import Harvested, RedactionDecision
from lotse.inquiries.models.inquiry import Inquiry, NumberRange, PauseReason
from lotse.inquiries.models.promise import (
    AnswerTarget,
    ClockKind,
    DueWarning,
    Pause,
    PromiseOutcome,
    PromiseTerms,
)
from lotse.inquiries.models.radar import (
    Cluster,
    ClusterAlert,
    ClusterEvent,
    RadarLock,
    Removal,
    Trace,
    TraceTerm,
)
from lotse.inquiries.models.recall import CitedSource, Recall
from lotse.inquiries.models.suggestions import Dismissal, SuggestionSet
from lotse.inquiries.models.teamwork import (
    Checklist,
    ChecklistItem,
    Mention,
    Presence,
    TeamQuestion,
    TimeEntry,
)
from lotse.inquiries.models.toolbox import ChecklistTemplate, Macro, TextModule
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
    "AnswerTarget",
    "AssignmentRule",
    "Attachment",
    "AutoAssignment",
    "Breach",
    "BreachCause",
    "BreachEnd",
    "BulkRun",
    "Certainty",
    "Checklist",
    "ChecklistItem",
    "ChecklistTemplate",
    "Citation",
    "CitedSource",
    "ClockKind",
    "Cluster",
    "ClusterAlert",
    "ClusterEvent",
    "DefaultView",
    "Dismissal",
    "Draft",
    "DraftComment",
    "DueWarning",
    "Event",
    "Feedback",
    "Forwarding",
    "FourEyes",
    "GroupRecipient",
    "GroupReply",
    "Handover",
    "Harvested",
    "Inquiry",
    "KindProposal",
    "Link",
    "Macro",
    "Mention",
    "Merge",
    "Message",
    "NumberRange",
    "Outcome",
    "OutcomeRefusal",
    "Pause",
    "PauseReason",
    "Presence",
    "PromiseOutcome",
    "PromiseTerms",
    "RadarLock",
    "Recall",
    "RedactionDecision",
    "Removal",
    "ReplyDetails",
    "SavedView",
    "ScheduledReply",
    "Split",
    "SuggestionSet",
    "TeamQuestion",
    "TextModule",
    "TimeEntry",
    "Trace",
    "TraceTerm",
    "UndoWindow",
    "Upload",
]
