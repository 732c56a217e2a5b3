"""Subscribers are told of a fact by mail: once, and only once somebody has confirmed it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from lotse.knowledge import rules
from lotse.knowledge.models import Fact
from lotse.knowledge.tests.factories import fact, fact_key, version
from lotse.mail import sending
from lotse.subscriptions import spreading, telling
from lotse.subscriptions.models import Subscription
from lotse.subscriptions.tests.factories import SubscriptionFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def delivered(postbox: RunningPostbox, settings: Settings) -> None:
    settings.SMTP_URL = postbox.url


def told(postbox: RunningPostbox) -> Sequence[tuple[str, str]]:
    """Run the worker's part until nothing is left, and return who got which mail."""
    now = datetime.now(UTC) + timedelta(minutes=1)
    while spreading.spread(now):
        pass
    telling.tell(now)
    sending.send_waiting(now)
    return [(mail["To"], mail["Subject"]) for mail in postbox.mails]


def test_a_confirmed_fact_is_told_to_the_subscribers_of_its_topic(
    postbox: RunningPostbox,
) -> None:
    housing = FieldFactory.create(code="U", name="Wohnen")
    wish = SubscriptionFactory.create(topic=housing, rhythm=Subscription.Rhythm.AT_ONCE)
    SubscriptionFactory.create(topic=FieldFactory.create(), rhythm=Subscription.Rhythm.AT_ONCE)
    key = fact_key()
    key.concepts.set([ConceptFactory.create(broader=housing)])
    key.save()
    made = fact(versions=[version(verification="unconfirmed")])
    assert told(postbox) == []
    confirm(made)
    assert told(postbox) == [(wish.reader.address, "Neu: Fläche je Platz (bundesweit)")]
    body = postbox.mails[0].get_body(("plain",))
    assert body is not None
    assert "Je Platz sind mindestens 7 m² vorzusehen." in body.get_content()
    made.refresh_from_db()
    rules.publish_draft(made)
    assert len(told(postbox)) == 1


def confirm(made: Fact) -> None:
    draft = Fact.objects.get(pk=made.pk)
    one = draft.versions.get()
    one.verification = "law"
    draft.versions.set([one])
    rules.publish_draft(draft)
