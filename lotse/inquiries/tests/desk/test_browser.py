"""The desk in a real browser: by keyboard, with and without scripts, for everybody's eyes."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Draft, Inquiry, Message
from lotse.inquiries.tests.desk.mails import quarantined
from lotse.inquiries.tests.desk.topics import winter
from lotse.inquiries.tests.factories import InquiryFactory, MessageFactory
from lotse.knowledge.models import Example
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MunicipalityFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Page, User], Page]


@pytest.fixture
def officer() -> User:
    # Created inside the test, because a live server needs committed rows.
    return UserFactory(name="Mareike Thomsen", office="Fachreferat", roles=[Role.DESK])


def asked(hours_ago: float, subject: str = "Schneelast auf der Zelthalle", **facts: Any) -> Inquiry:
    inquiry = InquiryFactory(
        received_at=timezone.now() - timedelta(hours=hours_ago), subject=subject, **facts
    )
    MessageFactory(inquiry=inquiry)
    return inquiry


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_queue_is_worked_by_keyboard(page: Page, signed_in: SignIn, officer: User) -> None:
    first, second = asked(22, "Erste Frage"), asked(10, "Zweite Frage")
    signed_in(page, officer).goto("/arbeitsplatz/")

    page.keyboard.press("j")
    assert focused(page) == "Erste Frage"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "Zweite Frage"
    page.keyboard.press("k")
    assert focused(page) == "Erste Frage"

    page.keyboard.press("a")
    expect(page.get_by_role("status").filter(has_text=first.number)).to_be_visible()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.owner, second.owner) == (officer, None)

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweite Frage")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text("Erste Frage")


def test_keys_are_letters_in_fields_and_listed_in_a_dialog(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    asked(3)
    signed_in(page, officer).goto("/arbeitsplatz/")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tastenkürzel")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.keyboard.press("/")
    page.keyboard.type("jak?/")
    field = page.get_by_label("Anfragen durchsuchen").locator("visible=true").last
    expect(field).to_have_value("jak?/")
    assert not Inquiry.objects.filter(owner=officer).exists()


def test_keys_can_be_switched_off(page: Page, signed_in: SignIn, officer: User) -> None:
    asked(3)
    officer.has_shortcuts = False
    officer.save()
    signed_in(page, officer).goto("/arbeitsplatz/")

    for key in ("j", "a", "?", "/"):
        page.keyboard.press(key)

    assert page.evaluate("document.activeElement === document.body")
    assert page.get_by_role("dialog").count() == 0
    assert not Inquiry.objects.filter(owner=officer).exists()


def test_an_answer_is_cited_and_sent_by_keyboard(
    page: Page, signed_in: SignIn, officer: User, publish: Callable[..., Example]
) -> None:
    example = publish()
    inquiry = asked(20, municipality=MunicipalityFactory())
    signed_in(page, officer).goto(inquiry.get_absolute_url())
    text = page.get_by_label("Antworttext")

    text.fill("Bitte messen Sie.")
    text.press("End")
    text.blur()
    page.keyboard.press("z")
    expect(text).to_have_value("Bitte messen Sie. [1]")
    expect(page.locator("#zitate")).to_contain_text(example.title)
    expect(page.get_by_text("zitiert [1]")).to_be_visible()

    text.focus()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Antwort gesendet")).to_be_visible()
    mail = OutgoingMail.objects.get(purpose="answer")
    assert mail.text.startswith("Bitte messen Sie. [1]")
    assert example.title in mail.text


def test_sending_without_a_source_asks_once(page: Page, signed_in: SignIn, officer: User) -> None:
    inquiry = asked(20)
    signed_in(page, officer).goto(inquiry.get_absolute_url())
    page.get_by_label("Antworttext").fill("Der Betreiber prüft.")

    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Ohne Quelle senden?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Zurück zum Text").click()
    assert not OutgoingMail.objects.exists()

    page.get_by_role("button", name="Antwort senden").click()
    with page.expect_navigation():
        dialog.get_by_role("button", name="Ohne Quelle senden").click()
    expect(page.get_by_text("Antwort gesendet")).to_be_visible()
    assert OutgoingMail.objects.get().purpose == "answer"


def test_the_draft_saves_itself_and_survives_a_reload(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    inquiry = asked(20)
    signed_in(page, officer).goto(inquiry.get_absolute_url())

    page.get_by_label("Antworttext").fill("Ein Anfang")
    expect(page.locator("#entwurf-stand")).to_contain_text("Entwurf gespeichert")

    page.get_by_label("Antworttext").fill("Ein Anfang und die letzten Worte")
    page.goto("/arbeitsplatz/")
    for _moment in range(100):  # the beacon comes beside the next page
        if Draft.objects.filter(text="Ein Anfang und die letzten Worte").exists():
            break
        page.wait_for_timeout(50)
    page.goto(inquiry.get_absolute_url())
    expect(page.get_by_label("Antworttext")).to_have_value("Ein Anfang und die letzten Worte")
    expect(page.get_by_role("button", name="wiederherstellen")).to_be_hidden()


def test_last_words_that_never_arrive_are_offered_on_the_next_visit(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    inquiry = asked(20)
    signed_in(page, officer).goto(inquiry.get_absolute_url())
    page.evaluate("window.navigator.sendBeacon = () => false")
    page.get_by_label("Antworttext").fill("Die letzten Worte")
    page.goto(inquiry.get_absolute_url())

    page.get_by_role("button", name="wiederherstellen").click()
    expect(page.get_by_label("Antworttext")).to_have_value("Die letzten Worte")


def test_without_a_connection_the_text_stays_on_the_device(
    page: Page, signed_in: SignIn, officer: User, page_errors: Any
) -> None:
    inquiry = asked(20)
    signed_in(page, officer).goto(inquiry.get_absolute_url())
    page.context.set_offline(True)

    page.get_by_label("Antworttext").fill("Im Zug geschrieben")
    expect(page.locator("#entwurf-stand")).to_contain_text("Auf diesem Gerät gespeichert")
    page.evaluate("window.navigator.sendBeacon = () => true")
    page.context.set_offline(False)
    page.goto(inquiry.get_absolute_url())

    page.get_by_role("button", name="wiederherstellen").click()
    expect(page.get_by_label("Antworttext")).to_have_value("Im Zug geschrieben")
    page_errors.found.clear()


def test_the_text_survives_a_session_that_ended_while_writing(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    inquiry = asked(20)
    signed_in(page, officer).goto(inquiry.get_absolute_url())
    Session.objects.all().delete()

    with page.expect_navigation(url="**/anmelden/**"):
        page.get_by_label("Antworttext").fill("Nach langer Pause")
    signed_in(page, officer).goto(inquiry.get_absolute_url())

    page.get_by_role("button", name="wiederherstellen").click()
    expect(page.get_by_label("Antworttext")).to_have_value("Nach langer Pause")


def test_a_source_is_removed_and_the_numbers_follow(
    page: Page, signed_in: SignIn, officer: User, publish: Callable[..., Example]
) -> None:
    publish()
    publish(title="Schneelast: Räumdienst beauftragen")
    inquiry = asked(20)
    signed_in(page, officer).goto(inquiry.get_absolute_url())
    text = page.get_by_label("Antworttext")
    text.fill("Erst")
    for count in (1, 2):
        text.press("End")
        text.blur()
        page.keyboard.press("z")
        expect(page.locator("#zitate li")).to_have_count(count)
        expect(text).to_have_value(re.compile(rf"\[{count}\]$"))
    expect(text).to_have_value("Erst [1] [2]")

    page.get_by_role("button", name="Zitat 1 entfernen").click()

    expect(text).to_have_value("Erst [1]")
    expect(page.locator("#zitate li")).to_have_count(1)
    expect(page.get_by_text("zitiert [1]")).to_have_count(1)


def test_another_source_is_found_while_typing_and_cited(
    page: Page, signed_in: SignIn, officer: User, publish: Callable[..., Example]
) -> None:
    example = publish(title="Kleiderkammer ordnen", what="Ehrenamtliche sortieren Spenden.")
    inquiry = asked(20)
    signed_in(page, officer).goto(inquiry.get_absolute_url())
    page.get_by_label("Antworttext").fill("Siehe")

    page.get_by_label("Andere Quelle suchen").locator("visible=true").last.fill("Kleiderkammer")
    page.get_by_role("button", name=f"Zitieren: {example.title}").click()

    expect(page.get_by_label("Antworttext")).to_have_value("Siehe [1]")


def test_answer_and_note_switch_without_losing_a_word(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    inquiry = asked(20)
    signed_in(page, officer).goto(inquiry.get_absolute_url())
    page.get_by_label("Antworttext").fill("Halb fertig")
    page.get_by_label("Antworttext").blur()

    page.keyboard.press("n")
    note = page.get_by_label("Notiz", exact=True)
    expect(note).to_be_focused()
    note.fill("Nur für uns")
    page.locator("#notiz").get_by_text("Antwort", exact=True).click()
    expect(page.get_by_label("Antworttext")).to_have_value("Halb fertig")
    page.get_by_role("button", name="Interne Notiz").locator("visible=true").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Notiz speichern").click()

    expect(page.get_by_text("Nur für uns")).to_be_visible()
    assert Message.objects.filter(kind=Message.Kind.NOTE).count() == 1


def height(page: Page, name: str) -> float:
    """Where a link stands on the screen, in pixels from above."""
    box = page.get_by_role("link", name=name, exact=True).bounding_box()
    assert box is not None
    return box["y"]


def renew(page: Page) -> None:
    with page.expect_response("**/arbeitsplatz/**"):
        page.evaluate("htmx.trigger(document.querySelector('[data-queue]'), 'renew')")


def test_the_renewal_keeps_focus_and_scroll_and_shows_what_is_new(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    for hours in range(1, 15):
        asked(hours, f"Frage {hours}")
    signed_in(page, officer).goto("/arbeitsplatz/")
    # Whoever is in the list itself is offered what is new instead, see tests/cases.
    page.get_by_role("searchbox", name="Anfragen durchsuchen").focus()
    page.evaluate("scrollTo(0, 400)")
    place = height(page, "Frage 3")
    gone = Inquiry.objects.get(subject="Frage 14")
    rules.close(gone, harvest="none", reason="Probe", actor=officer, now=timezone.now())
    asked(23, "Ganz eilig")

    renew(page)

    expect(page.get_by_role("link", name="Ganz eilig")).to_be_visible()
    expect(page.get_by_role("link", name="Frage 14", exact=True)).to_have_count(0)
    assert page.evaluate("document.activeElement.name") == "q"
    assert abs(height(page, "Frage 3") - place) < 1
    expect(page.locator("[data-queue-status]")).to_have_text("Eine neue Anfrage in der Liste")
    shown = page.locator("tr[data-row] a.lt-title-link").all_text_contents()
    assert shown == ["Ganz eilig", *(f"Frage {hours}" for hours in range(13, 0, -1))]
    order = page.evaluate(
        "[...document.querySelectorAll('[data-queue] tr')].map(r => r.dataset.key)"
    )
    assert order[1] == "Überfällig oder knapp"


def test_a_row_in_focus_that_is_done_meanwhile_stays_until_one_leaves_it(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    asked(10, "Andere")
    inquiry = asked(20, "Diese")
    signed_in(page, officer).goto("/arbeitsplatz/")
    page.get_by_role("link", name="Diese").focus()
    rules.close(inquiry, harvest="none", reason="Probe", actor=officer, now=timezone.now())

    renew(page)
    expect(page.locator("tr[data-gone]")).to_have_count(1)
    assert focused(page) == "Diese"

    page.get_by_role("searchbox", name="Anfragen durchsuchen").focus()
    renew(page)
    expect(page.get_by_role("link", name="Diese")).to_have_count(0)


def test_the_renewal_can_be_stopped(page: Page, signed_in: SignIn, officer: User) -> None:
    asked(10)
    signed_in(page, officer).goto("/arbeitsplatz/")
    page.get_by_role("button", name="Aktualisierung anhalten").click()
    asks: list[str] = []
    page.on("request", lambda request: asks.append(request.url))

    page.evaluate("htmx.trigger(document.querySelector('[data-queue]'), 'renew')")
    page.reload()
    page.evaluate("htmx.trigger(document.querySelector('[data-queue]'), 'renew')")
    page.wait_for_timeout(300)

    assert [url for url in asks if url.endswith("/arbeitsplatz/")] == [page.url]
    expect(page.get_by_role("button", name="Aktualisierung anhalten")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_everything_works_without_scripts(
    plain_page: Page, signed_in: SignIn, officer: User, publish: Callable[..., Example]
) -> None:
    example = publish()
    inquiry = asked(20)
    page = signed_in(plain_page, officer)

    page.goto("/arbeitsplatz/")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text(f"{inquiry.number} gehört jetzt Ihnen.")).to_be_visible()
    page.get_by_role("link", name=inquiry.subject).click()
    page.get_by_label("Antworttext").fill("Bitte messen Sie.")
    page.get_by_role("button", name=f"Zitieren: {example.title}").click()
    expect(page.get_by_label("Antworttext")).to_have_value("Bitte messen Sie. [1]")
    page.get_by_role("button", name="Zitat 1 entfernen").click()
    expect(page.get_by_label("Antworttext")).to_have_value("Bitte messen Sie.")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschau der Antwort")
    page.get_by_role("link", name="Weiter bearbeiten").click()
    page.get_by_role("button", name="Antwort senden").click()
    page.get_by_role("button", name="Ohne Quelle senden").click()
    expect(page.get_by_text("Antwort gesendet")).to_be_visible()

    assert OutgoingMail.objects.get().purpose == "answer"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_no_page_of_the_desk_has_a_barrier_or_scrolls_sideways(
    open_page: Callable[..., Page],
    signed_in: SignIn,
    officer: User,
    axe: Callable[[Page], list[str]],
    publish: Callable[..., Example],
    device: str,
) -> None:
    publish()
    place = MunicipalityFactory(name="Wendlohe")
    inquiry = asked(20, municipality=place)
    inquiry.topics.add(winter())
    asked(25, "Wer haftet?")
    now = timezone.now()
    rules.note(inquiry, text="Mit dem Bauamt gesprochen.", author=officer, now=now)
    rules.save_draft(
        inquiry,
        text="Siehe [1]",
        citations=[rules.Cited("example", Example.objects.get().pk)],
        author=officer,
        now=now,
    )
    answered = asked(30, "Beantwortet")
    rules.reply(answered, kind=Message.Kind.ANSWER, text="So.", author=officer, now=now)
    closed = asked(40, "Zu")
    rules.reply(closed, kind=Message.Kind.ANSWER, text="So.", author=officer, now=now)
    rules.close(closed, harvest="none", reason="Einzelfall", actor=officer, now=now)
    mail = quarantined("Fremde Frage", suggestion=f"Gehört zu {inquiry.number}")
    page = signed_in(open_page(device=device), officer)
    base = inquiry.get_absolute_url()

    findings: list[str] = []
    for address in (
        "/arbeitsplatz/",
        "/arbeitsplatz/?ansicht=alle&land=HE",
        "/arbeitsplatz/?q=gibtesnicht",
        base,
        f"{base}?modus=notiz",
        answered.get_absolute_url(),
        closed.get_absolute_url(),
        f"{base}quellen/?quelle=Schneelast",
        f"{base}vorschau/",
        f"{base}zwischenstand/",
        f"{base}zuweisen/",
        f"{base}einordnen/",
        f"{base}kommune/?name=Wendlohe",
        f"{base}abschliessen/",
        "/arbeitsplatz/quarantaene/",
        f"/arbeitsplatz/quarantaene/{mail.pk}/",
    ):
        page.goto(address)
        findings += axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if width > 0:
            findings.append(f"{address} is {width} pixels too wide")
    page.goto("/arbeitsplatz/")
    page.keyboard.press("?")
    findings += axe(page)

    assert findings == []
