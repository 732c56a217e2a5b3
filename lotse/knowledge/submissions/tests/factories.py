"""Submissions for tests: ``SubmissionFactory()`` is one that editors see."""

from datetime import UTC, datetime
from typing import Any

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from lotse.accounts.models import User
from lotse.knowledge.models import ConsentRequest, Example, Submission, SubmissionFile
from lotse.knowledge.submissions import queries, rules
from lotse.lib import files
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory

MONDAY = datetime(2026, 11, 23, 9, 45, tzinfo=UTC)


class SubmissionFactory(DjangoModelFactory[Submission]):
    """Received by form, with consent; ``number=None, received_at=None`` is still being written."""

    class Meta:
        model = Submission

    key = Sequence(lambda n: f"{n:032x}")
    number = Sequence(lambda n: f"E-2026-{n + 1000:04d}")
    name = "Sabine Muster"
    office = "Sozialamt"
    email = "s.muster@musterstadt.example"
    municipality = SubFactory(MunicipalityFactory)
    raw_text = "Wir teilen uns den Hausmeisterdienst mit vier Nachbargemeinden."
    audience = Audience.PUBLIC
    publish_consent_at = MONDAY
    started_at = MONDAY
    changed_at = MONDAY
    sent_at = MONDAY
    received_at = MONDAY
    last_activity_at = LazyAttribute(lambda row: row.received_at)


def seen(submission: Submission) -> Submission:
    """Return a submission as the pages read it."""
    return queries.with_facts(Submission.objects.filter(pk=submission.pk)).get()


def accepted(editor: User, **values: Any) -> Submission:
    """Return a submission with a draft that lacks nothing but the release."""
    submission = SubmissionFactory.create(links=["https://musterstadt.example/dienst"], **values)
    submission.concepts.add(ConceptFactory.create())
    rules.accept(submission, editor=editor, now=MONDAY)
    return submission


def draft_of(submission: Submission) -> Example:
    """Return the draft as it would be published now."""
    draft = queries.draft_of(submission)
    assert draft is not None
    return draft


def change_draft(submission: Submission, **values: Any) -> None:
    """Save a new version of the draft, as an editor does."""
    draft = draft_of(submission)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)


def publish(submission: Submission) -> None:
    """Publish the draft as it stands. Raises ValidationError if something forbids it."""
    record = queries.record_of(submission)
    assert record is not None
    revision = record.get_latest_revision()
    assert revision is not None
    revision.publish()
    submission.refresh_from_db()


def asked(submission: Submission, editor: User, **values: Any) -> ConsentRequest:
    return rules.ask_consent(
        submission, recipient="rathaus@musterstadt.example", editor=editor, now=MONDAY, **values
    )


def with_file(
    submission: Submission, name: str = "Plan.pdf", content: bytes = b"%PDF-1.7", **values: Any
) -> SubmissionFile:
    stored = files.store(name, content, folder="einsendungen")
    return SubmissionFile.objects.create(
        submission=submission, created_at=MONDAY, **stored.columns(), **values
    )
