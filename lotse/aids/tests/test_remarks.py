"""Comments and other wordings for a passage of an aid: by a member, taken in by an editor."""

import pytest
from django.test import Client
from django.utils import timezone

from lotse.accounts import bootstrap as accounts
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.aids import bootstrap
from lotse.aids.models import Aid
from lotse.aids.tests.factories import published
from lotse.lib.audience import Audience
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
LINE = "Rufen Sie an, schreiben Sie nicht."
BETTER = "Rufen Sie an; eine Mail liest heute niemand mehr."


def test_wording_proposed_by_a_member_gets_into_the_draft_and_its_author_hears() -> None:
    accounts.load(timezone.now())
    bootstrap.load(timezone.now())
    editor = UserFactory.create(roles=[Role.EDITOR])
    member = UserFactory.create(roles=[Role.MEMBER], email="mia@stadt.example")
    aid = published(kind="guide", text=f"Zuerst fragen.\n\n{LINE}", owner=editor)
    address = f"/durchsicht/aid/{aid.pk}/"

    client = Client()
    client.force_login(member)
    assert f"{address}vorschlag/" in client.get(aid.get_absolute_url()).content.decode()
    said = {"column": "text", "passage": LINE, "text": "Zu knapp.", "proposal": BETTER}
    client.post(f"{address}vorschlag/", said)
    assert client.get(address).status_code == 404

    client.force_login(editor)
    page = client.get(address).content.decode()
    assert BETTER in page
    remark = page.split("/durchsicht/kommentar/")[1].split("/")[0]
    client.post(f"/durchsicht/kommentar/{remark}/uebernehmen/")
    aid = Aid.objects.get(pk=aid.pk)
    assert aid.get_latest_revision_as_object().text == f"Zuerst fragen.\n\n{BETTER}"
    assert LINE in aid.text
    assert OutgoingMail.objects.filter(recipient="mia@stadt.example").exists()


def test_nobody_comments_what_they_may_not_read() -> None:
    aid = published(kind="guide", text=LINE, audience=Audience.TEAM)
    client = Client()
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert client.get(f"/durchsicht/aid/{aid.pk}/vorschlag/").status_code == 404
