"""Facts in texts: shown for the right day, refused if unconfirmed, listed for correction."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import rules
from lotse.knowledge.facts import queries
from lotse.knowledge.facts import rules as fact_rules
from lotse.knowledge.models import Correction, Fact, FactUse, FactVersion
from lotse.knowledge.tests.factories import answered, fact, published, version
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import engine

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OLD = {
    "statement": "Je Platz waren 4,5 m² vorzusehen.",
    "value": Decimal("4.5"),
    "valid_from": date(2014, 1, 1),
    "valid_to": date(2017, 12, 31),
    "law_as_of": date(2016, 1, 1),
}


def _replace(made: Fact, **values: Any) -> None:
    """End the present version today and let another begin."""
    draft = Fact.objects.get(pk=made.pk)
    versions = list(draft.versions.all())
    versions[-1].valid_to = date(2026, 11, 22)
    draft.versions.set([*versions, version(valid_from=date(2026, 11, 23), **values)])
    rules.publish_draft(draft)


def test_answer_shows_value_jurisdiction_and_date_with_a_way_to_the_fact(client: Client) -> None:
    fact()
    answer = answered(short_answer="Rechnen Sie mit [F-U-20].", long_answer="- Je Platz [F-U-20]")
    page = client.get(answer.get_absolute_url()).content.decode()
    shown = '<a href="/zahlen-und-regeln/f-u-20/">7\u00a0m² (bundesweit, Stand 19.08.2026)</a>'
    assert f"Rechnen Sie mit {shown}." in page
    assert f"<li>Je Platz {shown}</li>" in page
    for path in ("/antworten/", "/feeds/antworten.atom"):
        listed = client.get(path).content.decode()
        assert "Rechnen Sie mit 7\u00a0m² (bundesweit, Stand 19.08.2026)." in listed
    assert (
        "[F-U-20]" not in engine.best("Rechnen Platz", reach=0, kinds=("answer",))[0].passage_html
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[F-U-20]", "4,5\u00a0m² (bundesweit, galt bis 31.12.2017; heute 7\u00a0m²)"),
        ("[F-U-20 heute]", "7\u00a0m² (bundesweit, Stand 19.08.2026)"),
        (
            "[F-U-20 am 01.10.2016]",
            "4,5\u00a0m² (bundesweit, galt bis 31.12.2017; heute 7\u00a0m²)",
        ),
        ("[F-U-20 am 01.10.2019]", "7\u00a0m² (bundesweit, Stand 19.08.2026)"),
    ],
)
def test_example_of_2015_shows_the_rule_of_2015_unless_it_asks_for_another_day(
    text: str, shown: str, client: Client
) -> None:
    fact(versions=[version(**OLD), version()])
    example = published(problem=f"Vorgabe: {text}", year=2015, year_basis="stated")
    assert shown in client.get(example.get_absolute_url()).content.decode()
    assert shown.split()[0] in engine.best("Vorgabe", reach=0, kinds=("example",))[0].passage_html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[F-U-99]", "diese Kennung gibt es nicht"),
        ("[F-U-20]", "ist nicht bestätigt"),
        ("[F-U-20 am 31.02.2015]", "lesen wir nicht"),
        ("[F-U-20 gestern]", "lesen wir nicht"),
    ],
)
def test_text_with_an_unknown_unconfirmed_or_unreadable_fact_is_not_published(
    text: str, words: str
) -> None:
    fact(versions=[version(verification="unconfirmed")])
    with pytest.raises(ValidationError, match=words):
        answered(long_answer=text)
    with pytest.raises(ValidationError, match=words):
        published(solution=text)


def test_mark_has_no_place_where_texts_are_shown_as_they_are() -> None:
    fact()
    with pytest.raises(ValidationError, match="bitte ohne Kennung"):
        published(what="Es sind [F-U-20].")


def test_fact_for_members_shows_nothing_in_a_public_text(client: Client) -> None:
    fact(audience=Audience.MEMBERS)
    answer = answered(long_answer="Es sind [F-U-20].")
    assert "[Angabe nur für Mitglieder]" in client.get(answer.get_absolute_url()).content.decode()
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert "7\u00a0m²" in client.get(answer.get_absolute_url()).content.decode()


def test_fact_knows_where_it_is_shown_and_forgets_what_is_withdrawn(client: Client) -> None:
    made = fact()
    answer = answered(long_answer="Es sind [F-U-20], also [F-U-20].")
    hidden = published(title="Nur für uns", solution="[F-U-20]", audience=Audience.TEAM)
    assert [use.title for use in queries.uses(made, Audience.PUBLIC)] == [
        "Wer prüft die Schneelast?"
    ]
    assert len(queries.uses(made, Audience.TEAM)) == 2
    assert "Wer prüft die Schneelast?" in client.get(made.get_absolute_url()).content.decode()
    answer.unpublish()
    hidden.solution = "Ohne."
    hidden.save()
    rules.publish_draft(hidden)
    assert not FactUse.objects.exists()


def test_new_version_lists_what_shows_today_and_leaves_what_shows_2015(client: Client) -> None:
    made = fact(versions=[version(**OLD), version()])
    answered(long_answer="Es sind [F-U-20].")
    published(problem="Damals [F-U-20].", year=2015, year_basis="stated")
    _replace(made, value=Decimal(9), statement="Je Platz sind mindestens 9 m² vorzusehen.")
    (correction,) = Correction.objects.all()
    assert (correction.record_title, correction.why) == ("Wer prüft die Schneelast?", "changed")
    assert "7 m²" in correction.before
    assert "9 m²" in correction.after
    assert "9\u00a0m²" in client.get("/antworten/wer-prueft/").content.decode()
    assert "9" in engine.best("Schneelast", reach=0, kinds=("answer",))[0].passage_html or (
        engine.best("9 m²", reach=0, kinds=("answer",)) != []
    )


def test_checking_again_asks_nobody_to_correct_anything() -> None:
    made = fact()
    answered(long_answer="Es sind [F-U-20].")
    draft = Fact.objects.get(pk=made.pk)
    versions = list(draft.versions.all())
    versions[0].law_as_of = versions[0].checked_on = date(2026, 11, 1)
    draft.versions.set(versions)
    rules.publish_draft(draft)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"verification": "unconfirmed"}, "unconfirmed"),
        ({"caveat": "Gilt nicht in Notunterkünften."}, "changed"),
    ],
)
def test_doubt_about_a_fact_lists_what_is_built_on_it(change: dict[str, str], why: str) -> None:
    made = fact()
    answered(long_answer="Es sind [F-U-20].")
    draft = Fact.objects.get(pk=made.pk)
    versions = list(draft.versions.all())
    for name, value in change.items():
        setattr(versions[0], name, value)
    draft.versions.set(versions)
    rules.publish_draft(draft)
    assert Correction.objects.get().why == why


def test_withdrawn_fact_lists_what_is_built_on_it_and_shows_no_value(client: Client) -> None:
    made = fact()
    answer = answered(long_answer="Es sind [F-U-20].")
    made.unpublish()
    assert Correction.objects.get().why == "withdrawn"
    assert "[Angabe wird geprüft]" in client.get(answer.get_absolute_url()).content.decode()


def test_fact_that_comes_back_is_found_again_where_it_is_shown(client: Client) -> None:
    made = fact()
    answered(long_answer="Es sind [F-U-20] je Koje.")
    made.unpublish()
    rules.publish_draft(Fact.objects.get(pk=made.pk))
    assert "7" in engine.best("Koje", reach=0, kinds=("answer",))[0].passage_html


def test_end_of_a_rule_is_noticed_by_the_clock_once() -> None:
    made = fact(versions=[version(valid_to=date(2026, 12, 31))])
    answered(long_answer="Es sind [F-U-20].")
    Fact.objects.filter(pk=made.pk).update(found_on=date(2026, 12, 31))
    last_day, after = datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert fact_rules.follow_time(last_day) == 0
    assert fact_rules.follow_time(after) == 1
    assert fact_rules.follow_time(after) == 0
    assert Correction.objects.get().why == "expired"


def test_version_planned_for_the_new_year_begins_by_itself() -> None:
    coming = version(value=Decimal(9), valid_from=date(2027, 1, 1), statement="Dann 9 m².")
    made = fact(versions=[version(valid_to=date(2026, 12, 31)), coming])
    answered(long_answer="Es sind [F-U-20].")
    Fact.objects.filter(pk=made.pk).update(found_on=date(2026, 12, 31))
    assert not Correction.objects.exists()
    fact_rules.follow_time(datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert "Dann 9 m²." in Correction.objects.get().after


def test_second_change_updates_what_waits_and_keeps_what_it_was_built_on() -> None:
    made = fact()
    answered(long_answer="Es sind [F-U-20].")
    _replace(made, value=Decimal(9), statement="Jetzt 9 m².")
    FactVersion.objects.filter(value=9).update(verification="unconfirmed")
    draft = Fact.objects.get(pk=made.pk)
    rules.publish_draft(draft)
    made.refresh_from_db()
    made.unpublish()
    (correction,) = Correction.objects.all()
    assert "7 m²" in correction.before
    assert correction.why == "withdrawn"


def test_correction_is_settled_by_one_person_and_says_by_whom(client: Client) -> None:
    made = fact()
    answered(long_answer="Es sind [F-U-20].")
    _replace(made, value=Decimal(9))
    correction = Correction.objects.get()
    editor = UserFactory.create(roles=[Role.EDITOR], name="Rita Rot")
    client.force_login(editor)
    assert "Wer prüft die Schneelast?" in client.get("/nacharbeit/").content.decode()
    client.post(f"/nacharbeit/{correction.pk}/erledigen/", {"ergebnis": "berichtigt"})
    correction.refresh_from_db()
    assert (correction.outcome, correction.settled_by) == ("done", editor)
    assert "Wer prüft die Schneelast?" not in client.get("/nacharbeit/").content.decode()
    settled = client.get("/nacharbeit/?stand=erledigt").content.decode()
    assert "berichtigt" in settled
    assert "Rita Rot" in settled
    with pytest.raises(RuleError, match="schon jemand"):
        fact_rules.settle(correction, outcome="unaffected", person=editor, now=NOW)
    client.post(f"/nacharbeit/{correction.pk}/wieder-oeffnen/")
    correction.refresh_from_db()
    assert (correction.outcome, correction.settled_at) == ("", None)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_corrections_asks_the_same_number_of_times(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    made = fact()
    for number in range(rows):
        answered(question=f"Frage {number}?", slug=f"frage-{number}", long_answer="[F-U-20]")
    _replace(made, value=Decimal(9))
    assert Correction.objects.count() == rows
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    with django_assert_max_num_queries(12):
        client.get("/nacharbeit/")
