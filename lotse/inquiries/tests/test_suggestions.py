"""What is suggested at the desk, and why."""

from datetime import timedelta

import pytest

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules, searchable, suggest
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.desk.conftest import Publish, publish
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory, MessageFactory
from lotse.lib.audience import Audience
from lotse.search import gist
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

__all__ = ["publish"]
pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def answered(subject: str, question: str, answer: str) -> Inquiry:
    inquiry = MessageFactory.create(inquiry__subject=subject, text=question).inquiry
    rules.reply(
        inquiry,
        kind="answer",
        text=answer,
        author=UserFactory.create(name="Karin Beispiel"),
        now=MONDAY + HOUR,
    )
    return inquiry


def test_answered_inquiry_is_found_by_the_team_at_once_and_by_nobody_else() -> None:
    past = answered("Zelthallen im Winter", "Schneelast?", "Alle vier Stunden messen.")
    new = MessageFactory.create(inquiry__subject="Schneelast bei Zelthallen").inquiry
    found = suggest.for_inquiry(new, Audience.TEAM)
    assert [one.result.object_id for one in found.inquiries] == [past.pk]
    assert [one.person.name for one in found.colleagues] == ["Karin Beispiel"]
    assert found.colleagues[0].reason == f"hat {past.number} beantwortet"
    assert suggest.for_inquiry(new, Audience.MEMBERS).inquiries == []


def test_inquiry_does_not_suggest_itself() -> None:
    past = answered("Zelthallen im Winter", "Schneelast?", "Alle vier Stunden messen.")
    assert suggest.for_inquiry(past, Audience.TEAM).inquiries == []


def test_unanswered_inquiry_is_not_found() -> None:
    inquiry = InquiryFactory.create(subject="Schneelast")
    assert searchable.document(inquiry.pk) is None
    assert list(searchable.documents()) == []


def test_notes_are_not_part_of_what_is_found() -> None:
    past = answered("Zelthallen", "Schneelast?", "Messen.")
    rules.note(past, text="Vertraulich", author=UserFactory.create(), now=MONDAY)
    document = searchable.document(past.pk)
    assert document is not None
    assert [passage.text for passage in document.passages] == ["Schneelast?", "Messen."]
    assert document.audience == Audience.TEAM


def test_content_is_suggested_with_the_words_it_shares() -> None:
    example = publish_example("Schneewache", what="Die Schneelast der Zelthalle wird gemessen.")
    inquiry = MessageFactory.create(inquiry__subject="Schneelast bei Zelthallen").inquiry
    (first, *_rest) = suggest.for_inquiry(inquiry, Audience.TEAM).content
    assert first.result.object_id == example.pk
    assert "im Text: Schneelast" in first.reason


def test_areas_that_answer_for_the_topics_are_named() -> None:
    field = FieldFactory.create(code="U", name="Unterbringung und Winter")
    area = ProgrammeAreaFactory.create(name="Fachreferat Bau")
    area.topics.add(field)
    inquiry = InquiryFactory.create()
    inquiry.topics.add(ConceptFactory.create(broader=field))
    (expert,) = suggest.for_inquiry(inquiry, Audience.TEAM).areas
    assert (expert.area, expert.reason) == (area, "zuständig für Unterbringung und Winter")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Guten Tag,\n\nwohin mit 80 Personen?\n\nMit freundlichen Grüßen\nS. Muster",
            "wohin mit 80 Personen?",
        ),
        ("Sehr geehrte Damen und Herren, wohin?\nMfG Muster", "wohin?"),
        ("Hallo zusammen!\nWohin?\nViele Gruesse aus Gießen", "Wohin?"),
        ("Guten Tag", "Guten Tag"),
        ("Vielen Dank im Voraus!", "Vielen Dank im Voraus!"),
        ("", ""),
        (
            "Wohin?\n\nDanke und Gruß\nH. W.\n\n> Am 12.11. schrieb das Amt:\n> Bitte melden.",
            "Wohin?",
        ),
        ("Hallo,\nwohin?\nLiebe Grüße\nUte", "wohin?"),
        ("Wohin?\nDanke!\nUwe Kast", "Wohin?"),
    ],
)
def test_courtesies_are_not_looked_for(text: str, kept: str) -> None:
    assert gist.plain(text) == kept


def test_words_about_asking_are_not_looked_for() -> None:
    words = gist.gist("AW: WG: Frage", "Gibt es Erfahrungen anderer Kommunen mit Holzmodulen?")
    assert words == "es mit Holzmodulen?"


def test_mail_of_nothing_but_courtesies_is_looked_for_as_it_is() -> None:
    assert gist.gist("Anfrage", "") == "Anfrage"


def test_latest_message_of_the_asker_decides_first() -> None:
    publish_example("Dolmetscherpool", what="Ein Pool dolmetscht in Behörden.")
    snow = publish_example("Schneewache", what="Die Schneelast der Zelthalle wird gemessen.")
    inquiry = MessageFactory.create(
        inquiry__subject="Dolmetscherpool", text="Wer baut einen Dolmetscherpool auf?"
    ).inquiry
    MessageFactory.create(
        inquiry=inquiry,
        kind="followUp",
        text="Guten Tag,\n\nund wer misst bei der Zelthalle die Schneelast?",
        created_at=MONDAY + HOUR,
    )
    assert suggest.words_of(inquiry).startswith("und wer misst bei der Zelthalle die Schneelast?")
    found = suggest.for_inquiry(inquiry, Audience.TEAM).content
    assert snow.pk in [one.result.object_id for one in found]


def test_earlier_mail_with_the_same_words_does_not_hide_the_example_that_answers_it() -> None:
    example = publish_example("Schneewache", what="Eine Schneewache misst alle vier Stunden.")
    text = "Zelthalle Schnee Last messen Schneewache Vermieter Prüfbuch Firma"
    answered(text, text, "Ja.")
    inquiry = MessageFactory.create(inquiry__subject=text, text=text).inquiry
    found = suggest.for_inquiry(inquiry, Audience.TEAM)
    assert [one.result.object_id for one in found.content] == [example.pk]


def test_municipalities_with_experience_are_named_with_what_they_did(publish: Publish) -> None:
    example = publish()
    place = example.municipalities.get().municipality
    inquiry = MessageFactory.create(inquiry__subject="Schneelast bei Zelthallen").inquiry
    (first,) = suggest.for_inquiry(inquiry, Audience.TEAM).places
    assert (first.name, first.url) == (place.short_name, example.get_absolute_url())
    assert first.reason == "hat es gemacht: Schneewache für Zelthallen"
