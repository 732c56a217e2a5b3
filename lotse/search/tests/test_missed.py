"""What was searched in vain: noted without people, found later, forgotten in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib import retention
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import index, missed
from lotse.search.models import MissedQuestion, MissedWeek
from lotse.search.tests.conftest import Publish
from lotse.search.tests.factories import document

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)


def look(client: Client, agent: str = BROWSER, **query: str) -> None:
    assert client.get("/suche/", query, headers={"User-Agent": agent}).status_code == 200


def noted() -> list[tuple[str, str, int]]:
    rows = MissedQuestion.objects.order_by("pk")
    return [(row.text, row.outcome, row.total) for row in rows]


def test_questions_without_a_find_are_counted_and_spellings_are_one(
    client: Client, content: Publish
) -> None:
    content([])
    index.put(document("Halle", "Die Turnhalle ist frei."))
    look(client, q="Seilbahn bauen?")
    look(client, q="seilbahn  BAUEN")
    look(client, q="Turnhalle frei")
    assert noted() == [("seilbahn BAUEN", "none", 2)]
    assert list(MissedWeek.objects.values_list("count", flat=True)) == [2]


def test_a_find_that_shares_only_a_word_is_weak(client: Client, content: Publish) -> None:
    content([])
    for number in range(30):
        index.put(document(f"Halle {number}", "Die Gemeinde hat die Turnhalle frei gemacht."))
    index.put(document("Schwimmbad", "Ein Schwimmbad wurde saniert."))
    look(client, q="Seilbahn Gletscher Gemeinde Zuschuss")
    assert noted() == [("Seilbahn Gletscher Gemeinde Zuschuss", "weak", 1)]


def test_team_robots_filters_and_further_pages_do_not_count(
    client: Client, content: Publish
) -> None:
    content([])
    index.put(document("Halle", "Die Turnhalle ist frei."))
    look(client, agent="Mozilla/5.0 (compatible; Googlebot/2.1)", q="Seilbahn")
    look(client, agent="", q="Seilbahn")
    look(client, q="Seilbahn", land="BY")
    look(client, q="Seilbahn", seite="2")
    look(client, q="Seilbahn", genau="1")
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    look(client, q="Seilbahn")
    assert noted() == []
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    look(client, q="Seilbahn")
    assert noted() == [("Seilbahn", "none", 1)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Duldung für Herrn Müller", "Duldung für Herrn [Name]"),
        ("wo wohnt sabine kowalczyk", "wo wohnt [Name]"),
        ("erika.muster@stadt.example Antwort", "[E-Mail-Adresse] Antwort"),
        ("Ausweis 4711 0815 99 verloren", "Ausweis [Zahl] verloren"),
        ("Halle für 200 Personen", "Halle für 200 Personen"),
        ("Sabine Kowalczyk", ""),
        ("12345678", ""),
    ],
)
def test_nothing_that_points_at_a_person_is_kept(text: str, kept: str) -> None:
    assert missed.cleaned(text) == kept


def test_a_question_of_people_alone_leaves_no_trace(client: Client, content: Publish) -> None:
    content([])
    index.put(document("Halle", "Die Turnhalle ist frei."))
    look(client, q="Sabine Kowalczyk")
    assert noted() == []


def note(text: str, now: datetime = NOON, reach: Audience = Audience.PUBLIC) -> MissedQuestion:
    found = missed.note(text, outcome="none", reach=reach, now=now)
    assert found is not None
    return found


def test_a_question_is_found_once_something_good_reaches_who_asked(content: Publish) -> None:
    content([])
    question = note("Seilbahn bauen")
    index.put(document("Seilbahn", "Wir bauen eine Seilbahn.", audience=Audience.MEMBERS))
    assert missed.search_again(NOON) == 0
    missed.search_again(NOON + timedelta(days=1))
    question.refresh_from_db()
    assert (question.state, question.checked_on) == ("open", date(2026, 3, 5))
    index.put(document("Seilbahn", "Wir bauen eine Seilbahn.", object_id=900))
    missed.search_again(NOON + timedelta(days=2))
    question.refresh_from_db()
    assert (question.state, question.found_on) == ("found", date(2026, 3, 6))
    note("Seilbahn bauen", NOON + timedelta(days=3))
    question.refresh_from_db()
    assert question.state == "open"


def test_dismissing_can_be_taken_back_and_only_one_wins() -> None:
    person, question = UserFactory.create(roles=[Role.EDITOR]), note("Seilbahn")
    missed.dismiss(question, person=person, now=NOON)
    with pytest.raises(RuleError):
        missed.dismiss(question, person=person, now=NOON)
    question.refresh_from_db()
    assert question.state == "off"
    missed.restore(question)
    question.refresh_from_db()
    assert (question.state, question.dismissed_by) == ("open", None)


def test_the_condition_for_lists_says_the_same_as_the_state() -> None:
    person = UserFactory.create(roles=[Role.EDITOR])
    for text in ("eins", "zwei", "drei", "vier", "fünf"):
        note(f"Seilbahn {text}")
    two, three, four, five = MissedQuestion.objects.order_by("pk")[1:]
    MissedQuestion.objects.filter(pk=two.pk).update(found_on=NOON.date())
    missed.became_commission(three, 7)
    missed.dismiss(four, person=person, now=NOON)
    missed.became_commission(five, 8)
    missed.dismiss(five, person=person, now=NOON)
    for state in MissedQuestion.State:
        listed = set(MissedQuestion.objects.filter(missed.in_state(state)))
        assert listed == {one for one in MissedQuestion.objects.all() if one.state == state}


def test_what_nobody_asks_any_more_is_removed() -> None:
    old, young = note("Seilbahn"), note("Gletscher", NOON + timedelta(weeks=2))
    later = NOON + timedelta(weeks=missed.KEPT_WEEKS)
    assert list(retention.rules["search.missed"].due(later)) == [old]
    assert retention.rules["search.missed"].remove(later) == 1
    assert list(MissedQuestion.objects.all()) == [young]


def test_a_flood_of_questions_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed, "MAX_NEW_A_DAY", 2)
    for text in ("Seilbahn", "Gletscher", "Lawine", "Seilbahn"):
        missed.note(text, outcome="none", reach=Audience.PUBLIC, now=NOON)
    assert noted() == [("Seilbahn", "none", 2), ("Gletscher", "none", 1)]
