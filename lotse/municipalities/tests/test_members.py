"""Members are known by their mail domains; municipalities are suggested while typing."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from lotse.lib.errors import RuleError
from lotse.municipalities import queries, rules
from lotse.municipalities.tests.factories import (
    MailDomainFactory,
    MembershipFactory,
    MunicipalityFactory,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_most_specific_domain_of_an_address_decides() -> None:
    town = MailDomainFactory(domain="erlenbrueck.example").municipality
    works = MailDomainFactory(domain="werke.erlenbrueck.example").municipality
    addresses = {
        "a@erlenbrueck.example": town,
        "A@Sozialamt.ERLENBRUECK.example": town,
        "b@post.werke.erlenbrueck.example": works,
        "c@neu-erlenbrueck.example": None,
        "d@example": None,
        "kein Absender": None,
        "": None,
        f"e@{'x.' * 200}example": None,
    }
    assert {address: queries.by_mail_address(address) for address in addresses} == addresses


@pytest.mark.django_db
def test_members_are_those_of_the_day() -> None:
    today = date(2026, 11, 23)
    member = MembershipFactory(since=date(2026, 11, 23)).municipality
    MembershipFactory(since=date(2026, 11, 24))
    MembershipFactory(since=date(2015, 1, 1), ended_on=today)
    assert list(queries.members(today)) == [member]


def test_domains_are_read_as_people_write_them() -> None:
    text = "Musterstadt.example\n@amt.musterstadt.example, rathaus@musterstadt.example"
    assert rules.read_domains(text) == ["musterstadt.example", "amt.musterstadt.example"]


@pytest.mark.parametrize("line", ["gmx.de", "musterstadt", "-x.example", "a b@", "x..example"])
def test_what_is_no_domain_of_a_municipality_is_refused(line: str) -> None:
    with pytest.raises(RuleError):
        rules.read_domains(line)


@pytest.mark.django_db
def test_domain_of_another_municipality_is_refused_and_nothing_changes() -> None:
    MailDomainFactory(domain="nachbarstadt.example")
    own = MailDomainFactory(domain="musterstadt.example").municipality
    with pytest.raises(RuleError):
        rules.set_mail_domains(own, ["nachbarstadt.example"])
    assert list(own.mail_domains.values_list("domain", flat=True)) == ["musterstadt.example"]


@pytest.mark.django_db
def test_suggestions_are_options_that_the_lookup_understands(client: Client) -> None:
    place = MunicipalityFactory(name="Osnabrück, Stadt", key="03404000")
    answer = client.get(
        "/kommunen/suche/?feld=ort", {"feld": "ort", "ort": "osna"}, headers={"HX-Request": "true"}
    )
    assert f'<option value="{place.choice_label}">' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert queries.find(place.choice_label) == [place]
    assert "HX-Request" in answer["Vary"]


@pytest.mark.django_db
def test_lookup_page_works_without_script_and_helps_when_nothing_is_found(client: Client) -> None:
    MunicipalityFactory(name="Osnabrück, Stadt", key="03404000")
    assert "03404000" in client.get("/kommunen/suche/", {"q": "osna"}).content.decode()
    empty = client.get("/kommunen/suche/", {"q": "atlantis"}).content.decode()
    assert "Keine Kommune gefunden" in empty
