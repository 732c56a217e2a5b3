"""One colleague asks another. Has its own due time; never touches the promise."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal, notices
from lotse.inquiries.models import Event, Inquiry, TeamQuestion
from lotse.inquiries.rules import handling
from lotse.lib import german
from lotse.lib.errors import RuleError

BATCH = 50


@transaction.atomic
def ask(
    inquiry: Inquiry,
    *,
    asked: User,
    text: str,
    due_at: datetime,
    actor: User,
    now: datetime,
) -> TeamQuestion:
    """Ask a colleague about an inquiry and tell them. due_at: aware, later than now."""
    if not text.strip():
        raise RuleError(_("Schreiben Sie, was Sie wissen möchten."))
    if asked.pk == actor.pk or not (asked.is_active and asked.is_desk):
        raise RuleError(_("Wählen Sie jemand anderen aus einem Fachreferat."))
    if due_at <= now:
        raise RuleError(_("Die Rückmeldung braucht einen Zeitpunkt in der Zukunft."))
    question = TeamQuestion.objects.create(
        inquiry=inquiry,
        asked_by=actor,
        asked=asked,
        text=text.strip()[:1000],
        created_at=now,
        due_at=due_at,
    )
    detail = _("%(name)s, bis %(when)s") % {
        "name": asked.name,
        "when": german.datetime_de(due_at, now),
    }
    journal.record(inquiry, Event.What.COLLEAGUE_ASKED, detail=detail, actor=actor, now=now)
    notices.colleague_asked(question, now=now)
    return question


@transaction.atomic
def answer(question: TeamQuestion, *, text: str = "", actor: User, now: datetime) -> None:
    """Answer a colleague's question with a note, or tick it off without text.

    Only who was asked, and who asked, may; raises RuleError if it is settled.
    """
    if actor.pk not in (question.asked_id, question.asked_by_id):
        raise RuleError(_("Diese Rückfrage geht an %s.") % question.asked.name)
    # Conditional update: answered once, also when pressed twice.
    changed = TeamQuestion.objects.filter(pk=question.pk, done_at=None).update(done_at=now)
    if not changed:
        raise RuleError(_("Diese Rückfrage ist schon erledigt."))
    if text.strip():
        note = handling.note(question.inquiry, text=text, author=actor, now=now)
        TeamQuestion.objects.filter(pk=question.pk).update(answer=note)
    question.refresh_from_db()
    journal.record(
        question.inquiry,
        Event.What.COLLEAGUE_ANSWERED,
        detail=question.asked.name,
        actor=actor,
        now=now,
    )
    if question.asked_by and question.asked_by_id != actor.pk:
        notices.colleague_answered(question, text=text.strip(), now=now)


def remind(now: datetime) -> int:
    """Remind of questions whose time has come, each once; return how many."""
    open_ones = TeamQuestion.objects.filter(done_at=None, reminded_at=None)
    due = open_ones.filter(due_at__lte=now).select_related("inquiry", "asked", "asked_by")
    reminded = 0
    for question in due.order_by("due_at")[:BATCH]:
        with transaction.atomic():
            # Conditional update: of two workers only one reminds.
            if open_ones.filter(pk=question.pk).update(reminded_at=now):
                notices.colleague_reminded(question, now=now)
                reminded += 1
    return reminded
