"""Editors add, change and confirm facts and explained words in Wagtail's admin; the base data."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap
from lotse.knowledge.facts import bootstrap as fact_bootstrap
from lotse.knowledge.facts import queries, requirements
from lotse.knowledge.models import Fact, FactKey, FactVersion, GlossaryTerm
from lotse.knowledge.tests.factories import answered, fact, fact_key, published
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import LandFactory
from lotse.search import engine
from lotse.topics import bootstrap as topics
from lotse.topics.tests.factories import ConceptFactory

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SNIPPETS = "/redaktion/snippets/knowledge"
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    accounts.load(NOW)
    bootstrap.load(NOW)
    person: User = UserFactory.create(roles=[Role.EDITOR], name="Rita Rot")
    client.force_login(person)
    return person


def form(
    key: FactKey, *versions: dict[str, Any], initial: Any = 0, **values: Any
) -> dict[str, Any]:
    """What the browser sends for a fact with its versions."""
    data: dict[str, Any] = {
        "code": "F-U-20",
        "key": key.pk,
        "kind": "number",
        "scope": "federal",
        "audience": "0",
        "review_due_on": "2027-01-01",
        "versions-TOTAL_FORMS": str(len(versions)),
        "versions-INITIAL_FORMS": str(initial),
        "versions-MIN_NUM_FORMS": "0",
        "versions-MAX_NUM_FORMS": "1000",
    }
    for number, version in enumerate(versions):
        data |= {f"versions-{number}-{name}": value for name, value in version.items()}
    return data | values


def row(**values: Any) -> dict[str, Any]:
    facts = {
        "id": "",
        "statement": "Je Platz sind mindestens 7 m² vorzusehen.",
        "value": "7",
        "value_max": "",
        "unit": "m²",
        "bindingness": "law",
        "norm": "FlüAG § 8",
        "valid_from": "2018-01-01",
        "valid_to": "",
        "as_of": "",
        "law_as_of": "2026-08-19",
        "verification": "law",
        "checked_on": "2026-08-19",
        "checked_by": "Erika Muster",
        "source_url": "https://gesetz.example/8",
        "source_title": "",
        "accessed_on": "2026-08-19",
        "further_sources": "",
        "caveat": "",
    }
    return facts | values


def test_editor_adds_a_fact_and_readers_see_it_at_once(editor: User, client: Client) -> None:
    data = form(fact_key(), row(), **{"action-publish": "1"})
    client.post(f"{SNIPPETS}/fact/add/", data)
    client.logout()
    assert "7\u00a0m²" in client.get("/zahlen-und-regeln/f-u-20/").content.decode()
    assert [one.url for one in engine.best("Fläche Platz", reach=0, kinds=("fact",))] == [
        "/zahlen-und-regeln/f-u-20/"
    ]


def test_form_says_what_is_missing_and_keeps_what_was_typed(editor: User, client: Client) -> None:
    data = form(fact_key(), row(source_url="", statement="Getippt."), code="FU20")
    answer = client.post(f"{SNIPPETS}/fact/add/", data | {"action-publish": "1"})
    page = answer.content.decode()
    assert "Schreiben Sie die Kennung so: F-U-20" in page
    assert "Getippt." in page
    data["code"] = "F-U-20"
    page = client.post(f"{SNIPPETS}/fact/add/", data | {"action-publish": "1"}).content.decode()
    assert "Nennen Sie die Adresse der Quelle" in page
    assert not Fact.objects.filter(live=True).exists()


def test_form_refuses_to_change_a_shown_version_and_takes_a_new_one(
    editor: User, client: Client
) -> None:
    made = fact()
    pk = FactVersion.objects.get(fact=made).pk
    path = f"{SNIPPETS}/fact/edit/{made.pk}/"
    assert "7" in client.get(path).content.decode()
    changed = form(made.key, row(id=pk, value="9"), initial=1, **{"action-publish": "1"})
    assert "ändert sich nicht mehr" in client.post(path, changed).content.decode()
    grown = form(
        made.key,
        row(id=pk, valid_to="2026-12-31"),
        row(value="9", valid_from="2027-01-01"),
        initial=1,
        **{"action-publish": "1"},
    )
    client.post(path, grown)
    found = [queries.fact_at("F-U-20", on=day) for day in (TODAY, date(2027, 1, 1))]
    assert [one.value for one in found if one] == [7, 9]


def test_draft_of_a_new_version_is_seen_by_nobody(editor: User, client: Client) -> None:
    made = fact()
    pk = FactVersion.objects.get(fact=made).pk
    data = form(
        made.key, row(id=pk, valid_to="2026-12-31"), row(valid_from="2027-01-01"), initial=1
    )
    client.post(f"{SNIPPETS}/fact/edit/{made.pk}/", data)
    assert FactVersion.objects.filter(fact=made).count() == 1
    assert FactVersion.objects.get(fact=made).valid_to is None


def test_published_fact_keeps_its_code_and_cannot_be_deleted(editor: User, client: Client) -> None:
    made = fact()
    pk = FactVersion.objects.get(fact=made).pk
    data = form(made.key, row(id=pk), initial=1, code="F-U-99", **{"action-publish": "1"})
    client.post(f"{SNIPPETS}/fact/edit/{made.pk}/", data)
    client.post(f"{SNIPPETS}/fact/delete/{made.pk}/")
    made.refresh_from_db()
    assert made.code == "F-U-20"


def test_text_with_an_unknown_fact_is_refused_in_the_form(editor: User, client: Client) -> None:
    answer = answered()
    path = f"{SNIPPETS}/answer/edit/{answer.pk}/"
    source = answer.sources.get()
    data = {
        "question": answer.question,
        "short_answer": "Es sind [F-U-99].",
        "long_answer": "",
        "slug": answer.slug,
        "scope": "municipal",
        "certainty": "open",
        "as_of": "2026-01-01",
        "review_due_on": "2099-01-01",
        "audience": "0",
        "concepts": [concept.pk for concept in answer.concepts.all()],
        "sources-TOTAL_FORMS": "1",
        "sources-INITIAL_FORMS": "1",
        "sources-MIN_NUM_FORMS": "0",
        "sources-MAX_NUM_FORMS": "1000",
        "sources-0-id": source.pk,
        "sources-0-url": source.url,
        "sources-0-ORDER": "1",
        "action-publish": "1",
    }
    assert "diese Kennung gibt es nicht" in client.post(path, data).content.decode()


def test_renamed_key_is_found_under_its_new_name(editor: User, client: Client) -> None:
    made = fact()
    client.post(
        f"{SNIPPETS}/factkey/edit/{made.key_id}/",
        {
            "name": "Wohnfläche je Bett",
            "slug": made.key.slug,
            "concepts": [concept.pk for concept in made.key.concepts.all()],
        },
    )
    assert engine.best("Bett", reach=0, kinds=("fact",))[0].object_id == made.pk


def test_editor_explains_a_word_and_pages_show_it_at_once(editor: User, client: Client) -> None:
    example = published(problem="Ein Zweckverband half.")
    client.post(
        f"{SNIPPETS}/glossaryterm/add/",
        {
            "term": "Zweckverband",
            "slug": "zweckverband",
            "meaning": "Kommunen erledigen etwas gemeinsam.",
            "forms": "",
            "is_linked": "on",
        },
    )
    assert GlossaryTerm.objects.filter(term="Zweckverband").exists()
    client.logout()
    page = client.get(example.get_absolute_url()).content.decode()
    assert "Kommunen erledigen etwas gemeinsam." in page


def test_confirmation_stands_in_the_history(editor: User, client: Client) -> None:
    made = fact(review_due_on=date(2026, 1, 1))
    client.post(f"/geprueft/fact/{made.pk}/", {"months": "6"})
    entry = ModelLogEntry.objects.filter(action="lotse.review.confirm").get()
    assert (entry.user, entry.object_id) == (editor, str(made.pk))
    history = client.get(f"{SNIPPETS}/fact/history/{made.pk}/").content.decode()
    assert "Als noch richtig bestätigt" in history


def test_desk_sees_corrections_but_does_not_edit_facts(client: Client) -> None:
    accounts.load(NOW)
    bootstrap.load(NOW)
    made = fact()
    client.force_login(UserFactory.create(roles=[Role.DESK]))
    assert client.get("/nacharbeit/").status_code == 200
    assert client.get(f"{SNIPPETS}/fact/edit/{made.pk}/").status_code == 404


# --- Base data ---------------------------------------------------------------------------------


@pytest.fixture
def vocabulary() -> None:
    """Topics and Länder; the whole register would take its time."""
    topics.load(NOW)
    for code in ("NW", "BW", "RP", "BY", "BB", "ST", "SN", "TH", "MV", "HB"):
        LandFactory(code=code)


@pytest.mark.usefixtures("vocabulary")
def test_119_facts_are_loaded_once_and_stay_as_editors_left_them(client: Client) -> None:
    assert fact_bootstrap.load(NOW) == "Zahlen und Regeln: 119, davon 119 neu."
    Fact.objects.filter(code="F-U-20").update(internal_note="Von uns.")
    assert fact_bootstrap.load(NOW) == "Zahlen und Regeln: 119, davon 0 neu."
    assert Fact.objects.get(code="F-U-20").internal_note == "Von uns."
    # What nobody confirmed: six facts, and the value of 2015 of a seventh.
    hidden = set(queries.visible(Audience.TEAM).values_list("code", flat=True)) - set(
        queries.visible(Audience.MEMBERS).values_list("code", flat=True)
    )
    assert hidden == {"F-U-25", "F-P-02a", "F-P-05", "F-P-09", "F-M-01", "F-M-08"}
    unconfirmed = FactVersion.objects.filter(verification="unconfirmed")
    assert unconfirmed.count() == len(hidden) + 1
    page = client.get("/zahlen-und-regeln/f-u-28/").content.decode()
    assert "12\u00a0Personen" in page


@pytest.mark.usefixtures("vocabulary")
def test_every_loaded_fact_is_complete_enough_to_be_published() -> None:
    fact_bootstrap.load(NOW)
    for made in Fact.objects.all():
        requirements.check(made, made, today=TODAY)


@pytest.mark.usefixtures("vocabulary")
def test_calculators_find_what_held_on_a_day() -> None:
    fact_bootstrap.load(NOW)
    asked = [
        ("flaeche-je-platz", "BW", TODAY, "7"),
        ("flaeche-je-platz", "BW", date(2016, 6, 1), "4.5"),
        ("flaeche-je-platz", "SN", TODAY, None),
        ("dauer-in-der-aufnahmeeinrichtung", "", date(2015, 11, 1), "6"),
        ("dauer-in-der-aufnahmeeinrichtung", "", date(2026, 9, 1), "18"),
        ("meldung-an-landesstelle", "", TODAY, "7"),
        ("F-U-34", "", date(2028, 1, 1), None),
        ("normalarbeitszeit", "", TODAY, None),
        ("arbeitsgelegenheiten", "", TODAY, "0.8"),
    ]
    found = [queries.fact_at(key, land=land, on=day) for key, land, day, _value in asked]
    values = [one and one.value and f"{one.value.normalize():f}" for one in found]
    assert values == [value for _key, _land, _day, value in asked]


def test_facts_whose_topics_are_not_loaded_wait_for_the_next_run() -> None:
    ConceptFactory(code="S06")
    assert "davon 4 neu" in fact_bootstrap.load(NOW)
