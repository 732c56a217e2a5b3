"""Inquiries: a question from a municipality, its conversation and its clock.

Facts are stored, states derived: see ``states.py`` and ``clock.py``.
"""

from lotse.inquiries.models.conversation import Attachment, Citation, Message, Upload
from lotse.inquiries.models.events import Event
from lotse.inquiries.models.inquiry import Inquiry, NumberRange
from lotse.inquiries.models.writing import Draft

__all__ = [
    "Attachment",
    "Citation",
    "Draft",
    "Event",
    "Inquiry",
    "Message",
    "NumberRange",
    "Upload",
]
