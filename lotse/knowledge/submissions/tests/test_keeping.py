"""Nothing is kept longer than promised, and forgetting on request works."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.models import Submission, SubmissionFile
from lotse.knowledge.submissions import keeping, rules
from lotse.knowledge.submissions.tests.factories import (
    MONDAY,
    SubmissionFactory,
    accepted,
    asked,
    publish,
    with_file,
)
from lotse.lib import retention

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=367)


def test_a_rejected_submission_is_anonymous_after_a_year_and_its_files_are_gone(
    django_capture_on_commit_callbacks: object,
) -> None:
    editor = UserFactory.create(roles=[Role.EDITOR])
    submission, other = SubmissionFactory.create(), SubmissionFactory.create()
    shared = with_file(other, content=b"%PDF-1.7 beide")
    with_file(submission, content=b"%PDF-1.7 beide")
    path = with_file(submission, content=b"%PDF-1.7 allein").file.name
    rules.reject(submission, reason="Frau Muster weiß warum.", editor=editor, now=MONDAY)
    assert keeping.anonymise_settled(MONDAY + YEAR - timedelta(days=2)) == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert keeping.anonymise_settled(MONDAY + YEAR) == 1
    submission.refresh_from_db()
    texts = (submission.name, submission.email, submission.raw_text, submission.rejection)
    assert texts == ("", "", "", "")
    assert not submission.messages.exclude(text="").exists()
    assert not default_storage.exists(str(path))
    assert default_storage.exists(str(shared.file.name))
    assert SubmissionFile.objects.filter(submission=other).count() == 1


def test_what_was_never_sent_is_gone_after_thirty_days() -> None:
    SubmissionFactory.create(number=None, received_at=None, sent_at=None)
    SubmissionFactory.create(number=None, received_at=None)
    kept = SubmissionFactory.create()
    assert keeping.remove_unsent(MONDAY + timedelta(days=29)) == 0
    assert keeping.remove_unsent(MONDAY + timedelta(days=31)) == 2
    assert list(Submission.objects.all()) == [kept]


def test_a_published_one_keeps_who_released_it_as_long_as_it_can_be_read() -> None:
    editor = UserFactory.create(roles=[Role.EDITOR])
    submission = accepted(editor)
    request = asked(submission, editor)
    rules.answer_consent(request, answer="yes", text="", name="A. Muster", now=MONDAY)
    publish(submission)
    assert keeping.anonymise_settled(MONDAY + 5 * YEAR) == 0
    eraser = retention.erasers["submissions"]
    assert eraser.obstacle(submission.email, MONDAY) == ""
    eraser.erase("s.muster@musterstadt.example", MONDAY)
    request.refresh_from_db()
    submission.refresh_from_db()
    assert (submission.email, request.recipient, request.answered_by) == ("", "", "A. Muster")


def test_an_open_submission_is_settled_before_it_is_forgotten() -> None:
    submission = SubmissionFactory.create()
    eraser = retention.erasers["submissions"]
    assert eraser.count(submission.email) == 1
    assert "ist noch offen" in eraser.obstacle(submission.email, MONDAY)
