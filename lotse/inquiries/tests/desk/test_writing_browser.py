"""Two officers at once, in real browsers: presence, conflict, undo, text modules, four eyes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.models import (
    ChecklistItem,
    ChecklistTemplate,
    Draft,
    Inquiry,
    Macro,
    Mention,
    Message,
    Presence,
    ScheduledReply,
)
from lotse.inquiries.rules import checklists, macros, releasing, scheduling, text_modules
from lotse.inquiries.tests.factories import MessageFactory
from lotse.mail.models import OutgoingMail
from tests.fixtures.installation import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SignIn = Callable[[Page, User], Page]
OpenPage = Callable[..., Page]


@pytest.fixture
def mareike() -> User:
    return UserFactory(name="Mareike Thomsen", roles=[Role.DESK])


@pytest.fixture
def cem() -> User:
    return UserFactory(name="Cem Aydin", roles=[Role.DESK])


@pytest.fixture
def inquiry() -> Inquiry:
    received = timezone.now() - timedelta(hours=3)
    return MessageFactory(inquiry__received_at=received, inquiry__message_count=1).inquiry


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def any_page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    return open_page(has_scripts=request.param)


def send_without_source(page: Page) -> None:
    """Press the button and confirm, in the dialog or on the page that asks."""
    page.get_by_role("button", name="Antwort senden").click()
    page.get_by_role("button", name="Ohne Quelle senden").locator("visible=true").click()


def saved(text: str) -> None:
    """Wait until the draft has saved itself; the line below may still speak of the one before."""
    wait_for(
        lambda: Draft.objects.filter(text=text).exists(), seconds=30, what=f"a draft with {text}"
    )


def test_two_officers_see_each_other_and_only_one_answer_leaves(
    open_page: OpenPage,
    signed_in: SignIn,
    mareike: User,
    cem: User,
    inquiry: Inquiry,
    axe: Any,
    page_errors: Any,
) -> None:
    hers, his = signed_in(open_page(), mareike), signed_in(open_page(), cem)
    hers.goto(inquiry.get_absolute_url())
    his.goto(inquiry.get_absolute_url())
    expect(his.get_by_text("Wird gerade von Mareike Thomsen bearbeitet")).to_be_visible()
    hers.get_by_label("Antworttext").fill("Der Betreiber prüft.")
    expect(hers.locator("#entwurf-stand")).to_contain_text("Entwurf gespeichert")
    his.goto("/arbeitsplatz/")
    expect(his.get_by_role("row").filter(has_text=inquiry.number)).to_contain_text(
        "Mareike Thomsen"
    )
    his.goto(inquiry.get_absolute_url())
    expect(his.locator("#anwesenheit")).to_contain_text("Mareike Thomsen (schreibt)")
    assert axe(his) == []

    his.get_by_label("Antworttext").fill("Die Vermieterin prüft.")
    send_without_source(hers)
    expect(hers.get_by_text("Der Betreiber prüft.")).to_be_visible()
    send_without_source(his)

    expect(his.get_by_role("heading", level=1)).to_have_text("Ihre Antwort ist noch nicht gesendet")
    expect(his.get_by_role("alert")).to_contain_text("Jemand war schneller")
    expect(his.get_by_text("Der Betreiber prüft.")).to_be_visible()
    expect(his.get_by_label("Antworttext")).to_have_value("Die Vermieterin prüft.")
    assert axe(his) == []
    assert OutgoingMail.objects.filter(purpose="answer").count() == 1
    page_errors.found.clear()

    his.get_by_label("Antworttext").fill("Nachtrag: und die Vermieterin.")
    his.get_by_role("button", name="Als Nachtrag senden").click()
    his.get_by_role("button", name="Ohne Quelle senden").locator("visible=true").click()
    expect(his.get_by_text("Nachtrag: und die Vermieterin.")).to_be_visible()
    assert OutgoingMail.objects.filter(purpose="answer").count() == 2


def test_what_was_not_sent_can_be_thrown_away_after_asking(
    any_page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry
) -> None:
    Draft.objects.create(inquiry=inquiry, author=mareike, text="Weg", saved_at=timezone.now())
    page = signed_in(any_page, mareike)
    page.goto(f"{inquiry.get_absolute_url()}entwurf-verwerfen/")
    expect(page.get_by_text("Weg", exact=True)).to_be_visible()
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(page.get_by_text("Der Entwurf ist verworfen.")).to_be_visible()
    assert not Draft.objects.exists()


def test_presence_is_renewed_without_being_read_out_again(
    page: Page, signed_in: SignIn, mareike: User, cem: User, inquiry: Inquiry
) -> None:
    signed_in(page, mareike).goto(inquiry.get_absolute_url())
    present = page.locator("#anwesenheit")
    Presence.objects.create(inquiry=inquiry, person=cem, seen_at=timezone.now())
    renew = "htmx.trigger('#anwesenheit', 'renew')"
    with page.expect_response("**/anwesenheit/") as first:
        page.evaluate(renew)
    assert first.value.status == 200
    expect(present).to_contain_text("Cem Aydin")
    with page.expect_response("**/anwesenheit/") as second:
        page.evaluate(renew)
    assert second.value.status == 204
    expect(present).to_contain_text("Cem Aydin")


def test_sending_can_be_undone(
    any_page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry, settings: Any
) -> None:
    settings.UNDO_SECONDS = 120
    page = signed_in(any_page, mareike)
    page.goto(inquiry.get_absolute_url())
    page.get_by_label("Antworttext").fill("Zu früh gesendet")
    send_without_source(page)
    expect(page.get_by_text("Die Mail geht hinaus in")).to_be_visible()
    page.get_by_role("button", name="Senden rückgängig machen").click()

    expect(page.get_by_text("Zurückgenommen. Der Text ist wieder Ihr Entwurf.")).to_be_visible()
    expect(page.get_by_label("Antworttext")).to_have_value("Zu früh gesendet")
    assert not OutgoingMail.objects.exists()
    inquiry.refresh_from_db()
    assert (inquiry.reacted_at, inquiry.turn) == (None, 1)


def test_when_the_seconds_are_over_the_button_goes(
    page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry, settings: Any
) -> None:
    settings.UNDO_SECONDS = 2
    signed_in(page, mareike).goto(inquiry.get_absolute_url())
    page.get_by_label("Antworttext").fill("Fertig")
    send_without_source(page)
    expect(page.get_by_text("Die Mail ist unterwegs.")).to_be_visible()
    expect(page.get_by_role("button", name="Senden rückgängig machen")).to_be_hidden()


def test_files_are_chosen_taken_out_and_sent_while_the_text_saves_itself(
    any_page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry, axe: Any
) -> None:
    page = signed_in(any_page, mareike)
    page.goto(inquiry.get_absolute_url())
    has_scripts = page.locator("#anlagen noscript button").count() == 0
    for name in ("Plan.pdf", "Falsch.pdf"):
        page.get_by_text("Datei anhängen", exact=True).first.click()
        content = PDF + name.encode()
        page.locator("#anlagen input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": content}
        )
        if not has_scripts:
            page.get_by_role("button", name="Anhängen", exact=True).click()
        expect(page.locator("#anlagen")).to_contain_text(name)
    page.get_by_role("button", name="Anlage Falsch.pdf entfernen").click()
    expect(page.locator("#anlagen")).not_to_contain_text("Falsch.pdf")
    page.get_by_label("Antworttext").fill("Der Plan liegt bei.")
    if has_scripts:
        saved("Der Plan liegt bei.")
        assert axe(page) == []
    send_without_source(page)

    expect(page.get_by_role("link", name="Plan.pdf")).to_be_visible()
    assert [file["name"] for file in OutgoingMail.objects.get().files] == ["Plan.pdf"]


def test_a_refused_file_is_explained_where_it_was_chosen(
    page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry, axe: Any
) -> None:
    signed_in(page, mareike).goto(inquiry.get_absolute_url())
    page.get_by_text("Datei anhängen", exact=True).first.click()
    page.locator("#anlagen input[type=file]").set_input_files(
        {"name": "Rechner.exe", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"}
    )
    expect(page.get_by_role("alert")).to_contain_text("„Rechner.exe“ lässt sich nicht mitsenden.")
    assert axe(page) == []


def test_an_answer_is_scheduled_moved_and_called_off(
    any_page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry
) -> None:
    page = signed_in(any_page, mareike)
    page.goto(inquiry.get_absolute_url())
    page.get_by_label("Antworttext").fill("Geht morgen hinaus")
    page.get_by_role("button", name="Später senden").click()
    day = (timezone.localtime() + timedelta(days=3)).date()
    page.get_by_label("Senden am").fill(day.isoformat())
    page.get_by_role("button", name="Senden planen").click()
    expect(page.get_by_text("zählt als Reaktion").first).to_be_visible()
    page.get_by_label("nach Ablauf der Frist").check()
    page.get_by_role("button", name="Senden planen").click()
    expect(page.get_by_role("heading", name="Geplante Antwort")).to_be_visible()
    expect(page.get_by_text("Das ist nach Ablauf der Frist.")).to_be_visible()

    page.get_by_role("link", name="Zeitpunkt ändern").click()
    page.get_by_label("Uhrzeit").fill("09:30")
    page.get_by_label("nach Ablauf der Frist").check()
    page.get_by_role("button", name="Speichern").click()
    planned = ScheduledReply.objects.get()
    assert timezone.localtime(planned.send_at).strftime("%H:%M") == "09:30"
    page.get_by_role("button", name="Absagen").click()
    expect(page.get_by_label("Antworttext")).to_have_value("Geht morgen hinaus")
    assert scheduling.run(planned.send_at) == 0


def test_a_second_reader_gives_back_and_releases(
    open_page: OpenPage, signed_in: SignIn, mareike: User, cem: User, inquiry: Inquiry, axe: Any
) -> None:
    hers, his = signed_in(open_page(), mareike), signed_in(open_page(has_scripts=False), cem)
    hers.goto(inquiry.get_absolute_url())
    hers.get_by_label("Antworttext").fill("Der Betreiber haftet.")
    hers.get_by_role("button", name="Gegenlesen lassen").click()
    hers.get_by_label("Wer soll gegenlesen?").select_option(label="Cem Aydin")
    hers.get_by_label("Erst nach Freigabe senden").check()
    hers.get_by_role("button", name="Entwurf teilen").click()
    expect(hers.get_by_text("Liegt zum Gegenlesen bei Cem Aydin.")).to_be_visible()
    send_without_source(hers)
    expect(hers.get_by_text("Diese Antwort braucht eine zweite Person.")).to_be_visible()
    assert not Message.objects.filter(kind="answer").exists()

    his.goto("/arbeitsplatz/fuer-mich/?ansicht=gegenlesen")
    his.get_by_role("link", name=inquiry.number).click()
    his.get_by_label("Anmerkung oder Grund").fill("Bitte mit Paragraf")
    his.get_by_role("button", name="Mit Grund zurückgeben").click()
    hers.goto(inquiry.get_absolute_url())
    expect(hers.get_by_text("gibt den Entwurf zurück: Bitte mit Paragraf")).to_be_visible()
    hers.get_by_label("Antworttext").fill("Der Betreiber haftet nach Paragraf 3.")
    saved("Der Betreiber haftet nach Paragraf 3.")

    his.goto(f"{inquiry.get_absolute_url()}entwuerfe/{Draft.objects.get().pk}/")
    his.get_by_role("button", name="Freigeben").click()
    expect(his.get_by_text("Freigegeben", exact=True)).to_be_visible()
    hers.goto(inquiry.get_absolute_url())
    expect(hers.get_by_text("Freigegeben von Cem Aydin.")).to_be_visible()
    assert axe(hers) == []
    send_without_source(hers)
    expect(hers.get_by_text("freigegeben von Cem Aydin").first).to_be_visible()
    assert Message.objects.get(kind="answer").details.reviewed_by == cem


@pytest.fixture
def baustein(cem: User) -> Any:
    return text_modules.save(
        None,
        title="Schneelast",
        keywords="Winter",
        body="{{anrede}}\n\nfür {{kommune}} gilt: Betreiber prüfen.",
        is_shared=True,
        actor=cem,
        now=timezone.now(),
    )


def test_a_text_module_is_inserted_by_keyboard_alone(
    page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry, baustein: Any, axe: Any
) -> None:
    signed_in(page, mareike).goto(inquiry.get_absolute_url())
    page.keyboard.press("t")
    search = page.get_by_label("Textbaustein suchen")
    expect(search).to_be_focused()
    page.keyboard.type("winter")
    expect(page.locator("#bausteine").get_by_role("button", name="Schneelast")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    with page.expect_response("**/textbausteine/*/"):
        page.keyboard.press("Enter")
    text = page.get_by_label("Antworttext")
    expect(text).to_be_focused()
    # One greeting, in the gap before the closing words.
    expect(text).to_have_value(
        "Guten Tag Sabine Muster,\n\nfür Ihre Kommune gilt: Betreiber prüfen.\n\n"
        "Freundliche Grüße\nMareike Thomsen\nKompetenzteam"
    )
    expect(page.locator("#entwurf-stand")).to_contain_text("Entwurf gespeichert")
    baustein.refresh_from_db()
    assert baustein.used_count == 1
    assert "Betreiber prüfen." in Draft.objects.get().text
    assert not Message.objects.filter(kind="answer").exists()


def test_a_text_module_is_inserted_without_scripts(
    plain_page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry, baustein: Any
) -> None:
    page = signed_in(plain_page, mareike)
    page.goto(inquiry.get_absolute_url())
    page.get_by_text("Textbaustein", exact=True).click()
    page.get_by_role("link", name="Alle Textbausteine").click()
    page.get_by_label("Stichwort").fill("winter")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("button", name="Schneelast").click()
    expect(page.get_by_label("Antworttext")).to_have_value(
        "Guten Tag Sabine Muster,\n\nfür Ihre Kommune gilt: Betreiber prüfen.\n\n"
        "Freundliche Grüße\nMareike Thomsen\nKompetenzteam"
    )


def test_a_macro_shows_what_it_will_do_and_does_it(
    any_page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry, baustein: Any
) -> None:
    macros.save(
        Macro(title="Standard", takes_over=True, sends="answer", text_module=baustein, note="Ok"),
        is_shared=True,
        topics=[],
        actor=mareike,
        now=timezone.now(),
    )
    page = signed_in(any_page, mareike)
    page.goto(inquiry.get_absolute_url())
    page.get_by_role("link", name="Makro", exact=True).click()
    page.get_by_role("link", name="Standard").click()
    expect(page.get_by_text("Zuständig wird Mareike Thomsen.")).to_be_visible()
    expect(page.get_by_text("für Ihre Kommune gilt")).to_be_visible()
    assert not OutgoingMail.objects.exists()
    page.get_by_role("button", name="Makro ausführen").click()
    expect(page.get_by_text("„Standard“ ist ausgeführt.")).to_be_visible()
    inquiry.refresh_from_db()
    assert inquiry.owner == mareike
    assert OutgoingMail.objects.get().purpose == "answer"


def test_a_checklist_is_added_and_ticked_off(
    any_page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry
) -> None:
    ChecklistTemplate.objects.create(
        title="Recht", steps="! Rechtsstand prüfen\nQuelle", changed_at=timezone.now()
    )
    page = signed_in(any_page, mareike)
    page.goto(inquiry.get_absolute_url())
    page.get_by_role("link", name="Checkliste hinzufügen").click()
    page.get_by_role("button", name="Hinzufügen Recht").click()
    page.get_by_role("button", name="erledigt Rechtsstand prüfen").click()
    expect(page.get_by_text("Recht (1/2)")).to_be_visible()
    expect(page.get_by_role("button", name="wieder öffnen Rechtsstand prüfen")).to_be_visible()
    assert ChecklistItem.objects.get(position=1).changed_by == mareike


def test_a_mentioned_colleague_finds_the_note_and_a_question(
    any_page: Page, signed_in: SignIn, mareike: User, cem: User, inquiry: Inquiry
) -> None:
    page = signed_in(any_page, mareike)
    page.goto(f"{inquiry.get_absolute_url()}?modus=notiz")
    page.get_by_label("Notiz", exact=True).fill("@Cem Aydin und @Niemand: wisst ihr das?")
    page.get_by_role("button", name="Notiz speichern").click()
    expect(page.get_by_text("„@Niemand“ passt auf niemanden")).to_be_visible()
    page.get_by_role("link", name="Kollegin oder Kollegen fragen").click()
    page.get_by_label("Wen fragen Sie?").select_option(label="Cem Aydin")
    page.get_by_label("Ihre Frage").fill("Gilt die Frist noch?")
    page.get_by_role("button", name="Frage stellen").click()
    expect(page.get_by_text("„Gilt die Frist noch?“")).to_be_visible()

    page.context.clear_cookies()
    signed_in(page, cem).goto("/arbeitsplatz/")
    page.get_by_role("link", name="Für mich (2)").click()
    expect(page.get_by_text("wisst ihr das?")).to_be_visible()
    page.get_by_role("button", name="Erledigt").click()
    expect(page.get_by_text("Nichts wartet auf Sie")).to_be_visible()
    assert Mention.objects.get().done_at
    page.get_by_role("link", name="Rückfragen an mich").click()
    page.get_by_role("link", name=f"Antworten {inquiry.number}").click()
    page.get_by_label("Ihre Antwort").fill("Ja, bis März.")
    page.get_by_role("button", name="Antworten und erledigen").click()
    expect(page.get_by_text("Ja, bis März.")).to_be_visible()
    assert [mail.recipient for mail in OutgoingMail.objects.order_by("pk")] == [
        cem.email,
        cem.email,
        mareike.email,
    ]


def test_time_is_entered_struck_and_put_back(
    any_page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry
) -> None:
    page = signed_in(any_page, mareike)
    page.goto(inquiry.get_absolute_url())
    page.get_by_role("link", name="Aufwand eintragen").click()
    page.get_by_label("Minuten").fill("25")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("Zusammen 25 Minuten.")).to_be_visible()
    page.get_by_role("button", name="Herausnehmen").click()
    expect(page.get_by_text("Zusammen 0 Minuten.")).to_be_visible()
    page.get_by_role("button", name="Wieder zählen").click()
    expect(page.get_by_text("Zusammen 25 Minuten.")).to_be_visible()


def test_an_answer_says_how_sure_it_is_in_mail_and_on_the_status_page(
    page: Page, signed_in: SignIn, mareike: User, inquiry: Inquiry
) -> None:
    signed_in(page, mareike).goto(inquiry.get_absolute_url())
    page.get_by_label("Antworttext").fill("Vermutlich der Betreiber.")
    page.get_by_label("Sicherheit").select_option(label="wahrscheinlich")
    send_without_source(page)
    expect(page.get_by_text("Sicherheit: wahrscheinlich")).to_be_visible()
    mail = OutgoingMail.objects.get(purpose="answer")
    assert "Wie sicher ist diese Antwort? wahrscheinlich" in mail.text
    address = next(word for word in mail.text.split() if "/vorgang/" in word)
    page.goto("/vorgang/" + address.partition("/vorgang/")[2])
    expect(page.get_by_text("Wie sicher ist diese Antwort? wahrscheinlich")).to_be_visible()


def test_every_page_of_the_tools_is_clean_and_fits_a_phone(
    page: Page,
    phone: Page,
    signed_in: SignIn,
    mareike: User,
    cem: User,
    inquiry: Inquiry,
    baustein: Any,
    axe: Any,
) -> None:
    now = timezone.now()
    template = ChecklistTemplate.objects.create(title="Recht", steps="! Prüfen", changed_at=now)
    checklists.add(inquiry, template=template, actor=cem, now=now)
    macro = macros.save(
        Macro(title="Standard", takes_over=True), is_shared=True, topics=[], actor=cem, now=now
    )
    draft = Draft.objects.create(inquiry=inquiry, author=cem, text="Entwurf", saved_at=now)
    releasing.share(draft, actor=cem, now=now)
    Draft.objects.create(inquiry=inquiry, author=mareike, text="Meiner", saved_at=now)
    one = inquiry.get_absolute_url()
    addresses = [
        *(f"{one}{rest}/" for rest in ("senden-planen", "entwurf-teilen", "rueckfrage", "aufwand")),
        *(f"{one}{rest}/" for rest in ("textbausteine", "makros", "checklisten")),
        *(f"{one}makros/{macro.pk}/", f"{one}entwuerfe/{draft.pk}/", one),
        *("/arbeitsplatz/fuer-mich/", "/arbeitsplatz/textbausteine/", "/arbeitsplatz/makros/"),
        *("/arbeitsplatz/textbausteine/neu/", "/arbeitsplatz/makros/neu/"),
        *("/arbeitsplatz/checklisten/", f"/arbeitsplatz/checklisten/{template.pk}/"),
    ]
    for view in (page, phone):
        signed_in(view, mareike)
        for address in addresses:
            response = view.goto(address)
            assert response is not None
            assert response.status == 200, address
            assert axe(view) == []
            width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert view.evaluate(width) <= 0, address
