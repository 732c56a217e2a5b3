"""Published means visible and found at once; taken back means neither; rolled back means never."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import queries, rules
from lotse.knowledge.listing import Sets
from lotse.knowledge.models import Example
from lotse.knowledge.tests.factories import ExampleFactory, published
from lotse.lib.audience import Audience
from lotse.search import engine
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
WORD = "Quittenmustermann"


def found(reach: Audience) -> list[str]:
    """Titles the search finds for a word that only the tests' examples contain."""
    return [result.title for result in engine.search(WORD, reach=reach).results]


def listed(reach: Audience) -> list[str]:
    return [row.example.title for row in queries.newest(reach, 10)]


def seen_at(client: Client, path: str, person: User | None) -> bool:
    client.logout()
    if person:
        client.force_login(person)
    status = client.get(path).status_code
    assert status in (200, 404)
    return status == 200


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("state", ["draft", "published", "unpublished", "changed", "scheduled"])
def test_example_is_seen_listed_counted_and_found_by_its_audience_only(
    audience: Audience, state: str, client: Client
) -> None:
    field = FieldFactory(code="F1")
    example = ExampleFactory(
        title="Maßnahme", what=WORD, audience=audience, concepts=[ConceptFactory(broader=field)]
    )
    if state == "scheduled":
        example.go_live_at = timezone.now() + timedelta(days=1)
    if state != "draft":
        rules.publish_draft(example)
    example = Example.objects.get()
    if state == "unpublished":
        example.unpublish()
    if state == "changed":
        # The draft of a live example must not show before it is published.
        example.title = example.what = "Entwurf, noch geheim"
        example.save_revision(clean=False)
    people = {
        Audience.PUBLIC: None,
        Audience.MEMBERS: UserFactory(roles=[Role.MEMBER]),
        Audience.TEAM: UserFactory(roles=[Role.DESK]),
    }
    for reach, person in people.items():
        may_see = state in ("published", "changed") and reach >= audience
        expected = ["Maßnahme"] if may_see else []
        assert seen_at(client, example.get_absolute_url(), person) == may_see
        assert listed(reach) == expected
        assert found(reach) == expected
        assert Sets(["field"]).counts("field", reach).get("F1", 0) == len(expected)
        assert queries.count(reach) == len(expected)
        assert ("Maßnahme" in client.get("/beispiele/").content.decode()) == may_see
        assert "noch geheim" not in client.get(example.get_absolute_url()).content.decode()


def test_rolled_back_publication_is_neither_visible_nor_found() -> None:
    example = ExampleFactory(what=WORD, audience=Audience.PUBLIC)
    revision = example.save_revision()

    with transaction.atomic():
        revision.publish()
        assert listed(Audience.PUBLIC) == found(Audience.PUBLIC) == [example.title]
        transaction.set_rollback(True)

    assert not Example.objects.get().live
    assert listed(Audience.PUBLIC) == found(Audience.PUBLIC) == []


def test_narrower_audience_takes_effect_with_its_publication() -> None:
    example = published(what=WORD)
    example.audience = Audience.TEAM
    rules.publish_draft(example)

    assert listed(Audience.MEMBERS) == found(Audience.MEMBERS) == []
    assert listed(Audience.TEAM) == found(Audience.TEAM) == [example.title]


def test_changed_example_is_listed_under_its_new_topic_only() -> None:
    old, new = FieldFactory(code="F1"), FieldFactory(code="F2")
    example = published(concepts=[ConceptFactory(broader=old)])
    example.concepts.set([ConceptFactory(broader=new)])
    rules.publish_draft(example)

    assert Sets(["field"]).counts("field", Audience.PUBLIC) == {"F2": 1}


def test_deleted_example_leaves_nothing_behind() -> None:
    example = published(what=WORD)
    other = published(what=WORD, title="Andere")
    Example.objects.get(pk=example.pk).delete()
    assert listed(Audience.TEAM) == found(Audience.TEAM) == [other.title]
    assert queries.count(Audience.TEAM) == 1


