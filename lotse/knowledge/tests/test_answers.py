"""Answered questions: what must be known, who sees them, how they are listed, found and edited."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import rules
from lotse.knowledge.answers.requirements import sentences
from lotse.knowledge.models import Answer, AnswerSource
from lotse.knowledge.tests.factories import answered, published
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import LandFactory
from lotse.search import engine
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ja.", 1),
        ("Ja, nach § 42a Abs. 2 Nr. 4 SGB VIII. Fragen Sie z. B. das Landesamt.", 2),
        ("Nein! Warum? Weil am 31.12.2027 Schluss ist.", 3),
        ("", 0),
    ],
)
def test_sentences_are_counted_as_people_read_them(text: str, number: int) -> None:
    assert sentences(text) == number


@pytest.mark.parametrize("audience", list(Audience))
def test_answer_is_seen_listed_and_found_by_its_audience_only(
    client: Client, audience: Audience
) -> None:
    answered(question="Wer prüft die Schneelast?", audience=audience)
    for role, reach in ((None, 0), (Role.MEMBER, 1), (Role.EDITOR, 2)):
        client.logout()
        if role:
            client.force_login(UserFactory.create(roles=[role]))
        may = audience <= reach
        assert (client.get("/antworten/wer-prueft/").status_code == 200) is may
        assert ("Wer prüft die Schneelast?" in client.get("/antworten/").content.decode()) is may
        found = [one.title for one in engine.best("Schneelast", reach=reach, limit=5)]
        assert ("Wer prüft die Schneelast?" in found) is may


def test_page_shows_short_answer_sources_and_that_a_review_is_due(client: Client) -> None:
    example = published(title="Schneewache")
    answer = answered(
        short_answer="Der Betreiber [1].",
        long_answer="1. Messen.\n2. Räumen.",
        review_due_on=date(2026, 1, 1),
        as_of=date(2025, 1, 1),
        law_as_of=date(2025, 1, 1),
        sources=[AnswerSource(example=example), AnswerSource(url="https://quelle.example/")],
    )
    page = client.get(answer.get_absolute_url()).content.decode()
    for words in (
        "Der Betreiber [1].",
        "<li>Messen.</li>",
        f'href="{example.get_absolute_url()}"',
        "quelle.example",
        "Überprüfung fällig",
        "Keine Rechtsberatung",
    ):
        assert words in page
    assert engine.best("Betreiber Schneelast", reach=0, kinds=("answer",))[0].is_stale


def test_source_the_reader_may_not_see_is_named_without_a_way_to_it(client: Client) -> None:
    hidden = published(title="Internes Verfahren", audience=Audience.TEAM)
    answer = answered(sources=[AnswerSource(example=hidden)])
    page = client.get(answer.get_absolute_url()).content.decode()
    assert "Internes Verfahren" not in page
    assert "Ein Eintrag, der nicht öffentlich ist" in page


def test_filters_count_narrow_and_stay_in_the_address(client: Client) -> None:
    housing, staff = FieldFactory(code="U", name="Unterbringung"), FieldFactory(code="P", name="P")
    bavaria = LandFactory(code="BY", name="Bayern")
    answered(question="Eins?", slug="eins", concepts=[ConceptFactory(broader=housing)])
    answered(
        question="Zwei?",
        slug="zwei",
        concepts=[ConceptFactory(broader=housing), ConceptFactory(broader=housing)],
        scope="land",
        lands=[bavaria],
    )
    answered(question="Drei?", slug="drei", concepts=[ConceptFactory(broader=staff)])
    page = client.get("/antworten/?thema=U&land=BY").content.decode()
    assert "Zwei?" in page
    assert "Eins?" not in page
    assert ">1 Antwort</h2>" in page
    both = client.get("/antworten/?thema=U").content.decode()
    assert ">2 Antworten</h2>" in both


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_times_for_any_number_of_answers(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    for number in range(rows):
        answered(question=f"Frage {number}?", slug=f"frage-{number}")
    with django_assert_max_num_queries(17):
        client.get("/antworten/")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"short_answer": "Eins. Zwei. Drei. Vier."}, "short_answer"),
        ({"long_answer": "Siehe [4]."}, "long_answer"),
        ({"sources": []}, "sources"),
        ({"concepts": []}, "concepts"),
        ({"scope": "land"}, "lands"),
        ({"as_of": date(2099, 1, 1)}, "as_of"),
        ({"as_of": None}, "as_of"),
    ],
)
def test_incomplete_answer_is_not_published(values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        answered(**values)
    assert field in refused.value.message_dict
    assert not Answer.objects.filter(live=True).exists()


def test_source_is_one_thing_also_in_the_database() -> None:
    answer = answered()
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerSource.objects.create(answer=answer)


def test_clock_tells_the_search_that_a_review_has_become_due() -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    answer = answered(review_due_on=date(2099, 12, 1))
    assert rules.mark_due_reviews(now) == 0
    Answer.objects.filter(pk=answer.pk).update(review_due_on=now.date())
    assert rules.mark_due_reviews(now + timedelta(hours=1)) == 1
    assert rules.mark_due_reviews(now + timedelta(hours=2)) == 0


def test_withdrawn_answer_is_gone_everywhere(client: Client) -> None:
    answer = answered(question="Wer prüft die Schneelast?")
    answer.unpublish()
    assert client.get(answer.get_absolute_url()).status_code == 404
    assert not engine.best("Schneelast", reach=2, kinds=("answer",))


def test_feed_field_page_and_sitemap_name_a_public_answer(client: Client) -> None:
    field = FieldFactory(code="U", name="Unterbringung", slug="unterbringung")
    answered(question="Wer prüft die Schneelast?", concepts=[ConceptFactory(broader=field)])
    for path in ("/feeds/antworten.atom", "/themen/unterbringung/"):
        assert "Wer prüft die Schneelast?" in client.get(path).content.decode()
    assert "/antworten/wer-prueft/" in client.get("/sitemap.xml").content.decode()
