"""Text modules with placeholders, and macros that do everything or nothing."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import placeholders, rules
from lotse.inquiries.models import Draft, Event, Inquiry, Macro, Message, TextModule
from lotse.inquiries.rules import keeping, macros, releasing, text_modules
from lotse.inquiries.tests.factories import MONDAY, MessageFactory
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.topics.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=5)


@pytest.fixture
def inquiry() -> Inquiry:
    place = MunicipalityFactory.create(name="Musterstadt")
    return MessageFactory.create(inquiry__message_count=1, inquiry__municipality=place).inquiry


@pytest.fixture
def author() -> User:
    return UserFactory.create(name="Karin Beispiel", office="Fachreferat", roles=[Role.DESK])


def module(author: User, body: str = "{{anrede}}\n\nwir prüfen das.", **more: Any) -> TextModule:
    facts: dict[str, Any] = {"title": "Wir prüfen", "is_shared": True}
    return text_modules.save(None, body=body, actor=author, now=NOW, **facts | more)


def macro(author: User, *, topics: Any = (), is_shared: bool = True, **fields: Any) -> Macro:
    made = Macro(title="Alles auf einmal", **fields)
    return macros.save(made, is_shared=is_shared, topics=list(topics), actor=author, now=NOW)


def run(made: Macro, inquiry: Inquiry, author: User) -> Message | None:
    return macros.run(made, inquiry, actor=author, turn=inquiry.turn, now=NOW)


# --- Placeholders


@given(st.text(), st.dictionaries(st.sampled_from(list(placeholders.MEANINGS)), st.text()))
def test_filling_never_fails_and_puts_values_in_as_they_are(
    text: str, values: dict[str, str]
) -> None:
    placeholders.unknown(text)
    placeholders.fill(text, values)
    whole = "".join(f"{{{{{name}}}}}" for name in values)
    assert placeholders.fill(whole, values) == "".join(values.values())


def test_only_names_are_replaced_and_nothing_is_evaluated() -> None:
    text = "{{ Name }} {{name.__class__}} {% if 1 %} {{name|safe}} {name}"
    assert placeholders.fill(text, {"name": "{{nummer}}"}) == (
        "{{nummer}} {{name.__class__}} {% if 1 %} {{name|safe}} {name}"
    )
    assert placeholders.unknown(text) == ["name.__class__", "name|safe"]


def test_an_unknown_placeholder_is_refused_with_those_that_exist(author: User) -> None:
    with pytest.raises(RuleError, match=r"\{\{vorname\}\} gibt es nicht. Möglich sind: \{\{anrede"):
        module(author, "Hallo {{vorname}}")


def test_a_module_is_filled_in_for_the_inquiry(inquiry: Inquiry, author: User) -> None:
    made = module(author, "{{anrede}} {{kommune}}: {{nummer}} bis {{frist}}\n{{unterschrift}}")
    assert text_modules.text_for(made, inquiry, author=author, now=NOW) == (
        f"Guten Tag Sabine Muster, Musterstadt: {inquiry.number} bis "
        "Dienstag, 24. November 2026, 10:46 Uhr\nKarin Beispiel\nFachreferat"
    )


def test_own_modules_are_for_their_owner_and_retired_ones_for_nobody(author: User) -> None:
    other = UserFactory.create(roles=[Role.DESK])
    own, shared = module(author, title="Eigen", is_shared=False), module(author)
    assert list(text_modules.offered(author)) == [own, shared]
    assert list(text_modules.offered(other)) == [shared]
    keeping.retire(shared, now=NOW)
    assert list(text_modules.offered(other)) == []
    module(author)
    with pytest.raises(RuleError, match="inzwischen etwas anderes"):
        keeping.put_back(shared)


def test_modules_are_found_by_keyword_title_and_text(author: User) -> None:
    made = module(author, keywords="Prüfung, Öffnungszeiten")
    module(author, title="Anderes", body="Nichts davon.")
    for words in ("prüfung", "öffnungszeiten WIR", "PRÜFEN"):
        assert list(text_modules.found(text_modules.offered(author), words)) == [made]


# --- Macros


def test_a_macro_changes_everything_in_one_entry_of_the_journal(
    inquiry: Inquiry, author: User
) -> None:
    area, topic = ProgrammeAreaFactory.create(name="Bau"), ConceptFactory.create()
    made = macro(
        author,
        takes_over=True,
        area=area,
        topics=[topic],
        urgency="high",
        note="Wie immer.",
        sends="answer",
        text_module=module(author),
        harvest="toQuestion",
    )
    told = [effect.text for effect in macros.effects(made, inquiry, actor=author, now=NOW)]
    assert told[0] == "Zuständig wird Karin Beispiel."
    assert len(told) == 7

    message = run(made, inquiry, author)

    inquiry.refresh_from_db()
    assert message is not None
    assert message.text == "Guten Tag Sabine Muster,\n\nwir prüfen das."
    assert (inquiry.owner, inquiry.area, inquiry.urgency) == (author, area, "high")
    assert (inquiry.closed_at, inquiry.answered_at) == (NOW, NOW)
    whole = Event.objects.get(what="macro")
    assert whole.detail == "Alles auf einmal"
    others = Event.objects.exclude(pk=whole.pk)
    assert others.count() == 7
    assert {event.part_of_id for event in others} == {whole.pk}
    made.refresh_from_db()
    assert made.used_count == 1


def test_a_macro_whose_last_step_is_refused_changes_nothing(inquiry: Inquiry, author: User) -> None:
    rules.save_draft(inquiry, text="Eigener Text", author=author, now=NOW)
    area = ProgrammeAreaFactory.create()
    releasing.set_four_eyes(areas=[area.pk], topics=[])
    made = macro(author, area=area, note="x", sends="answer", text_module=module(author))
    before = dict(Inquiry.objects.filter(pk=inquiry.pk).values().get())
    with pytest.raises(rules.NotReleased):
        run(made, inquiry, author)
    assert dict(Inquiry.objects.filter(pk=inquiry.pk).values().get()) == before
    assert not Event.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert Message.objects.count() == 1
    assert Draft.objects.get().text == "Eigener Text"


def test_a_macro_is_refused_if_the_conversation_went_on(inquiry: Inquiry, author: User) -> None:
    made = macro(author, takes_over=True, sends="interim", text_module=module(author))
    turn = inquiry.turn
    rules.add_message(
        inquiry, rules.Incoming(text="Noch etwas"), channel="mail", received_at=NOW, now=NOW
    )
    with pytest.raises(RuleError, match="hat nichts geändert"):
        macros.run(made, inquiry, actor=author, turn=turn, now=NOW)
    assert inquiry.owner is None


def test_a_macro_may_promise_wait_and_keeps_a_draft(inquiry: Inquiry, author: User) -> None:
    rules.save_draft(inquiry, text="Eigener Text", author=author, now=NOW)
    made = macro(
        author,
        sends="interim",
        interim_days=3,
        text_module=module(author),
        awaits="der Mietvertrag",
    )
    run(made, inquiry, author)
    inquiry.refresh_from_db()
    assert inquiry.targets.get().due_at == NOW + timedelta(days=3)
    assert (inquiry.paused_since, inquiry.pause_reason) == (NOW, "asker")
    assert Draft.objects.get().text == "Eigener Text"


def test_a_macro_inserts_a_module_below_the_draft(inquiry: Inquiry, author: User) -> None:
    made = macro(author, sends="insert", text_module=module(author, "Gruß"))
    run(made, inquiry, author)
    assert Draft.objects.get().text == "Gruß"
    run(made, inquiry, author)
    assert Draft.objects.get().text == "Gruß\n\nGruß"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "tut nichts"),
        ({"sends": "answer"}, "Wählen Sie den Textbaustein"),
        ({"awaits": "x", "harvest": "none"}, "nicht zugleich"),
    ],
)
def test_macros_that_make_no_sense_are_refused(
    author: User, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RuleError, match=sentence):
        macro(author, **fields)


def test_a_shared_macro_needs_a_shared_module(author: User) -> None:
    own = module(author, is_shared=False)
    with pytest.raises(RuleError, match="gemeinsamen Textbaustein"):
        macro(author, sends="insert", text_module=own)
    assert macro(author, sends="insert", text_module=own, is_shared=False).owner == author
