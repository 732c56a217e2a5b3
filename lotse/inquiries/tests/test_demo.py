"""The demo shows every state, and loading it twice changes nothing."""

from datetime import timedelta

import pytest

from lotse.accounts import demo as people
from lotse.inquiries import demo, states
from lotse.inquiries.demonstration.script import Answer, Interim
from lotse.inquiries.models import Citation, Inquiry
from lotse.inquiries.states import State
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def test_demo_shows_every_state_and_is_loaded_once() -> None:
    for key in people.MEMBERS:
        MunicipalityFactory.create(key=key)
    people.load(MONDAY)
    replies = [
        step
        for one in demo.CONVERSATIONS
        for step in one.steps
        if isinstance(step, Answer | Interim)
    ]
    for code in sorted({code for reply in replies for code in reply.sources}):
        example = publish_example(f"Beispiel {code}")
        example.code = code
        example.save()

    assert demo.load(MONDAY) == "Anfragen: 31, davon 31 neu"
    mails = OutgoingMail.objects.count()
    assert demo.load(MONDAY + timedelta(hours=1)) == "Anfragen: 31, davon 0 neu"

    shown = [states.of(inquiry, MONDAY) for inquiry in Inquiry.objects.all()]
    assert set(shown) == set(State)
    assert shown.count(State.OVERDUE) == 1
    assert OutgoingMail.objects.count() == mails
    assert Citation.objects.count() == sum(len(reply.sources) for reply in replies)
