"""Journey 4: a municipality submits by form; prepared, released, published, found, in the feed."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from lotse.accounts import bootstrap as accounts
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap as knowledge
from lotse.knowledge import tasks
from lotse.knowledge.models import Example, Submission
from lotse.mail import sending
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.portal import bootstrap as portal
from lotse.team import bootstrap as team
from lotse.topics.tests.factories import ConceptFactory, FieldFactory
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.django_db
CLERK = "s.muster@musterstadt.example"
FORM = "/beispiele/melden/"


def paths_in(postbox: RunningPostbox, recipient: str) -> list[str]:
    """Return the paths of our links in the last mail to somebody."""
    sending.send_waiting(timezone.now())
    body = postbox.to(recipient)[-1].get_body(("plain",))
    assert body is not None
    return re.findall(r"http://localhost:8000(/\S+)", body.get_content())


def test_an_example_goes_from_the_form_to_search_feed_and_author(
    postbox: RunningPostbox, settings: Settings
) -> None:
    settings.SMTP_URL = postbox.url
    field = FieldFactory.create(code="P", name="Prozesse", slug="prozesse")
    ConceptFactory.create(code="P02", name="Hausmeisterdienst", broader=field)
    MunicipalityFactory.create(name="Erlenbrück")
    for base_data in (accounts, team, knowledge, portal):
        base_data.load(timezone.now())
    editor = UserFactory.create(roles=[Role.EDITOR])

    # A clerk without an account sends it in and proves the address.
    clerk = Client()
    clerk.post(FORM, {"raw_text": "Wir teilen den Hausmeisterdienst mit vier Nachbargemeinden."})
    said = {"municipality": "Erlenbrück", "concepts": ["P"], "links": "erlenbrueck.example/dienst"}
    clerk.post(f"{FORM}kommune/", said)
    clerk.post(f"{FORM}unterlagen/", {})
    consent = {"email": CLERK, "name": "Sabine Muster", "audience": "0"}
    clerk.post(f"{FORM}kontakt/", {**consent, "has_publish_consent": "on"})
    clerk.post(f"{FORM}pruefen/")
    clerk.post(paths_in(postbox, CLERK)[0])
    submission = Submission.objects.get(received_at__isnull=False)
    status = next(path for path in paths_in(postbox, CLERK) if path.startswith("/einsendung/"))

    # An editor makes a draft and asks for the release.
    desk = Client()
    desk.force_login(editor)
    assert str(submission) in desk.get("/einsendungen/").content.decode()
    desk.post(f"/einsendungen/{submission}/annehmen/")
    desk.post(
        f"/einsendungen/{submission}/freigabe/",
        {"ask_consent-recipient": CLERK, "ask_consent-publishes_at_once": "on"},
    )
    assert "Text lesen und entscheiden" in clerk.get(status).content.decode()
    assert not Example.objects.filter(live=True).exists()

    # The municipality says yes, and at once everybody finds it.
    release = next(path for path in paths_in(postbox, CLERK) if path.startswith("/freigabe/"))
    clerk.post(release, {"answer": "yes", "name": "Sabine Muster, Sozialamt"})
    example = Example.objects.get(live=True)
    public = Client()
    assert example.title in public.get("/suche/?q=Hausmeisterdienst").content.decode()
    assert example.title in public.get("/feeds/beispiele.atom").content.decode()
    assert example.title in public.get("/beispiele/").content.decode()

    # The author is told, and the page says so.
    tasks.tell_published(timezone.now())
    assert example.get_absolute_url() in paths_in(postbox, CLERK)
    assert "Ihr Beispiel ist veröffentlicht" in clerk.get(status).content.decode()
