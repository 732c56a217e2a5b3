"""Submissions are made anonymous some months after they were settled; unsent drafts are removed.

Who released a text stays known as long as the text can be read: it is the proof.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.knowledge.models import ConsentRequest, Submission, SubmissionFile, SubmissionMessage
from lotse.knowledge.submissions.links import DRAFT_VALID_FOR
from lotse.lib import retention
from lotse.lib.retention import Eraser, Rule
from lotse.protection import rules as protection

KEPT_FOR = timedelta(days=366) * settings.KEEP_SUBMISSION_MONTHS / 12
BATCH = 50
_OURS = (
    SubmissionMessage.Kind.NOTICE,
    SubmissionMessage.Kind.NOTE,
    SubmissionMessage.Kind.AUTOMATIC,
    SubmissionMessage.Kind.BOUNCE,
)


def settled_over(now: datetime) -> QuerySet[Submission]:
    """Return what was settled, or taken off the pages, long enough ago. now: aware."""
    before = now - KEPT_FOR
    said_no = Q(rejected_at__lte=before) | Q(duplicate_at__lte=before)
    withdrawn = Q(
        example__live=False,
        example__first_published_at__isnull=False,
        last_activity_at__lte=before,
        example__last_published_at__lte=before,
    )
    found = Submission.objects.filter(said_no | withdrawn, anonymised_at=None)
    return retention.free(found, now).order_by("received_at", "pk")


def unsent_over(now: datetime) -> QuerySet[Submission]:
    """Return what was begun, or never confirmed, and not touched for as long as its link holds."""
    found = Submission.objects.filter(received_at=None, changed_at__lte=now - DRAFT_VALID_FOR)
    return retention.free(found, now).order_by("changed_at", "pk")


def anonymise_settled(now: datetime) -> int:
    return sum(
        anonymise(pk, now) for pk in list(settled_over(now).values_list("pk", flat=True))[:BATCH]
    )


def remove_unsent(now: datetime) -> int:
    batch = list(unsent_over(now).values_list("pk", flat=True)[:BATCH])
    names = _files(batch)
    Submission.objects.filter(pk__in=batch).delete()
    transaction.on_commit(lambda: _delete_unused(names))
    return len(batch)


@transaction.atomic
def anonymise(pk: int, now: datetime) -> bool:
    """Take out who wrote, what they wrote and their files; what became of it stays."""
    ours = Submission.objects.filter(pk=pk, anonymised_at=None).update(
        anonymised_at=now,
        person=None,
        name="",
        office="",
        email="",
        phone="",
        raw_text="",
        benefit="",
        avoid="",
        links=[],
        triage_note="",
        rejection="",
    )
    if not ours:
        return False
    names = _files([pk])
    SubmissionFile.objects.filter(submission=pk).delete()
    messages = SubmissionMessage.objects.filter(submission=pk)
    messages.filter(kind__in=_OURS).delete()
    messages.update(author=None, author_name="", author_email="", subject="", text="")
    requests = ConsentRequest.objects.filter(submission=pk)
    requests.update(recipient="", answer_text="")
    requests.exclude(submission__example__live=True).update(answered_by="")
    transaction.on_commit(lambda: _delete_unused(names))
    return True


def _files(pks: list[int]) -> set[str]:
    found = SubmissionFile.objects.filter(submission__in=pks).exclude(file="")
    return set(found.values_list("file", flat=True))


def _delete_unused(names: set[str]) -> None:
    """Delete files nobody points to any more; the same content may hang on several submissions."""
    used = set(SubmissionFile.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names - used:
        default_storage.delete(name)


def _of(address: str) -> QuerySet[Submission]:
    return Submission.objects.filter(email=address, anonymised_at=None)


def _obstacle(address: str, now: datetime) -> str:
    in_work = _of(address).filter(
        received_at__isnull=False,
        rejected_at=None,
        duplicate_at=None,
        example__first_published_at=None,
    )
    number = in_work.values_list("number", flat=True).first()
    if number:
        return _("Die Einsendung %s ist noch offen. Lehnen Sie sie zuerst ab.") % number
    return ""


def _erase(address: str, now: datetime) -> int:
    unsent = _of(address).filter(received_at=None)
    names = _files(list(unsent.values_list("pk", flat=True)))
    count, _by_model = unsent.delete()
    transaction.on_commit(lambda: _delete_unused(names))
    found = list(_of(address).values_list("pk", flat=True))
    return bool(count) + sum(anonymise(pk, now) for pk in found)


retention.hold("knowledge.Submission", lambda now: Q(email__in=protection.held_addresses(now)))
retention.register(
    Rule(
        name="submissions.settled",
        label=gettext_lazy("Erledigte Einsendungen"),
        effect=gettext_lazy("anonymisiert; Zeiten und Ergebnis bleiben"),
        period=gettext_lazy("%s Monate nach Ablehnung oder Zurückziehen")
        % settings.KEEP_SUBMISSION_MONTHS,
        due=settled_over,
        remove=anonymise_settled,
        describe=str,
    )
)
retention.register(
    Rule(
        name="submissions.unsent",
        label=gettext_lazy("Angefangene Beispiele, nie abgeschickt"),
        effect=gettext_lazy("gelöscht"),
        period=gettext_lazy("30 Tage nach der letzten Änderung"),
        due=unsent_over,
        remove=remove_unsent,
        describe=lambda row: f"Entwurf {row.pk}",
    )
)
retention.can_erase(
    Eraser(
        name="submissions",
        label=gettext_lazy("Einsendungen, anonymisiert"),
        count=lambda address: _of(address).count(),
        obstacle=_obstacle,
        erase=_erase,
    )
)
