"""Suggestions kept between two looks: never stale, never beyond what may be seen."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import suggestions
from lotse.inquiries.evaluation import suggesting
from lotse.inquiries.models import Dismissal, Inquiry, SuggestionSet
from lotse.inquiries.suggest import Suggestions
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory, MessageFactory
from lotse.knowledge import publication
from lotse.lib.audience import Audience
from lotse.search import index

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


def asked() -> Inquiry:
    return MessageFactory.create(inquiry__subject="Schneelast bei Zelthallen").inquiry


def look(
    inquiry: Inquiry, reach: Audience = Audience.TEAM, at: timedelta = timedelta()
) -> list[int]:
    found: Suggestions = suggestions.of(inquiry, topics=[], reach=reach, now=MONDAY + at)
    return [one.result.object_id for one in found.content]


def test_second_look_reads_no_record_closely(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    example = publish_example("Schneewache", what="Die Schneelast der Zelthalle wird gemessen.")
    inquiry = asked()
    assert look(inquiry) == [example.pk]
    with django_assert_max_num_queries(4):
        assert look(inquiry) == [example.pk]


def test_withdrawn_record_vanishes_at_once() -> None:
    example = publish_example("Schneewache", what="Die Schneelast der Zelthalle wird gemessen.")
    inquiry = asked()
    look(inquiry)
    index.remove("example", example.pk)
    assert look(inquiry) == []


def test_changed_record_is_shown_as_it_is_now() -> None:
    example = publish_example("Schneewache", what="Die Schneelast der Zelthalle wird gemessen.")
    inquiry = asked()
    look(inquiry)
    example.title = "Schneewache rund um die Uhr"
    example.save()
    publication.write(example)
    found = suggestions.of(inquiry, topics=[], reach=Audience.TEAM, now=MONDAY)
    assert [one.result.title for one in found.content] == ["Schneewache rund um die Uhr"]


def test_new_record_appears_within_minutes() -> None:
    publish_example("Schneewache", what="Die Schneelast der Zelthalle wird gemessen.")
    inquiry = asked()
    look(inquiry)
    new = publish_example("Schneelast", what="Zelthallen und ihre Schneelast.")
    assert new.pk not in look(inquiry, at=timedelta(minutes=5))
    assert new.pk in look(inquiry, at=timedelta(minutes=11))


def test_kept_suggestions_of_the_team_are_not_shown_to_others() -> None:
    secret = publish_example(
        "Schneewache intern", what="Schneelast der Zelthalle.", audience=Audience.TEAM
    )
    inquiry = asked()
    assert look(inquiry) == [secret.pk]
    assert look(inquiry, Audience.MEMBERS) == []


def test_worker_works_out_new_inquiries_and_those_that_went_on() -> None:
    inquiry = asked()
    InquiryFactory.create(answered=True, closed_at=LATER, subject="Abgeschlossen")
    assert suggestions.make_missing(MONDAY) == 1
    assert suggestions.make_missing(MONDAY) == 0
    Inquiry.objects.filter(pk=inquiry.pk).update(turn=2)
    assert suggestions.make_missing(LATER) == 1
    assert SuggestionSet.objects.get(inquiry=inquiry).turn == 2


def test_what_does_not_fit_is_hidden_for_this_inquiry_alone_and_can_come_back() -> None:
    example = publish_example("Schneewache", what="Die Schneelast der Zelthalle wird gemessen.")
    one, other = asked(), asked()
    person = UserFactory.create()
    for _time in range(2):
        suggestions.dismiss(one, kind="example", object_id=example.pk, actor=person, now=MONDAY)
    assert (look(one), look(other)) == ([], [example.pk])
    assert Dismissal.objects.get().title == "Schneewache"
    assert suggestions.show_again(one) == 1
    assert look(one) == [example.pk]


def test_old_suggestions_are_forgotten() -> None:
    look(asked())
    assert suggestions.forget(MONDAY + timedelta(hours=23)) == 0
    assert suggestions.forget(MONDAY + timedelta(hours=25)) == 1


def test_suggestions_stay_as_good_as_measured() -> None:
    # The figures stand in docs/develop/suggestions.md; the margin is three questions.
    figures = suggesting.evaluate(MONDAY)
    assert figures["content"]["questions"] >= 70
    assert figures["content"]["ndcg@5"] >= 0.66
    assert figures["content"]["recall@5"] >= 0.54
    assert figures["content"]["success@1"] >= 0.89
    assert figures["similar"]["ndcg@5"] >= 0.48
    assert figures["similar"]["recall@5"] >= 0.55
    assert figures["unknown"]["shown"] <= 2.3
    assert figures["pairs"]["precision"] >= 0.45
    assert figures["pairs"]["recall"] >= 0.28
