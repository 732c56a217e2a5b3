"""Facts: which version holds, who sees what, how they are listed and found, what never changes."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import rules
from lotse.knowledge.facts import queries
from lotse.knowledge.facts.book import Status
from lotse.knowledge.models import Fact, FactVersion
from lotse.knowledge.tests.factories import fact, fact_key, version
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import LandFactory
from lotse.search import engine
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def _old(**values: Any) -> FactVersion:
    facts = {
        "statement": "Je Platz waren 4,5 m² vorzusehen.",
        "value": Decimal("4.5"),
        "valid_from": date(2014, 1, 1),
        "valid_to": date(2017, 12, 31),
        "law_as_of": date(2016, 1, 1),
    }
    return version(**{**facts, **values})


# --- Which version holds ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2015, 10, 1), Decimal("4.5")),
        (date(2017, 12, 31), Decimal("4.5")),
        (date(2018, 1, 1), Decimal(7)),
        (TODAY, Decimal(7)),
        (date(2013, 12, 31), None),
    ],
)
def test_each_day_has_its_own_version(day: date, value: Decimal | None) -> None:
    fact(versions=[_old(), version()])
    found = queries.fact_at("flaeche-je-platz", on=day)
    assert (found.value if found else None) == value


def test_rule_of_the_land_goes_before_that_of_the_federation_and_other_laender_are_left_out() -> (
    None
):
    hesse, bavaria = LandFactory(code="HE", name="Hessen"), LandFactory(code="BY", name="Bayern")
    fact("F-U-20", versions=[version(value=Decimal(6))])
    fact("F-U-22", lands=[bavaria], versions=[version(value=Decimal(9))])
    fact("F-U-23", lands=[hesse], versions=[version(value=Decimal(8))])
    found = queries.facts_at("flaeche-je-platz", land="BY", on=TODAY)
    assert [(one.code, one.value, one.unit) for one in found] == [
        ("F-U-22", Decimal(9), "m²"),
        ("F-U-20", Decimal(6), "m²"),
    ]
    assert queries.fact_at("F-U-20", on=TODAY) == found[1]


def test_stronger_source_goes_before_the_weaker_one() -> None:
    fact("F-U-20", versions=[version(bindingness="recommendation")])
    fact("F-U-22", versions=[version(bindingness="law")])
    assert [one.code for one in queries.facts_at("flaeche-je-platz", on=TODAY)] == [
        "F-U-22",
        "F-U-20",
    ]


def test_rule_without_a_known_beginning_is_not_claimed_for_the_time_before_its_source() -> None:
    fact(versions=[version(valid_from=None, as_of=None)])
    assert queries.fact_at("F-U-20", on=date(2015, 10, 1)) is None
    assert queries.fact_at("F-U-20", on=TODAY) is not None


def test_unconfirmed_version_is_no_value_for_a_calculation() -> None:
    fact(versions=[version(verification="unconfirmed")])
    assert queries.fact_at("F-U-20", on=TODAY) is None


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({}, Status.CURRENT, "gilt heute"),
        ({"valid_to": date(2025, 12, 31)}, Status.EXPIRED, "gilt nicht mehr"),
        ({"law_as_of": None, "verification": "source"}, Status.UNKNOWN, "heute nicht geprüft"),
        (
            {"law_as_of": None, "verification": "source", "bindingness": "practice"},
            Status.CURRENT,
            "ohne Enddatum",
        ),
    ],
)
def test_status_is_derived_from_dates(
    values: dict[str, Any], status: Status, words: str, client: Client
) -> None:
    made = fact(versions=[version(**values)])
    page = client.get(made.get_absolute_url()).content.decode()
    assert f">{words}<" in re.sub(r"\s*([<>])\s*", r"\1", page)
    listed = client.get(f"/zahlen-und-regeln/?stand={status}").content.decode()
    assert "Fläche je Platz" in listed


# --- What never changes ------------------------------------------------------------------------


def _draft_of(made: Fact) -> tuple[Fact, list[FactVersion]]:
    draft = Fact.objects.get(pk=made.pk)
    return draft, list(draft.versions.all())


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "Anders."},
        {"value": Decimal(8)},
        {"norm": "FlüAG § 9"},
        {"valid_from": date(2019, 1, 1)},
        {"bindingness": "practice"},
        {"source_url": "https://anders.example/"},
    ],
)
def test_version_that_was_shown_stays_as_it_is(change: dict[str, Any]) -> None:
    made = fact()
    draft, versions = _draft_of(made)
    for name, value in change.items():
        setattr(versions[0], name, value)
    draft.versions.set(versions)
    with pytest.raises(ValidationError, match="ändert sich nicht mehr"):
        rules.publish_draft(draft)
    stored = FactVersion.objects.get(fact=made)
    assert (stored.statement, stored.value) == ("Je Platz sind mindestens 7 m² vorzusehen.", 7)


def test_version_that_was_shown_cannot_be_taken_away() -> None:
    draft, _versions = _draft_of(fact(versions=[_old(), version()]))
    draft.versions.set([version()])
    with pytest.raises(ValidationError, match="bleibt als Geschichte stehen"):
        rules.publish_draft(draft)
    assert FactVersion.objects.count() == 2


def test_new_version_follows_the_one_that_ends() -> None:
    made = fact()
    draft, versions = _draft_of(made)
    versions[0].valid_to = date(2026, 12, 31)
    draft.versions.set([*versions, version(value=Decimal(9), valid_from=date(2027, 1, 1))])
    rules.publish_draft(draft)
    values = [queries.fact_at("F-U-20", on=day) for day in (TODAY, date(2027, 1, 1))]
    assert [one.value for one in values if one] == [7, 9]


def test_wrong_version_is_unconfirmed_and_a_right_one_put_beside_it() -> None:
    draft, versions = _draft_of(fact())
    versions[0].verification = "unconfirmed"
    draft.versions.set([*versions, version(value=Decimal(9))])
    rules.publish_draft(draft)
    found = queries.fact_at("F-U-20", on=TODAY)
    assert found is not None
    assert found.value == 9


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        ([], "mindestens eine Fassung"),
        ([{"unit": ""}], "gehört eine Einheit"),
        ([{"value_max": Decimal(5)}], "kleineren ersten Wert"),
        ([{"valid_to": date(2017, 1, 1)}], "vor dem Beginn"),
        ([{"checked_on": date(2099, 1, 1)}], "nicht in der Zukunft"),
        ([{"source_url": ""}], "Adresse der Quelle"),
        ([{"law_as_of": None}], "das Recht geprüft"),
        ([{"further_sources": "ohne Adresse"}], "mit http beginnen"),
        ([{}, {"valid_from": date(2020, 1, 1)}], "am selben Tag"),
    ],
)
def test_incomplete_or_contradictory_fact_is_not_published(
    versions: list[dict[str, Any]], words: str
) -> None:
    draft, shown = _draft_of(fact(versions=[version(verification="unconfirmed")]))
    draft.versions.set([version(**values) for values in versions] or [])
    with pytest.raises(ValidationError, match=words):
        draft.save_revision(clean=False).publish()
    assert shown == list(FactVersion.objects.all())


# --- Who sees what -----------------------------------------------------------------------------


def test_unconfirmed_fact_is_seen_listed_and_found_by_the_team_alone(client: Client) -> None:
    fact(versions=[version(verification="unconfirmed", statement="Angeblich 6 m² je Koje.")])
    for role, may in ((None, False), (Role.MEMBER, False), (Role.EDITOR, True)):
        client.logout()
        if role:
            client.force_login(UserFactory.create(roles=[role]))
        reach = Audience.TEAM if may else Audience.MEMBERS
        assert (client.get("/zahlen-und-regeln/f-u-20/").status_code == 200) is may
        listed = client.get("/zahlen-und-regeln/").content.decode()
        assert ("Angeblich 6 m² je Koje." in listed) is may
        assert bool(engine.best("Koje", reach=reach, kinds=("fact",))) is may
    assert "Nicht bestätigt" in client.get("/zahlen-und-regeln/f-u-20/").content.decode()


def test_unconfirmed_version_of_a_confirmed_fact_is_hidden_from_readers(client: Client) -> None:
    fact(versions=[_old(verification="unconfirmed"), version()])
    assert "4,5 m²" not in client.get("/zahlen-und-regeln/f-u-20/").content.decode()
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    assert "4,5 m²" in client.get("/zahlen-und-regeln/f-u-20/").content.decode()


def test_page_shows_validity_history_source_and_what_others_say(client: Client) -> None:
    bavaria = LandFactory(code="BY", name="Bayern")
    fact("F-U-20", versions=[_old(), version()])
    fact("F-U-22", lands=[bavaria], versions=[version(value=Decimal(9))])
    page = client.get("/zahlen-und-regeln/f-u-20/").content.decode()
    for words in (
        "Was gilt heute?",
        "7\u00a0m²",
        "4,5\u00a0m²",
        "01.01.2014 bis 31.12.2017",
        "Rechtsstand",
        "19.08.2026",
        "https://gesetz.example/8",
        "Die Angaben unterscheiden sich.",
        'href="/zahlen-und-regeln/f-u-22/"',
        "Keine Rechtsberatung",
        "Wo diese Angabe steht",
    ):
        assert words in page


def test_filters_count_and_narrow_by_field_land_status_kind_and_bindingness(
    client: Client,
) -> None:
    housing = FieldFactory(code="U", name="Unterbringung")
    bavaria = LandFactory(code="BY", name="Bayern")
    key = fact_key("personen", "Personen je Wohnung")
    key.concepts.set([ConceptFactory(broader=housing), ConceptFactory(broader=housing)])
    key.save()
    fact("F-U-28", key=key, lands=[bavaria], versions=[version(bindingness="practice")])
    fact("F-U-20", versions=[version()])
    for query in ("thema=U", "land=BY", "verbindlich=practice", "thema=U&art=number&stand=current"):
        page = client.get(f"/zahlen-und-regeln/?{query}").content.decode()
        assert ">1 Angabe</h2>" in page
        assert "Personen je Wohnung" in page
        assert "Fläche je Platz" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_times_for_any_number_of_facts(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    for number in range(rows):
        fact(f"F-U-{number}", lands=[LandFactory(code=f"L{number}")])
    with django_assert_max_num_queries(14):
        client.get("/zahlen-und-regeln/")


def test_withdrawn_fact_is_gone_everywhere(client: Client) -> None:
    made = fact()
    made.unpublish()
    assert client.get(made.get_absolute_url()).status_code == 404
    assert queries.fact_at("F-U-20", on=TODAY) is None
    assert not engine.best("Fläche Platz", reach=2, kinds=("fact",))


def test_database_keeps_values_with_units_and_spans_in_order() -> None:
    made = fact()
    for wrong in ({"unit": ""}, {"value_max": Decimal(1)}, {"valid_to": date(2000, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactVersion.objects.filter(fact=made).update(**wrong)
