"""What editors recommend comes first, for those who may see it."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib.audience import Audience
from lotse.search import index, promotions
from lotse.search.models import MissedQuestion, Promotion
from lotse.search.tests.conftest import Publish
from lotse.search.tests.factories import document
from lotse.search.tests.test_missed import BROWSER

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 11, tzinfo=UTC)


@pytest.fixture
def editor() -> User:
    return UserFactory.create(roles=[Role.EDITOR])


def fill() -> None:
    index.put(document("Turnhalle eins", "Die Turnhalle ist frei.", object_id=1))
    index.put(document("Turnhalle zwei", "Die Turnhalle der Stadt.", object_id=2))
    index.put(document("Traglufthalle", "Warm im Winter.", object_id=3, facets={"land": ("BY",)}))
    index.put(document("Geheim", "Nur für uns.", object_id=4, audience=Audience.MEMBERS))


def promote(editor: User, words: str, *paths: str) -> Promotion:
    records = promotions.records_of("\n".join(paths))
    return promotions.save(None, words=words, records=records, person=editor, now=NOW)


def titles(client: Client, **query: str) -> tuple[list[str], list[str]]:
    """Titles that are recommended, and those of the other hits."""
    answer = client.get("/suche/", query, headers={"User-Agent": BROWSER})
    html = answer.content.decode()
    found = r'lt-title-link"\s+href="[^"]*"\s*>\s*([^<]*?)\s*</a>'
    if "Empfohlen von der Redaktion" not in html:
        return [], re.findall(found, html)
    _before, _mark, after = html.partition("Empfohlen von der Redaktion")
    first, _section, rest = after.partition("</section>")
    return re.findall(found, first), re.findall(found, rest)


def test_recommended_records_come_first_in_their_order_and_only_once(
    client: Client, content: Publish, editor: User
) -> None:
    content([])
    fill()
    promote(editor, "Turnhalle", "/beispiele/3/", "/beispiele/2/")
    assert titles(client, q="Welche Turnhallen sind frei?") == (
        ["Traglufthalle", "Turnhalle zwei"],
        ["Turnhalle eins"],
    )
    assert titles(client, q="Traglufthalle")[0] == []
    assert titles(client, q="Turnhalle", sortierung="neu")[0] == []
    assert titles(client, q="Turnhalle", land="BY") == (["Traglufthalle"], [])


def test_all_words_of_a_phrase_must_be_asked(
    client: Client, content: Publish, editor: User
) -> None:
    content([])
    fill()
    promote(editor, "Halle heizen\nSeilbahn", "/beispiele/3/")
    assert titles(client, q="Wie eine Halle heizen")[0] == ["Traglufthalle"]
    assert titles(client, q="Eine freie Halle")[0] == []
    assert titles(client, q="Seilbahnen")[0] == ["Traglufthalle"]
    assert not MissedQuestion.objects.filter(text="Seilbahnen").exists()


def test_nobody_sees_by_a_recommendation_what_is_not_for_them(
    client: Client, content: Publish, editor: User
) -> None:
    content([])
    fill()
    promote(editor, "Turnhalle", "/beispiele/4/")
    assert titles(client, q="Turnhalle")[0] == []
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert titles(client, q="Turnhalle")[0] == ["Geheim"]


def test_editors_write_change_end_and_resume(
    client: Client, content: Publish, editor: User
) -> None:
    content([])
    fill()
    client.force_login(editor)
    data = {"words": "Turnhalle", "entries": "https://lotse.example/beispiele/2/"}
    assert client.post("/suche/empfehlungen/neu/", data).status_code == 302
    assert titles(client, q="Turnhalle")[0] == ["Turnhalle zwei"]
    promotion = Promotion.objects.get()
    data["entries"] = "/beispiele/1/\n/beispiele/3/"
    client.post(f"/suche/empfehlungen/{promotion.pk}/", data)
    assert titles(client, q="Turnhalle")[0] == ["Turnhalle eins", "Traglufthalle"]
    client.post(f"/suche/empfehlungen/{promotion.pk}/beenden/")
    assert titles(client, q="Turnhalle")[0] == []
    client.post(f"/suche/empfehlungen/{promotion.pk}/aufnehmen/")
    assert titles(client, q="Turnhalle")[0] == ["Turnhalle eins", "Traglufthalle"]


@pytest.mark.parametrize(
    ("words", "entries", "sentence"),
    [
        ("", "/beispiele/1/", "Nennen Sie mindestens eine Wendung."),
        ("und oder", "/beispiele/1/", "nach denen niemand sucht"),
        ("Turnhalle", "/beispiele/99/", "Unter „/beispiele/99/“ finden wir nichts"),
        ("Turnhalle", "\n".join(f"/beispiele/{n}/" for n in range(1, 7)), "finden wir nichts"),
    ],
)
def test_bad_input_is_explained_and_kept(
    client: Client, content: Publish, editor: User, words: str, entries: str, sentence: str
) -> None:
    content([])
    fill()
    client.force_login(editor)
    answer = client.post("/suche/empfehlungen/neu/", {"words": words, "entries": entries})
    html = answer.content.decode()
    assert sentence in html
    assert entries.splitlines()[0] in html
    assert Promotion.objects.count() == 0
