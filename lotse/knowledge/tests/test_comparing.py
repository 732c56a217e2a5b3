"""Up to four examples side by side: what differs, what is not known, and how they are chosen."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import reading
from lotse.knowledge.comparing import choice, table
from lotse.knowledge.models import Example
from lotse.knowledge.tests.factories import published
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


def compared(*examples: Example) -> dict[str, tuple[str, list[str]]]:
    """Label to mark and what the cells say."""
    readings = [reading.of(one, reach=Audience.PUBLIC, today=TODAY) for one in examples]
    return {
        line.label: (
            line.mark.label,
            [", ".join(cell.items) or "keine Angabe" for cell in line.cells],
        )
        for group in table.of(readings).groups
        for line in group.lines
    }


def test_lines_say_what_differs_what_is_the_same_and_what_nobody_told() -> None:
    town = MunicipalityFactory(name="Ulm", size_class="G3", population=128_000)
    concept = ConceptFactory(name="Notunterkunft")
    facts: dict[str, Any] = {"concepts": [concept], "status": "running", "legal_basis": ""}
    first = published(**facts, municipalities=[town], lead_time_days=42, limits="Nur im Sommer.")
    second = published(
        **facts,
        municipalities=[MunicipalityFactory(name="Kiel", size_class="G2", population=252_000)],
        lead_time_days=10,
        one_off_cost_euro=37_700,
        cost_basis="Haushalt",
        cost_year=2025,
    )
    lines = compared(first, second)
    assert {
        label: lines[label]
        for label in ("Vorlauf", "Stand", "Themen", "Einmalig", "Laufend im Jahr", "Einwohnerzahl")
    } == {
        "Vorlauf": ("unterschiedlich", ["6 Wochen", "10 Tage"]),
        "Stand": ("gleich", ["läuft", "läuft"]),
        "Themen": ("gleich", ["Notunterkunft", "Notunterkunft"]),
        "Einmalig": ("teils keine Angabe", ["keine Angabe", "37.700\xa0€"]),
        "Laufend im Jahr": ("nirgends angegeben", ["keine Angabe", "keine Angabe"]),
        "Einwohnerzahl": ("unterschiedlich", ["128.000", "252.000"]),
    }
    assert lines["Grenzen"] == ("teils keine Angabe", ["Nur im Sommer.", "keine Angabe"])
    assert lines["Kurz gesagt"][0] == ""


def test_number_without_year_and_basis_is_not_compared() -> None:
    bare = published(lead_time_days=None)
    Example.objects.filter(pk=bare.pk).update(one_off_cost_euro=500)
    bare.refresh_from_db()
    assert compared(bare, published())["Einmalig"][1] == ["keine Angabe", "keine Angabe"]


def test_two_examples_of_one_town_are_told_apart_by_their_titles() -> None:
    town = MunicipalityFactory(name="Ulm")
    rows = [published(title=name, municipalities=[town]) for name in ("Halle", "Zelt")]
    readings = [reading.of(one, reach=Audience.PUBLIC, today=TODAY) for one in rows]
    assert table.names(readings) == ["Ulm, Halle", "Ulm, Zelt"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ()),
        ("vergleich=3&vergleich=1&vergleich=3", (3, 1)),
        ("vergleich=1&vergleich=2&vergleich=3&vergleich=4&vergleich=5", (1, 2, 3, 4)),
        ("vergleich=drop&vergleich=-1&vergleich=²&vergleich=" + "9" * 30, ()),
        ("vergleich=9223372036854775808&vergleich=7", (7,)),
    ],
)
def test_choice_is_read_from_the_address(query: str, ids: tuple[int, ...]) -> None:
    assert choice.read(QueryDict(query)) == ids


def test_page_compares_what_the_reader_may_see_and_offers_more(client: Client) -> None:
    concept = ConceptFactory()
    rows = [
        published(title=f"Nummer {number}", concepts=[concept], audience=audience)
        for number, audience in enumerate((0, 0, 1, 0))
    ]
    address = choice.address([row.pk for row in rows[:3]])
    page = client.get(address).content.decode()
    assert ("2 Beispiele im Vergleich" in page, "Nummer 2" in page) == (True, False)
    assert (
        f'href="{choice.address([rows[0].pk, rows[1].pk, rows[3].pk])}"'.replace("&", "&amp;")
        in page
    )
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    assert "3 Beispiele im Vergleich" in client.get(address).content.decode()
    assert "Noch nichts gewählt" in client.get("/beispiele/vergleichen/").content.decode()


def test_words_find_what_could_join(client: Client) -> None:
    first = published(title="Turnhalle geräumt")
    other = published(title="Container aufgestellt", what="Container stehen auf dem Festplatz.")
    page = client.get(f"{choice.address([first.pk])}&q=Container").content.decode()
    assert choice.address([first.pk, other.pk]).replace("&", "&amp;") in page
    nothing = client.get("/beispiele/vergleichen/?q=Quittengelee").content.decode()
    assert "Dazu haben wir kein weiteres Beispiel" in nothing


def test_choice_travels_through_filters_and_pages_of_the_list(client: Client) -> None:
    concept = ConceptFactory()
    rows = [published(title=f"Nummer {number}", concepts=[concept]) for number in range(22)]
    hidden = published(title="Nur für Mitglieder", audience=1)
    client.force_login(UserFactory(roles=[]))
    oldest = rows[0]
    answer = client.get(f"/beispiele/?vergleich={oldest.pk}&vergleich={hidden.pk}&jahr=")
    comparison = answer.context["comparison"]
    assert (comparison.ids, comparison.elsewhere) == ((oldest.pk,), (oldest.pk,))
    assert f'name="vergleich" value="{oldest.pk}"' in answer.content.decode()
    assert f"vergleich={oldest.pk}" in answer.content.decode()
    assert "Nur für Mitglieder" not in answer.content.decode()
    second = client.get(f"/beispiele/?vergleich={oldest.pk}&seite=2").content.decode()
    assert f'value="{oldest.pk}" checked' in second
    four = "&".join(f"vergleich={row.pk}" for row in rows[-4:])
    assert client.get(f"/beispiele/?{four}").content.decode().count(" disabled>") == 16


def test_comparison_takes_the_same_number_of_queries_for_2_and_for_4(client: Client) -> None:
    concept = ConceptFactory()
    rows = [published(concepts=[concept]) for _number in range(5)]

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(choice.address([row.pk for row in rows[:count]]) + "&a=b")
        return len(asked)

    queries(1)
    assert queries(2) == queries(4)
    assert queries(3) <= 16
