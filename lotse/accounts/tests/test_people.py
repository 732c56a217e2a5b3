"""Who may bring in, change and keep out whom."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.accounts import access, bootstrap, rules
from lotse.accounts.access import reach
from lotse.accounts.models import User
from lotse.accounts.roles import PEOPLE_ROLES, TEAM_ROLES, Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.municipalities.models import Land, MailDomain, Membership, Municipality

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def town(name: str, key: str) -> Municipality:
    land, _is_new = Land.objects.get_or_create(
        code="TH",
        defaults={
            "key": "16",
            "name": "Thüringen",
            "capital": "Erfurt",
            "population": 1,
            "area_km2": 1,
        },
    )
    place = Municipality.objects.create(
        kind=Municipality.Kind.TOWN,
        key=key,
        name=f"{name}, Stadt",
        search_name=name.lower(),
        bare_name=name.lower(),
        type="Stadt",
        land=land,
        population=60_000,
        area_km2=80,
    )
    Membership.objects.create(municipality=place, since=date(2024, 1, 1))
    MailDomain.objects.create(municipality=place, domain=f"{name.lower()}.example")
    return place


def change(person: User, *, roles: set[Role], by: User, home: Municipality | None = None) -> None:
    rules.change_person(
        person,
        name=person.name,
        office="",
        phone="",
        municipality=home,
        roles=roles,
        by=by,
        now=NOW,
    )


def roles_of(person: User) -> frozenset[Role]:
    return User.objects.get(pk=person.pk).roles


def test_coordinator_invites_a_colleague_who_is_told_by_mail() -> None:
    weimar = town("Weimar", "16055000")
    coordinator = UserFactory(name="Bernd Ostrowski", roles=[Role.COORDINATOR], municipality=weimar)

    person = rules.invite_colleague(
        email="Neu@weimar.example", name="Ida Neu", by=coordinator, now=NOW
    )

    assert (person.email, person.municipality, person.roles) == (
        "neu@weimar.example",
        weimar,
        {Role.MEMBER},
    )
    assert not person.has_usable_password()
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == ("neu@weimar.example", "Ihr Zugang zu Lotse")
    assert "Bernd Ostrowski" in mail.text
    assert "/anmelden/\n" in mail.text


@pytest.mark.parametrize(
    "address", ["neu@gmx.example", "neu@jena.example", "neu@weimar.example.de"]
)
def test_coordinator_invites_only_addresses_of_the_own_municipality(address: str) -> None:
    town("Jena", "16053000")
    coordinator = UserFactory(roles=[Role.COORDINATOR], municipality=town("Weimar", "16055000"))
    with pytest.raises(RuleError, match=r"@weimar\.example"):
        rules.invite_colleague(email=address, name="Ida Neu", by=coordinator, now=NOW)
    assert User.objects.count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_only_coordinators_invite_colleagues(role: Role) -> None:
    person = UserFactory(roles=[role], municipality=town("Weimar", "16055000"))
    with pytest.raises(rules.NotYours):
        rules.invite_colleague(email="neu@weimar.example", name="Ida Neu", by=person, now=NOW)


def test_coordinator_sees_and_closes_only_members_of_the_own_municipality(client: Client) -> None:
    weimar, jena = town("Weimar", "16055000"), town("Jena", "16053000")
    coordinator = UserFactory(roles=[Role.COORDINATOR, Role.MEMBER], municipality=weimar)
    mine = UserFactory(name="Eigene Person", roles=[Role.MEMBER], municipality=weimar)
    other = UserFactory(name="Fremde Person", roles=[Role.MEMBER], municipality=jena)
    expert = UserFactory(roles=[Role.MEMBER, Role.DESK], municipality=weimar)
    client.force_login(coordinator)

    page = client.get("/konto/kolleginnen-und-kollegen/").content.decode()
    assert "Eigene Person" in page
    assert "Fremde Person" not in page

    for person in (mine, other, expert):
        client.post(f"/konto/kolleginnen-und-kollegen/{person.pk}/", {"aktion": "schliessen"})
    closed = [User.objects.get(pk=person.pk).is_active for person in (mine, other, expert)]
    assert closed == [False, True, True]


def test_every_role_may_give_exactly_what_it_should() -> None:
    givable = {role: rules.may_give(UserFactory(roles=[role])) for role in Role}
    assert givable == {role: frozenset() for role in set(Role) - PEOPLE_ROLES} | {
        Role.LEAD: frozenset(Role) - {Role.OPERATOR},
        Role.OPERATOR: frozenset(Role),
    }


@pytest.mark.parametrize("role", list(Role))
def test_nobody_changes_their_own_roles(role: Role) -> None:
    person = UserFactory(roles=[role])
    with pytest.raises(RuleError):
        change(person, roles={Role.EDITOR, Role.LEAD, Role.OPERATOR}, by=person)
    assert roles_of(person) == {role}


@pytest.mark.parametrize("role", sorted(set(Role) - PEOPLE_ROLES))
def test_other_roles_change_nobody(role: Role) -> None:
    person, by = UserFactory(roles=[Role.DESK]), UserFactory(roles=[role])
    with pytest.raises(rules.NotYours):
        change(person, roles={Role.DESK, Role.EDITOR}, by=by)
    assert roles_of(person) == {Role.DESK}


def test_lead_neither_makes_nor_unmakes_operators() -> None:
    lead = UserFactory(roles=[Role.LEAD])
    operator, editor = UserFactory(roles=[Role.OPERATOR]), UserFactory(roles=[Role.EDITOR])
    with pytest.raises(rules.NotYours):
        change(editor, roles={Role.EDITOR, Role.OPERATOR}, by=lead)
    with pytest.raises(rules.NotYours):
        change(operator, roles=set(), by=lead)
    with pytest.raises(rules.NotYours):
        rules.deactivate(operator, by=lead, now=NOW)


def test_page_of_lead_keeps_the_operator_role_it_cannot_show(client: Client) -> None:
    lead = UserFactory(roles=[Role.LEAD])
    person = UserFactory(roles=[Role.OPERATOR, Role.DESK])
    client.force_login(lead)
    client.post(
        f"/konto/personen/{person.pk}/",
        {"name": "Anders", "office": "", "phone": "", "municipality": "", "roles": ["editor"]},
    )
    assert roles_of(person) == {Role.OPERATOR, Role.EDITOR}


def test_forged_role_in_the_form_is_refused(client: Client) -> None:
    lead = UserFactory(roles=[Role.LEAD])
    person = UserFactory(roles=[Role.DESK])
    client.force_login(lead)
    client.post(
        f"/konto/personen/{person.pk}/",
        {"name": "A", "office": "", "phone": "", "municipality": "", "roles": ["operator"]},
    )
    assert roles_of(person) == {Role.DESK}


def test_last_operator_stays() -> None:
    first, second = UserFactory(roles=[Role.OPERATOR]), UserFactory(roles=[Role.OPERATOR])
    rules.deactivate(second, by=first, now=NOW)
    with pytest.raises(RuleError):
        change(first, roles=set(), by=second)


def test_member_needs_a_municipality() -> None:
    lead = UserFactory(roles=[Role.LEAD])
    with pytest.raises(RuleError, match="gehören zu einer Kommune"):
        rules.add_person(
            email="a@b.example",
            name="A",
            municipality=None,
            roles={Role.MEMBER},
            by=lead,
            now=NOW,
        )


def test_address_belongs_to_one_person_whatever_its_case() -> None:
    lead = UserFactory(roles=[Role.LEAD])
    UserFactory(email="da@lotse.example")
    with pytest.raises(rules.AddressTaken):
        rules.add_person(
            email="DA@Lotse.example",
            name="A",
            municipality=None,
            roles={Role.DESK},
            by=lead,
            now=NOW,
        )


def test_lead_adds_a_member_by_the_name_of_the_municipality(client: Client) -> None:
    town("Weimar", "16055000")
    client.force_login(UserFactory(roles=[Role.LEAD]))
    answer = client.post(
        "/konto/personen/neu/",
        {
            "name": "Ida Neu",
            "email": "neu@weimar.example",
            "office": "",
            "phone": "",
            "municipality": "Weimar",
            "roles": ["member", "coordinator"],
        },
    )
    assert answer.status_code == 302
    person = User.objects.get(email="neu@weimar.example")
    assert (str(person.municipality), person.roles) == (
        "Weimar",
        {Role.MEMBER, Role.COORDINATOR},
    )


def test_editor_cannot_raise_own_rights_in_the_editorial_admin(client: Client) -> None:
    bootstrap.load(NOW)
    editor = UserFactory(roles=[Role.EDITOR])
    client.force_login(editor)
    for path in (f"/redaktion/users/edit/{editor.pk}/", "/redaktion/groups/new/"):
        answer = client.post(path, {"is_superuser": "on", "groups": ["1", "2", "3"]})
        assert (answer.status_code, answer["Location"]) == (302, "/redaktion/")
    afterwards = User.objects.get(pk=editor.pk)
    assert (afterwards.roles, afterwards.is_superuser) == ({Role.EDITOR}, False)


@pytest.mark.parametrize("path", ["/konto/personen/", "/konto/kolleginnen-und-kollegen/"])
def test_list_of_people_asks_the_same_for_one_and_many(client: Client, path: str) -> None:
    weimar = town("Weimar", "16055000")
    person = UserFactory(roles=[Role.LEAD, Role.COORDINATOR], municipality=weimar)
    client.force_login(person)
    # The first request of a sign-in also extends the session.
    client.get(path)
    counts = []
    for number in (1, 3, 20):
        for _ in range(number):
            UserFactory(roles=[Role.MEMBER], municipality=weimar)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_list_of_people_is_paged_and_filtered(client: Client) -> None:
    client.force_login(UserFactory(name="Zoe", roles=[Role.OPERATOR]))
    for number in range(30):
        UserFactory(name=f"Person {number:02}", roles=[Role.DESK])
    UserFactory(name="Anders Heissend", roles=[Role.EDITOR])

    first = client.get("/konto/personen/")
    assert [row.person.name for row in first.context["rows"]][:2] == [
        "Anders Heissend",
        "Person 00",
    ]
    assert len(first.context["rows"]) == 25
    found = client.get("/konto/personen/", {"q": "heissend", "role": "editor"})
    assert [row.person.name for row in found.context["rows"]] == ["Anders Heissend"]
    nobody = client.get("/konto/personen/", {"q": "niemand"})
    assert "Niemand passt zu diesem Filter" in nobody.content.decode()


def test_reach_follows_the_role() -> None:
    seen = {role: reach(UserFactory(roles=[role])) for role in Role}
    assert seen == dict.fromkeys(TEAM_ROLES, Audience.TEAM) | {
        Role.MEMBER: Audience.MEMBERS,
        Role.COORDINATOR: Audience.MEMBERS,
        # Operators run the machine and read no content that is not public.
        Role.OPERATOR: Audience.PUBLIC,
    }
    assert reach(UserFactory(roles=[Role.LEAD], is_active=False)) == Audience.PUBLIC


def test_htmx_request_without_sign_in_leads_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.post(
        "/konto/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/konto/?a=1"},
    )
    assert answer.headers["HX-Redirect"] == "/anmelden/?next=/konto/%3Fa%3D1"


def test_bootstrap_twice_changes_nothing() -> None:
    bootstrap.load(NOW)
    bootstrap.load(NOW)
    lead = UserFactory(roles=[Role.LEAD])
    desk = UserFactory(roles=[Role.DESK])
    assert lead.has_perm("wagtailadmin.access_admin")
    assert not desk.has_perm("wagtailadmin.access_admin")
    assert not lead.has_perm("accounts.change_user")


def test_command_adds_the_first_operator(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("person", "betrieb@lotse.example", "Samira Kraft", "--role", "operator")
    person = User.objects.get()
    assert (person.email, person.roles) == ("betrieb@lotse.example", {Role.OPERATOR})
    with pytest.raises(CommandError, match="gibt es schon ein Konto"):
        call_command("person", "betrieb@lotse.example", "Samira Kraft")
    with pytest.raises(CommandError, match="keine Mailadresse"):
        call_command("person", "betrieb", "Samira Kraft")


def test_member_reaches_no_account_by_its_number() -> None:
    member = UserFactory(roles=[Role.MEMBER])
    with pytest.raises(Http404):
        access.person_to_manage(member, member.pk)
