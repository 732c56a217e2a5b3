"""Nothing a person may not see leaves a trace: not in hits, counts, facets or corrections."""

import random
import re

import pytest
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib.audience import Audience
from lotse.search import engine, index
from lotse.search.documents import Document
from lotse.search.engine import Results
from lotse.search.tests.factories import document

pytestmark = pytest.mark.django_db

COMMON = ["Turnhalle", "Brandschutz", "Unterkunft", "Personal", "Ehrenamt", "Dolmetschen"]
# One word that only records of this audience use, and what a typing error makes of it.
SECRET = {
    Audience.MEMBERS: ("Mitgliederklausel", "Mitgliederklausl"),
    Audience.TEAM: ("Haushaltssperre", "Haushaltsspere"),
}


def records() -> list[Document]:
    """Records of every audience; each says its audience in title, text, heading and facets."""
    chance = random.Random(2026)
    made = []
    for number in range(45):
        audience = Audience(number % 3)
        words = chance.sample(COMMON, 3)
        secret = SECRET.get(audience, ("Amtsblatt", ""))[0]
        made.append(
            document(
                f"{audience.name} {words[0]} {number}",
                f"{words[1]} und {words[2]}. Nur hier: {secret}. {audience.name}",
                object_id=number,
                audience=audience,
                facets={"land": (f"{audience.name}-LAND", "BY"), "year": ("2026",)},
                meta=audience.name,
            )
        )
    return made


QUESTIONS = [
    *COMMON,
    "Turnhalle Brandschutz Personal",
    "Mitgliederklausel Turnhalle",
    "Haushaltssperre Turnhalle",
    "Mitgliederklausl",
    "Haushaltsspere",
    "TEAM",
    "MEMBERS",
]


@pytest.mark.parametrize("reach", list(Audience))
def test_no_entry_of_the_engine_tells_of_records_beyond_reach(reach: Audience) -> None:
    everything = records()
    for one in everything:
        index.put(one)
    visible = {one.object_id for one in everything if one.audience <= reach}
    for question in QUESTIONS:
        for facets in ({}, {"year": ["2026"]}, {"land": ["BY", "TEAM-LAND"]}):
            found = engine.search(question, reach=reach, facets=facets, limit=100)
            assert {result.object_id for result in found.results} <= visible
            assert found.total == len(found.results)
            assert engine.count(question, reach=reach, facets=facets) in (found.total, 0)
            assert _traces(found, reach) == []
        best = engine.best(question, reach=reach, limit=50)
        assert {result.object_id for result in best} <= visible


def _traces(found: Results, reach: Audience) -> list[str]:
    """Names of audiences beyond reach in anything but the question itself."""
    told = repr((found.facet_counts, found.corrected, found.also))
    told += repr([(r.title, r.passage, r.meta, r.facets) for r in found.results])
    beyond = [audience.name for audience in Audience if audience > reach]
    beyond += [SECRET[audience][0] for audience in SECRET if audience > reach]
    return [word for word in beyond if word in told]


@pytest.mark.parametrize("reach", list(Audience))
def test_records_beyond_reach_change_neither_hits_nor_order(reach: Audience) -> None:
    for one in records():
        if one.audience <= reach:
            index.put(one)
    alone = [engine.search(question, reach=reach, limit=100) for question in QUESTIONS]
    for one in records():
        index.put(one)
    together = [engine.search(question, reach=reach, limit=100) for question in QUESTIONS]
    assert together == alone


@pytest.mark.parametrize("audience", [Audience.MEMBERS, Audience.TEAM])
def test_typing_errors_are_only_put_right_with_words_one_may_know(audience: Audience) -> None:
    for one in records():
        index.put(one)
    word, misspelt = SECRET[audience]
    for reach in Audience:
        corrected = engine.search(misspelt, reach=reach).corrected
        assert corrected == (word if reach >= audience else "")


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        (None, Audience.PUBLIC),
        (Role.OPERATOR, Audience.PUBLIC),
        (Role.MEMBER, Audience.MEMBERS),
        (Role.COORDINATOR, Audience.MEMBERS),
        (Role.DESK, Audience.TEAM),
        (Role.EDITOR, Audience.TEAM),
    ],
)
def test_pages_tell_only_what_the_role_may_see(
    client: Client, role: Role | None, reach: Audience
) -> None:
    for one in records():
        index.put(one)
    if role is not None:
        client.force_login(UserFactory.create(roles=[role]))
    for path in ("/suche/", "/suche/vorschlaege/"):
        for question in ("Turnhalle Brandschutz", "Mitgliederklausl", "Haushaltsspere"):
            page = client.get(path, {"q": question, "land": "BY"}).content.decode()
            seen = set(re.findall(r"\b(PUBLIC|MEMBERS|TEAM)\b", page))
            assert seen <= {audience.name for audience in Audience if audience <= reach}
            for audience, (word, _misspelt) in SECRET.items():
                assert word not in page or audience <= reach


def test_a_member_sees_more_than_the_public(client: Client) -> None:
    for one in records():
        index.put(one)
    public = client.get("/suche/", {"q": "Turnhalle"}).content.decode()
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    member = client.get("/suche/", {"q": "Turnhalle"}).content.decode()
    assert "MEMBERS" not in public
    assert "MEMBERS" in member
