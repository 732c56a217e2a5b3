"""The life of an aid: numbered, followed by copies, improved, withdrawn."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.aids import copying, following, improving, queries, withdrawing
from lotse.aids.copying import Progress
from lotse.aids.improving import Proposal
from lotse.aids.models import Aid, Improvement, LocalCopy
from lotse.aids.tests.factories import published, revised
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.search import engine

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def clerk() -> User:
    return UserFactory.create(roles=[Role.MEMBER], municipality=MunicipalityFactory.create())


def copied(aid: Aid, person: User, answers: Mapping[str, str] = MappingProxyType({})) -> LocalCopy:
    assert person.municipality is not None
    return copying.make(
        aid,
        municipality=person.municipality,
        title="Zelthalle",
        day=date(2026, 12, 15),
        answers=answers,
        is_named=False,
        person=person,
        now=NOW,
    )


def test_versions_are_counted_and_say_what_is_new() -> None:
    aid = published()
    assert [str(version) for version in aid.versions.all()] == ["0.1"]
    aid = revised(aid, "auch nachts", "rund um die Uhr")
    aid = revised(aid, "rund um die Uhr", "Tag und Nacht", stage="released")
    aid = revised(aid, "Tag und Nacht", "immer")
    assert [str(version) for version in aid.versions.all()] == ["1.1", "1.0", "0.2", "0.1"]
    assert "auch nachts" in aid.versions.get(major=0, minor=1).text

    aid.summary = "Andere Worte, dieselbe Liste."
    aid.save_revision().publish()
    assert aid.versions.count() == 4

    aid.text = aid.text.replace("immer", "stets")
    with pytest.raises(ValidationError, match="was neu ist"):
        aid.save_revision().publish()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"text": "# A\n- P\n  Frist: bald"}, "Schreiben Sie die Frist so"),
        ({"text": "# A"}, "mindestens einen Punkt"),
        ({"summary": " "}, "wobei es hilft"),
        ({"scope": "land"}, "Länder"),
        ({"kind": "guide", "text": " "}, "Der Text fehlt"),
    ],
)
def test_what_is_not_complete_is_not_published(facts: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        published(**facts)
    assert not queries.visible(Audience.TEAM).exists()


def test_copy_shows_what_applies_with_its_deadlines() -> None:
    person = clerk()
    copy = copied(published(), person, answers={"art": "Haus"})
    client = Client()
    client.force_login(person)
    page = client.get(copy.get_absolute_url()).content.decode()
    assert "Ersatzheizung benannt" in page
    assert "01.12.2026" in page
    assert "Schneewache" not in page

    copying.answer(
        copy,
        title="Zelthalle",
        day=date(2026, 12, 20),
        answers={"art": "Zelt"},
        is_named=True,
        person=person,
        now=NOW,
    )
    page = client.get(copy.get_absolute_url()).content.decode()
    assert "Schneewache" in page
    assert "06.12.2026" in page


def test_nobody_overwrites_what_a_colleague_has_just_noted() -> None:
    person, colleague = clerk(), UserFactory.create(name="K. Leger")
    point = copied(published(), person).points.get(key="ersatz")
    copying.note(point, Progress("done"), revision=0, person=colleague, now=NOW)
    with pytest.raises(RuleError, match=r"K. Leger hat .* gerade geändert"):
        copying.note(point, Progress("open", note="Fehlt"), revision=0, person=person, now=NOW)
    point.refresh_from_db()
    assert (point.state, point.note) == ("done", "")


def test_closed_list_is_not_changed_until_it_is_opened_again() -> None:
    person = clerk()
    copy = copied(published(), person)
    copying.close(copy, is_closed=True, person=person, now=NOW)
    point = copy.points.get(key="ersatz")
    with pytest.raises(RuleError, match="abgeschlossen"):
        copying.note(point, Progress("done"), revision=None, person=person, now=NOW)
    copying.close(copy, is_closed=False, person=person, now=NOW)
    assert copying.note(point, Progress("done"), revision=None, person=person, now=NOW)


def test_changes_of_the_aid_are_taken_piece_by_piece() -> None:
    person, aid = clerk(), published()
    copy = copied(aid, person)
    snow = copy.points.get(key="schnee")
    copying.note(
        snow, Progress("done", note="Bauhof weiß Bescheid"), revision=None, person=person, now=NOW
    )
    aid = revised(aid, "Schneewache eingeteilt", "Schneewache eingeteilt und geübt")
    aid = revised(aid, "- [raeumen] Räumdienst auch nachts\n", "- [licht] Wege beleuchtet\n")

    waiting = {change.key: change for change in following.pending(copy)}
    assert {key: change.what for key, change in waiting.items()} == {
        "schnee": "changed",
        "licht": "added",
        "raeumen": "removed",
    }
    assert waiting["schnee"].pieces == [("same", "Schneewache eingeteilt"), ("new", "und geübt")]
    following.decide(copy, "schnee", takes=True, person=person, now=NOW)
    following.decide(copy, "licht", takes=True, person=person, now=NOW)
    following.decide(copy, "raeumen", takes=False, person=person, now=NOW)

    assert following.pending(copy) == []
    snow.refresh_from_db()
    assert (snow.text, snow.state) == ("Schneewache eingeteilt und geübt", "done")
    assert snow.note == "Bauhof weiß Bescheid"
    assert list(copy.points.values_list("key", flat=True)) == [
        "ersatz",
        "schnee",
        "licht",
        "raeumen",
    ]
    with pytest.raises(RuleError, match="schon entschieden"):
        following.decide(copy, "schnee", takes=True, person=person, now=NOW)


def test_improvement_becomes_a_version_with_credit_and_the_own_point_its_point() -> None:
    person, editor = clerk(), UserFactory.create(roles=[Role.EDITOR])
    aid = published()
    copy, other = copied(aid, person), copied(aid, clerk())
    own = copying.add_point(
        copy, section="Heizung", text="Heizöl da", hint="", person=person, now=NOW
    )
    copying.note(own, Progress("done"), revision=None, person=person, now=NOW)
    draft = improving.of_point(own)
    proposal = Proposal(**{**vars(draft), "reason": "Glatteis", "naming": "person"})
    found = improving.propose(aid, proposal, municipality=copy.municipality, person=person, now=NOW)
    with pytest.raises(RuleError, match="schon geschickt"):
        improving.propose(aid, proposal, municipality=copy.municipality, person=person, now=NOW)

    improving.accept(
        found, text="Heizöl für drei Tage da", hint="", answer="Danke", editor=editor, now=NOW
    )

    aid.refresh_from_db()
    assert "[heizoel-fuer-drei-tage-da] Heizöl für drei Tage da" in aid.text
    (credit,) = queries.contributors(aid)
    assert credit.person_name == person.name
    assert following.pending(copy) == []
    own.refresh_from_db()
    assert (own.key, own.state, own.is_own) == ("heizoel-fuer-drei-tage-da", "done", False)
    assert [change.what for change in following.pending(other)] == ["added"]
    mail = OutgoingMail.objects.get(purpose="aid")
    assert mail.recipient == person.email
    assert "Version 0.2" in mail.text
    with pytest.raises(RuleError, match="schon entschieden"):
        improving.decline(found, answer="Nein", editor=editor, now=NOW)


def test_improvement_waits_while_somebody_works_on_the_aid() -> None:
    person, editor, aid = clerk(), UserFactory.create(roles=[Role.EDITOR]), published()
    copy = copied(aid, person)
    point = copy.points.get(key="raeumen")
    copying.reword(point, text="Räumdienst ab vier Uhr", hint="", person=person, now=NOW)
    proposal = Proposal(**{**vars(improving.of_point(point)), "reason": "Schicht beginnt um fünf"})
    found = improving.propose(aid, proposal, municipality=copy.municipality, person=person, now=NOW)
    aid = Aid.objects.get(pk=aid.pk)
    aid.summary = "Ein Entwurf."
    aid.save_revision()
    with pytest.raises(RuleError, match="Entwurf"):
        improving.accept(found, text=found.text, hint="", answer="", editor=editor, now=NOW)
    assert Improvement.objects.get().state == "open"


def test_withdrawn_aid_says_why_and_tells_those_who_use_it() -> None:
    person, aid, better = clerk(), published(), published(title="Winter neu")
    copied(aid, person)
    assert withdrawing.withdraw(aid, reason="Veraltet.", replacement=better, now=NOW) == 1

    assert [one.pk for one in queries.visible(Audience.PUBLIC)] == [better.pk]
    page = Client().get(aid.get_absolute_url()).content.decode()
    assert "Veraltet." in page
    assert "Winter neu" in page
    assert "Winter neu" in OutgoingMail.objects.get(purpose="aid", recipient=person.email).text
    withdrawing.reinstate(aid)
    assert queries.visible(Audience.PUBLIC).count() == 2


def test_point_is_found_by_search_in_its_words() -> None:
    published()
    assert [found.kind for found in engine.best("Schneewache", reach=Audience.PUBLIC)] == ["aid"]
