"""What a record learns about the submission it came from, see ``knowledge.origins``."""

from typing import Any

from lotse.knowledge import documents, origins
from lotse.knowledge.models import Submission
from lotse.knowledge.origins import Kind, Origin, Traces
from lotse.knowledge.submissions.rules import consent
from lotse.lib import german


def traces(kind: str, object_id: int) -> Traces:
    """Name the submissions behind an example, for the team."""
    return Traces(origins=tuple(_origin(one) for one in _behind(kind, object_id)))


def _origin(submission: Submission) -> Origin:
    assert submission.received_at is not None
    return Origin(
        label=str(submission),
        url=submission.get_absolute_url(),
        note=german.date_de(submission.received_at),
        is_for_editors=True,
    )


def asked(kind: str, object_id: int) -> int:
    """Submissions ask nothing."""
    return 0


def gaps(kind: str, draft: Any) -> list[str]:
    """Say what the municipality still has to release before this draft may appear."""
    if draft.pk is None:
        return []
    return [
        sentence
        for submission in _behind(kind, draft.pk)
        for sentence in consent.gaps(submission, draft)
    ]


def _behind(kind: str, object_id: int) -> list[Submission]:
    if kind != documents.KIND:
        return []
    return list(Submission.objects.filter(example=object_id, received_at__isnull=False))


origins.register(Kind(traces=traces, asked=asked, gaps=gaps))
