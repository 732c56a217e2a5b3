"""The promise clock: until when a person must have replied. Pure: no Django.

``promise``: due times and elapsed time in either measure. ``service``: when the office is open.
``weekly``: opening hours as people write them. The exact meaning is decision 0043.
"""

from lotse.inquiries.clock.promise import (
    SOON,
    Level,
    Measure,
    Pause,
    due_at,
    elapsed,
    is_overdue,
    level,
    reached_at,
    remaining,
    share_used,
)
from lotse.inquiries.clock.service import Block, NeverOpen, ServiceHours, Stretch

__all__ = [
    "SOON",
    "Block",
    "Level",
    "Measure",
    "NeverOpen",
    "Pause",
    "ServiceHours",
    "Stretch",
    "due_at",
    "elapsed",
    "is_overdue",
    "level",
    "reached_at",
    "remaining",
    "share_used",
]
