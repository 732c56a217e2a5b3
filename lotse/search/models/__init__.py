"""Records of the search: the index, what was missed in it, what editors recommend."""

from lotse.search.models.demand import MissedQuestion, MissedWeek, Promotion, PromotionEntry
from lotse.search.models.index import (
    Generation,
    Passage,
    PendingChange,
    Posting,
    Record,
    RecordFacet,
    Term,
)

__all__ = [
    "Generation",
    "MissedQuestion",
    "MissedWeek",
    "Passage",
    "PendingChange",
    "Posting",
    "Promotion",
    "PromotionEntry",
    "Record",
    "RecordFacet",
    "Term",
]
