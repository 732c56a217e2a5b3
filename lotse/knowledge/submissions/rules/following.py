"""What follows by the clock: authors are told, files are scanned."""

from datetime import datetime

from django.db import transaction

from lotse.knowledge.models import Submission, SubmissionFile
from lotse.knowledge.submissions import mails
from lotse.mail import scanwork
from lotse.mail.scanning import Scanner

BATCH = 50


def tell_published(now: datetime) -> int:
    """Write to authors whose example everybody can read now; return how many."""
    waiting = Submission.objects.filter(
        example__live=True,
        example__first_published_at__isnull=False,
        published_told_at=None,
        anonymised_at=None,
    )
    found = list(waiting.select_related("example").order_by("pk")[:BATCH])
    return sum(_tell(submission, now) for submission in found)


@transaction.atomic
def _tell(submission: Submission, now: datetime) -> bool:
    ours = Submission.objects.filter(pk=submission.pk, published_told_at=None).update(
        published_told_at=now, last_activity_at=now
    )
    if ours:
        mails.published(submission, now=now)
    return bool(ours)


def scan_waiting(scanner: Scanner, *, now: datetime) -> int:
    """Have files of submissions scanned; return how many verdicts there were."""
    return scanwork.scan_waiting(SubmissionFile.objects.all(), scanner, record=_record, now=now)


def _record(file: SubmissionFile, finding: str, now: datetime) -> int:
    same = SubmissionFile.objects.filter(sha256=file.sha256, scanned_at=None).exclude(file="")
    return sum(scanwork.write(copy, finding, now=now) for copy in same)
