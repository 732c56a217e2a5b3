"""What one inquiry has besides its conversation, so that only what is there is read.

Few inquiries have links, pauses, check lists or warnings. A query for each of them cost more than
the rest of the page; one statement that says which there are costs as much as one of them.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from lotse.accounts.models import User
from lotse.inquiries.desk import statements
from lotse.inquiries.desk.statements import SOME_ADDRESS, SOMEBODY, SOMETHING
from lotse.inquiries.models import (
    AnswerTarget,
    Attachment,
    Breach,
    Checklist,
    Citation,
    Dismissal,
    Draft,
    DueWarning,
    Forwarding,
    Handover,
    Inquiry,
    KindProposal,
    Link,
    Merge,
    Message,
    Pause,
    ReplyDetails,
    ScheduledReply,
    Split,
    TeamQuestion,
    TimeEntry,
    UndoWindow,
)
from lotse.mail.models import SuppressedAddress

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Besides:
    """Which kinds of records an inquiry has."""

    there: frozenset[str]

    def __contains__(self, name: str) -> bool:
        assert name in _statement().names, name
        return name in self.there

    def rows(self, name: str, query: "QuerySet[Row]") -> list[Row]:
        """Return the rows of a query, without asking where nothing is there."""
        return list(query) if name in self else []

    def first(self, name: str, query: "QuerySet[Row]") -> Row | None:
        return query.first() if name in self else None


def of(inquiry: Inquiry, user: User) -> Besides:
    """Return what there is. user: whose handovers count. One query."""
    found = _statement().ask(
        {
            SOMETHING: inquiry.pk,
            SOMEBODY: user.pk,
            SOME_ADDRESS: inquiry.asker_email.lower(),
        }
    )
    return Besides(frozenset(name for name, is_there in found.items() if is_there))


@cache
def _statement() -> statements.Statement:
    it: Any = SOMETHING
    return statements.exist(
        {
            # The conversation.
            "files": Attachment.objects.filter(message__inquiry=it),
            "citations": Citation.objects.filter(message__inquiry=it),
            "origins": Message.objects.filter(inquiry=it, origin__isnull=False),
            "details": ReplyDetails.objects.filter(message__inquiry=it),
            "undo": UndoWindow.objects.filter(message__inquiry=it),
            "forwarding": Forwarding.objects.filter(inquiry=it),
            "suppressed": SuppressedAddress.objects.filter(address=SOME_ADDRESS, lifted_at=None),
            "dismissals": Dismissal.objects.filter(inquiry=it),
            # The promise.
            "pauses": Pause.objects.filter(inquiry=it),
            "targets": AnswerTarget.objects.filter(inquiry=it),
            "warnings": DueWarning.objects.filter(inquiry=it),
            "breaches": Breach.objects.filter(inquiry=it),
            "handovers": Handover.objects.filter(
                inquiry=it, to=SOMEBODY, ended_at=None, kept_at=None
            ),
            # The team.
            "drafts": Draft.objects.filter(inquiry=it),
            "planned": ScheduledReply.objects.filter(inquiry=it, sent_at=None, cancelled_at=None),
            "lists": Checklist.objects.filter(inquiry=it),
            "questions": TeamQuestion.objects.filter(inquiry=it, done_at=None),
            "time": TimeEntry.objects.filter(inquiry=it, struck_at=None),
            # Other inquiries.
            "merges": Merge.objects.filter(target=it, undone_at=None),
            "splits": Split.objects.filter(Q(source=it) | Q(part=it), undone_at=None),
            "links": Link.objects.filter(Q(first=it) | Q(second=it)),
            "proposal": KindProposal.objects.filter(inquiry=it, decided_at=None),
        }
    )
