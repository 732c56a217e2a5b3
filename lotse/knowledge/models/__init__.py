"""What others can learn from: examples, answered questions, and what is still to be written."""

from lotse.knowledge.listing import FacetSet, ListEntry
from lotse.knowledge.models.addresses import Edition, FormerAddress
from lotse.knowledge.models.adoptions import Adoption, AdoptionResult, AdoptionTally
from lotse.knowledge.models.answers import Answer, AnswerSource
from lotse.knowledge.models.commissions import Commission
from lotse.knowledge.models.examples import (
    Attachment,
    Example,
    ExampleMunicipality,
    Source,
    Step,
)
from lotse.knowledge.models.feedback import PageFeedback

__all__ = [
    "Adoption",
    "AdoptionResult",
    "AdoptionTally",
    "Answer",
    "AnswerSource",
    "Attachment",
    "Commission",
    "Edition",
    "Example",
    "ExampleMunicipality",
    "FacetSet",
    "FormerAddress",
    "ListEntry",
    "PageFeedback",
    "Source",
    "Step",
]
