"""Clock jobs of the knowledge base."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from lotse.knowledge import documents, rules
from lotse.knowledge.adoption import reminders
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.checking import rules as check_rules
from lotse.knowledge.easy import rules as easy_rules
from lotse.knowledge.facts import rules as fact_rules
from lotse.knowledge.importing import rules as importing
from lotse.knowledge.language import rules as language
from lotse.knowledge.mirroring import rules as mirroring
from lotse.knowledge.models import Answer, Example, SubmissionMessage
from lotse.knowledge.reviews import rules as review_rules
from lotse.knowledge.submissions import rules as submissions
from lotse.lib.schedule import every
from lotse.mail import outcomes
from lotse.mail.models import OutgoingMail
from lotse.mail.scanning import configured


@every(60, name="knowledge.schedule")
def follow_schedule(now: datetime) -> int:
    return rules.follow_schedule(now)


@every(3600, name="knowledge.reviews")
def mark_due_reviews(now: datetime) -> int:
    return rules.mark_due_reviews(now)


@every(3600, name="knowledge.adoptions")
def ask_for_results(now: datetime) -> int:
    return reminders.ask(now)


@every(3600, name="knowledge.facts")
def follow_facts(now: datetime) -> int:
    return fact_rules.follow_time(now)


@every(3600, name="knowledge.easy_topics")
def follow_topics(now: datetime) -> int:
    easy_rules.follow_topics(now)
    return 0


@every(3600, name="knowledge.reminders")
def remind_owners(now: datetime) -> int:
    return review_rules.remind(now)


@every(3600, name="knowledge.language")
def measure_language(now: datetime) -> int:
    """Measure what was published before texts were measured."""
    live = [
        (documents.KIND, Example.objects.filter(live=True)),
        (answer_documents.KIND, Answer.objects.filter(live=True)),
    ]
    return language.note_missing(live, now=now)


@every(300, name="knowledge.checks")
def remind_of_checks(now: datetime) -> int:
    return check_rules.remind(now)


@every(30, name="knowledge.tell_published")
def tell_published(now: datetime) -> int:
    return submissions.tell_published(now)


@every(600, name="knowledge.remind_consent")
def remind_consent(now: datetime) -> int:
    return submissions.remind_waiting(now)


@every(2, name="knowledge.imports")
def import_sheets(now: datetime) -> int:
    return importing.work(now)


@every(60, name="knowledge.mirrors", waits_for_others=True)
def look_at_origins(now: datetime) -> int:
    """Look whether what was taken over changed; the pause is that between a few questions."""
    if settings.CHECKS_LINKS:
        mirroring.look_due(now)
    return 0


@every(5, name="knowledge.scan_files", waits_for_others=True)
def scan_files(now: datetime) -> int:
    scanner = configured()
    return submissions.scan_waiting(scanner, now=now) if scanner else 0


def note_withheld(mail: OutgoingMail, reason: str, now: datetime) -> None:
    """Write into the exchange that an automatic mail did not leave."""
    told = SubmissionMessage.objects.filter(outgoing=mail).first()
    if told is not None:
        SubmissionMessage.objects.create(
            submission_id=told.submission_id,
            kind=SubmissionMessage.Kind.NOTE,
            text=_("Eine Mail ging nicht hinaus: %s") % reason,
            created_at=now,
        )


outcomes.on_withheld("submissions", note_withheld)
