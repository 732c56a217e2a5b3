"""What others can learn from: examples, answered questions, and what is still to be written."""

from lotse.knowledge.listing import FacetSet, ListEntry
from lotse.knowledge.models.answers import Answer, AnswerSource
from lotse.knowledge.models.commissions import Commission
from lotse.knowledge.models.examples import (
    Attachment,
    Example,
    ExampleMunicipality,
    Source,
    Step,
)

__all__ = [
    "Answer",
    "AnswerSource",
    "Attachment",
    "Commission",
    "Example",
    "ExampleMunicipality",
    "FacetSet",
    "ListEntry",
    "Source",
    "Step",
]