def test_withdrawn_and_republished_example_keeps_its_place() -> None:
    first, second = published(title="Erste"), published(title="Zweite")
    first.unpublish()
    rules.publish_draft(Example.objects.get(pk=first.pk))
    assert listed(Audience.PUBLIC) == [second.title, first.title]


def test_schedule_shows_and_hides_at_its_time() -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    example = ExampleFactory(what=WORD, audience=Audience.PUBLIC)
    example.go_live_at = timezone.now() + timedelta(hours=1)
    example.expire_at = timezone.now() + timedelta(hours=2)
    rules.publish_draft(example)

    assert rules.follow_schedule(timezone.now()) == 0
    assert found(Audience.PUBLIC) == []

    Example.objects.update(go_live_at=now - timedelta(hours=2))
    revision = example.revisions.get()
    revision.approved_go_live_at = timezone.now() - timedelta(hours=1)
    revision.content["go_live_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
    revision.save()
    assert rules.follow_schedule(timezone.now()) == 1
    assert found(Audience.PUBLIC) == [example.title]

    Example.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    assert rules.follow_schedule(timezone.now()) == 1
    assert found(Audience.PUBLIC) == listed(Audience.PUBLIC) == []
    assert rules.follow_schedule(timezone.now()) == 0


def test_one_scheduled_draft_that_cannot_be_published_does_not_stop_the_others() -> None:
    past = timezone.now() - timedelta(hours=1)
    incomplete, complete = ExampleFactory(sources=[]), ExampleFactory(audience=0)
    for example in (incomplete, complete):
        revision = example.save_revision(clean=False)
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=past)

    assert rules.follow_schedule(timezone.now()) == 1
    assert listed(Audience.PUBLIC) == [complete.title]
    assert rules.follow_schedule(timezone.now()) == 0


def test_example_becomes_stale_in_the_search_when_its_review_is_due() -> None:
    published(what=WORD, review_due_on=date(2027, 1, 1))
    before, after = (datetime(2026, 12, 31, 9, tzinfo=UTC), datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert rules.mark_due_reviews(before) == 0
    Example.objects.update(review_due_on=timezone.localdate())
    assert rules.mark_due_reviews(after) == 1
    assert [result.is_stale for result in engine.search(WORD, reach=0).results] == [True]
    assert rules.mark_due_reviews(after) == 0


def test_incomplete_draft_is_not_published_and_says_what_is_missing() -> None:
    example = ExampleFactory(
        sources=[], municipalities=[], concepts=[], what="", review_due_on=None
    )
    with pytest.raises(ValidationError) as refusal:
        rules.publish_draft(example)
    assert set(refusal.value.message_dict) == {
        "what",
        "review_due_on",
        "sources",
        "municipalities",
        "concepts",
    }
    assert not Example.objects.get().live


def test_rebuilt_lists_are_those_that_publishing_wrote() -> None:
    for number in range(3):
        published(title=f"Nummer {number}", audience=number)
    withdrawn = published(title="Entzogen")
    withdrawn.unpublish()
    before = [(listed(reach), Sets(["field"]).counts("field", reach)) for reach in Audience]

    assert rules.rebuild_lists(date(2026, 11, 23)) == 3

    assert [(listed(reach), Sets(["field"]).counts("field", reach)) for reach in Audience] == before
    rules.publish_draft(Example.objects.get(pk=withdrawn.pk))
    published(title="Danach")
    assert listed(Audience.PUBLIC) == ["Danach", "Entzogen", "Nummer 0"]


def test_moved_concept_moves_its_examples_to_the_other_field() -> None:
    concept = ConceptFactory(broader=FieldFactory(code="F1"))
    published(concepts=[concept])
    concept.broader = FieldFactory(code="F2")
    concept.save()
    assert rules.follow_vocabulary(concept) == 1
    assert Sets(["field"]).counts("field", Audience.PUBLIC) == {"F2": 1}
    assert rules.follow_vocabulary(concept) == 0
