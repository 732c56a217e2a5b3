"""Decision trees: read, refused, walked on their page, with facts that run out."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lotse.aids import branching
from lotse.aids.models import Aid
from lotse.aids.tests.factories import published
from lotse.knowledge.tests.factories import fact, version

TEXT = """
Frage lage: Wo liegt es?
  Im Zweifel fragen.
  - am Rand -> rand
  - weit draußen -> bau

Frage bau: Bauen Sie dauerhaft?
  - ja -> nein
  - nein -> rand

Ergebnis rand: Es geht
  Stellen Sie den Antrag.
  Beruht auf: F-U-31

Ergebnis nein: Es geht nicht
  Fragen Sie die höhere Behörde.
"""


def tree() -> Aid:
    return published(kind="tree", text=TEXT, definition=None)


def page(aid: Aid, way: str = "") -> str:
    return Client().get(f"{aid.get_absolute_url()}?weg={way}").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("-> bau", "-> weg", "führt nach „weg“; das fehlt"),
        ("- ja -> nein", "- ja -> lage", "im Kreis"),
        ("- am Rand -> rand\n", "", "zwei bis 9 Antworten"),
        ("Ergebnis nein:", "Ergebnis rand:", "gibt es schon"),
        ("  Stellen Sie den Antrag.\n", "", "was daraus folgt"),
        ("Beruht auf: F-U-31", "Beruht auf: § 246", "ist keine Kennung"),
        ("- ja -> nein", "- ja -> rand", "Zu „nein“ führt kein Weg"),
        ("Frage lage: Wo", "Wo", "Eine Zeile beginnt mit"),
    ],
)
def test_what_leads_nowhere_is_said_with_its_line(old: str, new: str, sentence: str) -> None:
    problems = branching.read(TEXT.replace(old, new)).problems
    assert any(sentence in one for one in problems), problems


@given(st.text(alphabet="Frage Ergebnis:->\n abc1", max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = branching.read(text)
    found.walk([1, 2, 3])
    if not found.problems:
        assert found.nodes


@pytest.mark.django_db
def test_answers_lead_to_a_result_and_can_be_changed() -> None:
    law = fact(code="F-U-31")
    aid = tree()
    first = page(aid)
    assert "Wo liegt es?" in first
    assert 'href="?weg=2#entscheiden"' in first

    second = page(aid, "2")
    assert 'href="?weg=2.1#entscheiden"' in second
    assert 'href="?#entscheiden"' in second
    result = page(aid, "2.2")
    assert result.index("Stellen Sie den Antrag.") < result.index("Der ganze Baum")
    assert f'href="{law.get_absolute_url()}"' in result
    assert 'href="?weg=2#entscheiden"' in result


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["9", "0", "1.1.1", "x", "2.", "-1", "1" * 400, "²"])
def test_way_that_leads_nowhere_stops_where_it_can(way: str) -> None:
    fact(code="F-U-31")
    assert 'id="entscheiden"' in page(tree(), way)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2099, 12, 31), "anzuwenden bis 31.12.2099"),
        (date(2020, 1, 1), "ausgelaufen am 01.01.2020"),
    ],
)
def test_law_that_ran_out_is_marked_and_one_that_ends_says_until_when(
    until: date, words: str
) -> None:
    fact(code="F-U-31", versions=[version(valid_to=until)])
    aid = tree()
    assert words in page(aid, "1")
    assert words not in page(aid)


@pytest.mark.django_db
def test_result_rests_on_confirmed_facts_only() -> None:
    with pytest.raises(ValidationError, match="keine bestätigte Tatsache"):
        tree()
