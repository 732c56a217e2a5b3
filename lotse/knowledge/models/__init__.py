"""What others can learn from, how it comes in, and what is still to be written."""

from lotse.knowledge.listing import FacetSet, ListEntry
from lotse.knowledge.models.addresses import Edition, FormerAddress
from lotse.knowledge.models.adoptions import Adoption, AdoptionResult, AdoptionTally
from lotse.knowledge.models.answers import Answer, AnswerSource
from lotse.knowledge.models.checks import Check, CheckReminder, FourEyesState, FourEyesTask
from lotse.knowledge.models.commissions import Commission
from lotse.knowledge.models.easy import EasyText, EasyVersion
from lotse.knowledge.models.examples import (
    Attachment,
    Example,
    ExampleMunicipality,
    Source,
    Step,
)
from lotse.knowledge.models.facts import Correction, Fact, FactKey, FactUse, FactVersion
from lotse.knowledge.models.feedback import PageFeedback
from lotse.knowledge.models.imports import SheetImport, SheetRow
from lotse.knowledge.models.language import LanguageScore
from lotse.knowledge.models.mirrors import Mirror
from lotse.knowledge.models.pictures import Picture
from lotse.knowledge.models.remarks import Remark, RemarkReply
from lotse.knowledge.models.reviews import ReviewConfirmation, ReviewReminder
from lotse.knowledge.models.submissions import (
    ConsentRequest,
    Submission,
    SubmissionCounter,
    SubmissionFile,
    SubmissionMessage,
)
from lotse.knowledge.models.terms import GlossaryTerm

__all__ = [
    "Adoption",
    "AdoptionResult",
    "AdoptionTally",
    "Answer",
    "AnswerSource",
    "Attachment",
    "Check",
    "CheckReminder",
    "Commission",
    "ConsentRequest",
    "Correction",
    "EasyText",
    "EasyVersion",
    "Edition",
    "Example",
    "ExampleMunicipality",
    "FacetSet",
    "Fact",
    "FactKey",
    "FactUse",
    "FactVersion",
    "FormerAddress",
    "FourEyesState",
    "FourEyesTask",
    "GlossaryTerm",
    "LanguageScore",
    "ListEntry",
    "Mirror",
    "PageFeedback",
    "Picture",
    "Remark",
    "RemarkReply",
    "ReviewConfirmation",
    "ReviewReminder",
    "SheetImport",
    "SheetRow",
    "Source",
    "Step",
    "Submission",
    "SubmissionCounter",
    "SubmissionFile",
    "SubmissionMessage",
]
