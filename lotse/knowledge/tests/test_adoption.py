"""Taking an example over: who may, who is asked after 3 and 6 months, who sees what of it."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import forgetting
from lotse.knowledge.adoption import links, reminders, rules, tree
from lotse.knowledge.adoption.rules import Contact, Details
from lotse.knowledge.models import Adoption, AdoptionResult, AdoptionTally, Example
from lotse.knowledge.tests.factories import published
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.mail import compose
from lotse.mail.models import OutgoingMail
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 31, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 30)


def declared(example: Example, place: Municipality, **details: Any) -> Adoption:
    person = UserFactory(roles=[Role.MEMBER], municipality=place)
    said = Details(**{"state": "running", **details})
    return rules.declare(example, municipality=place, details=said, person=person, now=NOW)


def counts(example: Example) -> dict[str, int]:
    tally = AdoptionTally.objects.get(example=example)
    names = ("total", "dropped", "works", "partly", "failed", "not_yet")
    return {name: getattr(tally, name) for name in names if getattr(tally, name)}


@pytest.fixture
def member() -> User:
    town = MunicipalityFactory(name="Erlenbrück")
    person: User = UserFactory(roles=[Role.MEMBER], municipality=town, email="a@erlen.example")
    return person


def home(person: User) -> Municipality:
    assert person.municipality is not None
    return person.municipality


def filled(**values: Any) -> dict[str, Any]:
    return {"state": "planned", **values}


def test_member_declares_changes_and_withdraws_and_the_page_shows_it(
    client: Client, member: User
) -> None:
    example = published()
    client.force_login(member)
    path = f"{example.get_absolute_url()}uebernehmen/"
    assert (
        "Für unsere Kommune übernehmen" in client.get(example.get_absolute_url()).content.decode()
    )
    client.post(path, filled(changes="Ohne Küche", note="Nur für uns"))
    adoption = Adoption.objects.get()
    assert (adoption.municipality, adoption.state, adoption.declared_by) == (
        home(member),
        "planned",
        member,
    )
    page = client.get(example.get_absolute_url()).content.decode()
    assert "Von Ihnen übernommen: geplant" in page
    assert ("Ohne Küche" in page, "Nur für uns" in page) == (True, False)
    client.post(path, filled(state="done"))
    assert (Adoption.objects.get().state, Adoption.objects.count()) == ("done", 1)
    client.post(f"/uebernahmen/{adoption.pk}/zuruecknehmen/")
    assert counts(example) == {}
    assert "Von Ihnen übernommen" not in client.get(example.get_absolute_url()).content.decode()
    own = client.get("/uebernahmen/").content.decode()
    assert "Wiederherstellen" in own
    client.post(f"/uebernahmen/{adoption.pk}/wiederherstellen/")
    assert counts(example) == {"total": 1}
    assert "umgesetzt" in client.get("/uebernahmen/").content.decode()


def test_coordinator_sees_what_colleagues_took_over_and_nobody_elses(
    client: Client, member: User
) -> None:
    own, foreign = published(title="Eigene"), published(title="Fremde")
    adoption = declared(own, home(member), note="Rücksprache mit dem Hauptamt")
    other = declared(foreign, MunicipalityFactory())
    coordinator = UserFactory(roles=[Role.COORDINATOR], municipality=home(member))
    client.force_login(coordinator)
    page = client.get("/uebernahmen/").content.decode()
    assert ("Eigene" in page, "Rücksprache" in page, "Fremde" in page) == (True, True, False)
    assert client.post(f"/uebernahmen/{adoption.pk}/zuruecknehmen/").status_code == 302
    assert client.post(f"/uebernahmen/{other.pk}/zuruecknehmen/").status_code == 404
    assert client.get(f"/uebernahmen/{other.pk}/ergebnis/").status_code == 404


def test_contact_is_kept_only_with_consent_and_shown_to_members_until_its_day(
    client: Client, member: User
) -> None:
    example = published()
    client.force_login(member)
    path = f"{example.get_absolute_url()}uebernehmen/"
    contact = {
        "contact_office": "Sozialamt",
        "contact_email": "amt@erlen.example",
        "contact_until": (timezone.localdate() + timedelta(days=90)).isoformat(),
    }
    client.post(path, filled(**contact))
    assert Adoption.objects.get().contact_email == ""
    missing = client.post(path, filled(shares_contact="on")).content.decode()
    assert "Wie heißt die Stelle?" in missing
    past = {**contact, "contact_until": "2020-01-01", "shares_contact": "on"}
    assert "Bis wann dürfen Mitglieder" in client.post(path, filled(**past)).content.decode()
    client.post(path, filled(shares_contact="on", **contact))
    seen_by_member = client.get(example.get_absolute_url()).content.decode()
    tree_path = f"{example.get_absolute_url()}weitergegeben/"
    assert "amt@erlen.example" in seen_by_member
    assert "amt@erlen.example" in client.get(tree_path).content.decode()
    client.logout()
    for public in (example.get_absolute_url(), tree_path):
        page = client.get(public).content.decode()
        assert ("amt@erlen.example" in page, "Erlenbrück" in page) == (False, False)
    Adoption.objects.update(contact_until=timezone.localdate() - timedelta(days=1))
    client.force_login(member)
    assert "amt@erlen.example" not in client.get(example.get_absolute_url()).content.decode()


def test_municipality_is_named_to_all_only_if_it_wants_to(client: Client, member: User) -> None:
    example = published()
    adoption = declared(example, home(member))
    path = f"{example.get_absolute_url()}weitergegeben/"
    assert "Mittelstadt in Niedersachsen" in client.get(path).content.decode()
    Adoption.objects.filter(pk=adoption.pk).update(is_named=True)
    assert "Erlenbrück" in client.get(f"{path}?a=b").content.decode()


def test_own_example_cannot_be_taken_over(client: Client, member: User) -> None:
    own = published(municipalities=[home(member)])
    with pytest.raises(RuleError, match="Ihrer eigenen Kommune"):
        declared(own, home(member))
    client.force_login(member)
    page = client.get(own.get_absolute_url()).content.decode()
    assert "Für unsere Kommune übernehmen" not in page
    refused = client.post(f"{own.get_absolute_url()}uebernehmen/", filled())
    assert "Ihrer eigenen Kommune" in refused.content.decode()


def test_people_without_a_municipality_and_visitors_cannot_take_over(client: Client) -> None:
    path = f"{published().get_absolute_url()}uebernehmen/"
    assert client.get(path)["Location"].startswith("/anmelden/")
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    assert client.post(path, filled()).status_code == 404
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    assert client.post(path, filled()).status_code == 404


def test_nobody_learns_from_themselves_on_a_detour() -> None:
    example, other = published(), published()
    first, second = MunicipalityFactory(), MunicipalityFactory()
    one = declared(example, first)
    two = declared(example, second, learned_from=one)
    with pytest.raises(RuleError, match="von Ihnen gelernt"):
        declared(example, first, learned_from=two)
    with pytest.raises(RuleError, match="anderes Beispiel"):
        declared(other, first, learned_from=two)


# --- Asked after 3 and 6 months ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "months"),
    [
        (datetime(2026, 8, 31, 8, 0, tzinfo=UTC), []),
        (datetime(2026, 8, 31, 9, 0, tzinfo=UTC), [3]),
        (datetime(2026, 11, 30, 8, 0, tzinfo=UTC), [3]),
        # The 31st of May plus six months ends on the 30th of November, in winter time.
        (datetime(2026, 12, 1, 10, 0, tzinfo=UTC), [6]),
        (datetime(2027, 6, 2, 9, 0, tzinfo=UTC), []),
    ],
)
def test_each_question_is_asked_in_its_time(at: datetime, months: list[int]) -> None:
    declared(published(), MunicipalityFactory())
    reminders.ask(at)
    reminders.ask(at)
    asked = AdoptionResult.objects.values_list("months", flat=True)
    assert (list(asked), OutgoingMail.objects.count()) == (months, len(months))


def test_mail_leads_to_a_page_where_one_button_counts_without_signing_in(
    client: Client, member: User
) -> None:
    example = published(title="Halle geräumt")
    rules.declare(
        example,
        municipality=home(member),
        details=Details(state="running"),
        person=member,
        now=NOW,
    )
    reminders.ask(NOW + timedelta(days=93))
    mail = OutgoingMail.objects.get(purpose="adoption")
    assert (mail.recipient, mail.is_automatic) == ("a@erlen.example", True)
    assert mail.subject == "Nach 3 Monaten: Was wurde aus „Halle geräumt“?"
    assert compose.message(mail)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    paths = re.findall(r"https?://[^/]+(/uebernahmen/\S+)", mail.text)
    assert [path.partition("?")[2] for path in paths] == [
        "ergebnis=works",
        "ergebnis=partly",
        "ergebnis=failed",
        "ergebnis=not_yet",
        "",
    ]
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert counts(example) == {"total": 1}
    client.post(paths[1], {"ergebnis": "partly", "text": "Ohne Küche ging es."})
    assert counts(example) == {"total": 1, "partly": 1}
    client.post(paths[0], {"ergebnis": "works", "text": ""})
    assert counts(example) == {"total": 1, "works": 1}
    page = client.get(example.get_absolute_url()).content.decode()
    assert "funktioniert" in page
    assert "Ohne Küche ging es." not in page


def test_latest_result_counts_and_texts_are_for_members(client: Client, member: User) -> None:
    example = published()
    adoption = declared(example, MunicipalityFactory(name="Weiler"))
    rules.report(adoption, months=3, result="works", now=NOW + timedelta(days=95))
    late = NOW + timedelta(days=190)
    rules.report(adoption, months=6, result="failed", text="Im Winter zu kalt.", now=late)
    assert counts(example) == {"total": 1, "failed": 1}
    assert "Im Winter zu kalt." not in client.get(example.get_absolute_url()).content.decode()
    client.force_login(member)
    page = client.get(example.get_absolute_url()).content.decode()
    assert ("Im Winter zu kalt." in page, "Weiler" in page) == (True, True)


def test_one_click_ends_the_questions_also_from_a_mail_program() -> None:
    adoption = declared(published(), MunicipalityFactory())
    strict = Client(enforce_csrf_checks=True)
    path = links.stop_url(adoption).partition("/uebernahmen")[2]
    assert strict.get(f"/uebernahmen{path}").status_code == 200
    assert Adoption.objects.get().unreminded_at is None
    strict.post(f"/uebernahmen{path}", {"List-Unsubscribe": "One-Click"})
    assert Adoption.objects.get().unreminded_at is not None
    assert reminders.ask(NOW + timedelta(days=100)) == 0


def test_nobody_is_asked_about_what_was_withdrawn_or_dropped_or_reaches_nobody() -> None:
    gone = declared(published(), MunicipalityFactory())
    rules.withdraw(gone, now=NOW)
    declared(published(), MunicipalityFactory(), state="dropped")
    closed = declared(published(), MunicipalityFactory())
    assert closed.declared_by is not None
    User.objects.filter(pk=closed.declared_by.pk).update(is_active=False)
    assert reminders.ask(NOW + timedelta(days=100)) == 1
    assert OutgoingMail.objects.count() == 0
    with pytest.raises(RuleError, match="zurückgezogen"):
        rules.report(gone, months=3, result="works", now=NOW)


def test_made_up_and_old_links_open_nothing(client: Client) -> None:
    adoption = declared(published(), MunicipalityFactory())
    good = links.token(adoption, 3)
    for token in ("1-3", good[:-2] + "xx", "quatsch"):
        assert client.get(f"/uebernahmen/ergebnis/{token}/").status_code == 404
    assert client.post(f"/uebernahmen/ergebnis/{good}/", {"ergebnis": "drop"}).status_code == 200
    assert not AdoptionResult.objects.exists()


# --- Tree ----------------------------------------------------------------------------------------


def names(node: tree.Node) -> Any:
    """The tree as nested pairs of title or place and children."""
    title = node.example.title if node.example else node.places
    return [title, [names(child) for child in node.children]]


def test_tree_shows_who_learned_from_whom() -> None:
    root = published(title="Wurzel")
    first, second, third = (MunicipalityFactory(name=name) for name in ("Aa", "Bb", "Cc"))
    own = published(title="Eigenes", adapted_from=root, municipalities=[first])
    published(title="Enkel", adapted_from=own)
    published(title="Nur Team", adapted_from=own, audience=Audience.TEAM)
    one = declared(root, first)
    two = declared(root, second, learned_from=one)
    declared(root, third, learned_from=two)
    grown = tree.of(own, Audience.MEMBERS, TODAY)
    assert names(grown.root) == [
        "Wurzel",
        [["Eigenes", [["Enkel", []], ["Bb", [["Cc", []]]]]]],
    ]
    assert not grown.is_cut


def test_examples_that_name_each_other_make_no_endless_tree() -> None:
    one = published(title="Eins")
    two = published(title="Zwei", adapted_from=one)
    Example.objects.filter(pk=one.pk).update(adapted_from=two)
    one.refresh_from_db()
    assert names(tree.of(one, Audience.PUBLIC, TODAY).root) == ["Zwei", [["Eins", []]]]


def test_tree_and_example_take_the_same_number_of_queries_for_1_and_for_9_adoptions(
    client: Client, member: User
) -> None:
    example = published(concepts=[ConceptFactory()])
    land = LandFactory(code="BY", key="09", name="Bayern")
    client.force_login(member)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    paths = (
        example.get_absolute_url(),
        f"{example.get_absolute_url()}weitergegeben/",
        "/uebernahmen/",
    )
    rules.report(declared(example, home(member)), result="works", now=NOW)
    few = [queries(path) for path in paths]
    for _number in range(8):
        adoption = declared(example, MunicipalityFactory(land=land))
        rules.report(adoption, result="partly", text="Gut.", now=NOW)
        declared(published(), home(member))
    assert [queries(path) for path in paths] == few
    assert max(few) <= 26


# --- Keeping -------------------------------------------------------------------------------------


def test_contacts_go_when_consent_ends_or_a_month_after_withdrawal() -> None:
    contact = Contact(office="Amt", email="amt@erlen.example", until=date(2026, 12, 31))
    example = published()
    kept, over, gone = (
        declared(example, MunicipalityFactory(), contact=contact) for _number in range(3)
    )
    Adoption.objects.filter(pk=over.pk).update(contact_until=date(2026, 6, 1))
    rules.withdraw(gone, now=NOW)
    assert forgetting.forget_contacts(NOW + timedelta(days=29)) == 1
    assert forgetting.forget_contacts(NOW + timedelta(days=31)) == 1
    assert [Adoption.objects.get(pk=one.pk).contact_email for one in (kept, over, gone)] == [
        "amt@erlen.example",
        "",
        "",
    ]
