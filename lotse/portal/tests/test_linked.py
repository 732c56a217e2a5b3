"""Addresses in real records: where they stand, and replacing one everywhere."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.models import Check, Example, Fact
from lotse.knowledge.tests.factories import answered, fact, published
from lotse.lib.audience import Audience
from lotse.links import queries, rules
from lotse.links.models import Link, LinkUse, Replacement
from lotse.portal import bootstrap
from lotse.portal.tests.factories import NewsPageFactory
from lotse.search import engine
from lotse.team.tests.factories import ProgrammeAreaFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 11, tzinfo=UTC)
CONTACT = {
    "contact_office": "Sozialamt",
    "contact_email": "amt@stadt.example",
    "contact_consent_until": date(2099, 1, 1),
}
OLD, NEW = "https://alt.example/seite", "https://neu.example/seite"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    return client


def uses() -> set[tuple[str, str]]:
    return set(LinkUse.objects.values_list("link__address", "record_kind"))


def test_every_kind_of_record_says_where_its_addresses_stand() -> None:
    bootstrap.load(NOW)
    published(
        sources=[f"{OLD}#teil"],
        solution="Siehe https://bund.example/x.",
        contact_phone="030 1234",
        **CONTACT,
    )
    answered(short_answer="Siehe https://bund.example/x.")
    fact()
    NewsPageFactory.create(body='<p><a href="https://presse.example/">x</a></p>')
    area = ProgrammeAreaFactory.create(email="referat@lotse.example", phone="99")
    rules.collect(NOW)
    assert uses() >= {
        (OLD, "example"),
        ("https://bund.example/x", "example"),
        ("https://bund.example/x", "answer"),
        ("mailto:amt@stadt.example", "example"),
        ("tel:030 1234", "example"),
        ("https://gesetz.example/8", "fact"),
        ("https://presse.example/", "newspage"),
        ("mailto:referat@lotse.example", "area"),
    }
    assert Link.objects.get(address="https://bund.example/x").uses_count == 2
    assert [one.address for one in queries.broken()] == ["tel:99"]
    area.delete()
    Example.objects.get().unpublish()
    rules.collect(NOW)
    assert not {kind for _address, kind in uses()} & {"area", "example"}
    assert not Link.objects.filter(address=OLD).exists()


def test_replacing_shows_first_then_changes_everywhere_and_can_be_undone(
    editor: Client,
) -> None:
    first = published(title="Halle eins", sources=[f"{OLD}#teil"], solution=f"Siehe {OLD}.")
    second = published(title="Halle zwei", sources=[OLD])
    answer = answered(long_answer=f"Mehr unter {OLD}, dort Seite 3.")
    draft = Example.objects.get(pk=second.pk)
    draft.problem = f"Im Entwurf steht {OLD}."
    draft.save_revision(clean=False)
    checks = Check.objects.count()
    rules.collect(NOW)
    found = Link.objects.get(address=OLD)
    preview = editor.get(f"/adressen/{found.pk}/ersetzen/", {"new": NEW}).content.decode()
    assert "Das ändert 3 Einträge" in preview
    assert Example.objects.get(pk=first.pk).solution == f"Siehe {OLD}."

    answer_page = editor.post(f"/adressen/{found.pk}/ersetzen/", {"new": NEW})
    made = Replacement.objects.get()
    assert answer_page["Location"] == f"/adressen/ersetzungen/{made.pk}/"
    shown = Example.objects.get(pk=first.pk)
    assert shown.solution == f"Siehe {NEW}."
    assert [source.url for source in shown.sources.all()] == [f"{NEW}#teil"]
    assert [source.url for source in Example.objects.get(pk=second.pk).sources.all()] == [NEW]
    answer.refresh_from_db()
    assert answer.long_answer == f"Mehr unter {NEW}, dort Seite 3."
    # What somebody was writing is neither published nor lost.
    second = Example.objects.get(pk=second.pk)
    assert second.problem == ""
    assert second.has_unpublished_changes
    assert second.get_latest_revision_as_object().problem == f"Im Entwurf steht {NEW}."
    assert first.revisions.count() == 2
    assert engine.search("neu.example", reach=Audience.PUBLIC).total
    assert Check.objects.count() == checks
    assert {address for address, _kind in uses()} >= {NEW}

    editor.post(f"/adressen/ersetzungen/{made.pk}/zuruecknehmen/")
    assert Example.objects.get(pk=first.pk).solution == f"Siehe {OLD}."
    assert [source.url for source in Example.objects.get(pk=second.pk).sources.all()] == [OLD]
    again = editor.post(f"/adressen/ersetzungen/{made.pk}/zuruecknehmen/", follow=True)
    assert "schon zurückgenommen" in again.content.decode()


def test_what_cannot_be_published_stays_and_is_named(editor: Client) -> None:
    good = published(title="Halle eins", sources=[OLD])
    bad = published(title="Halle zwei", sources=[OLD])
    Example.objects.filter(pk=bad.pk).update(what="")
    rules.collect(NOW)
    found = Link.objects.get(address=OLD)
    editor.post(f"/adressen/{found.pk}/ersetzen/", {"new": NEW})
    made = Replacement.objects.get()
    page = editor.get(f"/adressen/ersetzungen/{made.pk}/").content.decode()
    assert "So geblieben" in page
    assert [source.url for source in Example.objects.get(pk=good.pk).sources.all()] == [NEW]
    assert [source.url for source in Example.objects.get(pk=bad.pk).sources.all()] == [OLD]


def test_contacts_are_replaced_and_what_a_confirmed_fact_said_stays(editor: Client) -> None:
    fact()
    published(**CONTACT)
    rules.collect(NOW)
    law = Link.objects.get(address="https://gesetz.example/8")
    editor.post(f"/adressen/{law.pk}/ersetzen/", {"new": "https://gesetz.example/neu"})
    # Decision 0059: the source is part of what was shown; a new version names the new one.
    assert Fact.objects.get().versions.get().source_url == "https://gesetz.example/8"
    assert "legen Sie eine neue an" in Replacement.objects.get().records.get().refusal
    mail = Link.objects.get(address="mailto:amt@stadt.example")
    editor.post(f"/adressen/{mail.pk}/ersetzen/", {"new": "neu@stadt.example"})
    assert Example.objects.get().contact_email == "neu@stadt.example"


@pytest.mark.parametrize(
    "new", ["", "neu", "ftp://neu.example/", "https://", OLD, "https://a b.de"]
)
def test_bad_addresses_are_refused_with_a_sentence(editor: Client, new: str) -> None:
    published(sources=[OLD])
    rules.collect(NOW)
    found = Link.objects.get(address=OLD)
    page = editor.post(f"/adressen/{found.pk}/ersetzen/", {"new": new})
    assert page.status_code == 422
    assert Replacement.objects.count() == 0


def test_putting_aside_needs_a_reason_and_can_be_taken_back(editor: Client) -> None:
    published(sources=[OLD])
    rules.collect(NOW)
    found = Link.objects.get(address=OLD)
    assert editor.post(f"/adressen/{found.pk}/zurueckstellen/").status_code == 422
    editor.post(f"/adressen/{found.pk}/zurueckstellen/", {"reason": "geht nur im Landesnetz"})
    assert "geht nur im Landesnetz" in editor.get(f"/adressen/{found.pk}/").content.decode()
    assert OLD in editor.get("/adressen/?stand=ignored").content.decode()
    editor.post(f"/adressen/{found.pk}/aufnehmen/")
    found.refresh_from_db()
    assert found.state == Link.State.WAITING


def test_a_word_finds_every_place_an_address_stands(editor: Client) -> None:
    published(title="Halle eins", sources=[OLD])
    rules.collect(NOW)
    page = editor.get("/adressen/", {"q": "alt.example"}).content.decode()
    assert OLD in page
    assert OLD not in editor.get("/adressen/", {"q": "anderswo"}).content.decode()
    assert "Halle eins" in editor.get(f"/adressen/{Link.objects.get().pk}/").content.decode()
