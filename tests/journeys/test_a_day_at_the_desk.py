"""A day at the desk: thirty inquiries of every kind, two officers, and nothing lost or doubled.

What comes in is real mail, the public form and the telephone; what is done is done in two browsers;
what happens by itself is done by the worker. At nightfall the books are compared: who asked, what
was answered, which mails left.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.fixtures.installation import Installation, wait_for
from tests.fixtures.mail import RunningPostbox
from tests.journeys import letters
from tests.journeys.conftest import Send, deliver_report
from tests.journeys.letters import Letter

pytestmark = pytest.mark.browser
MAREIKE, CEM = "fachreferat@lotse.example", "fachreferat2@lotse.example"
PLAN = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SLOW = 120_000
"""Milliseconds a step may take on a busy machine; nothing here measures speed."""


class Day:
    """The people, the desk's two browsers and the numbers under which the letters are known."""

    def __init__(
        self,
        installation: Installation,
        postbox: RunningPostbox,
        send: Send,
        visit: Callable[..., Page],
        *,
        began: str,
    ) -> None:
        self.installation, self.postbox, self.send = installation, postbox, send
        self.began = began
        """ISO 8601 in UTC: what the demo sent before is not of this day."""
        self.mareike, self.cem = visit(MAREIKE), visit(CEM)
        self.open = visit
        self.numbers: dict[str, str] = {}
        """Of each asker; the parts of a split and calls without address are not among them."""
        self.without_address: list[str] = []
        self.example = ""
        """Id of the good example that an answer cites."""

    def numbers_of(self, *asked: Letter) -> list[str]:
        return [self.numbers[letter.sender] for letter in asked]

    def receipt(self, sender: str) -> EmailMessage:
        """Wait for the receipt of an asker, learn the number from it, and return it."""
        [mail, *_others] = wait_for(
            lambda: self.postbox.to(sender), seconds=240, what=f"a receipt for {sender}"
        )
        self.numbers[sender] = re.findall(r"\[(L-\d{4}-\d{4,})\]", mail["Subject"])[0]
        return mail

    def settled_outbox(self) -> list[dict[str, Any]]:
        """Return the outgoing mails; nothing as long as one of them waits."""
        rows = self.installation.rows("mail", "outbox")
        return [] if any(row["state"] == "waiting" for row in rows) else rows

    def mails_to(self, sender: str, count: int) -> list[EmailMessage]:
        """Wait until an asker has this many mails."""
        wait_for(
            lambda: len(self.postbox.to(sender)) >= count,
            seconds=240,
            what=f"{count} mails for {sender}",
        )
        return self.postbox.to(sender)


def test_a_day_at_the_desk(
    installation: Installation, postbox: RunningPostbox, send: Send, visit: Callable[..., Page]
) -> None:
    installation.environment["LOTSE_UNDO_SECONDS"] = "0"
    began = datetime.now(UTC).isoformat()
    installation.serve()
    day = Day(installation, postbox, send, visit, began=began)
    for page in (day.mareike, day.cem):
        page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)

    overnight = the_promise_missed_overnight_is_answered_first(day)
    the_mail_of_the_night_comes_in(day)
    three_municipalities_use_the_form(day)
    the_telephone_rings_three_times(day)
    machines_write_too_and_nothing_moves(day)

    both_open_the_same_inquiry_and_only_one_answer_leaves(day)
    an_answer_takes_a_source_and_a_file_along(day)
    what_is_no_ordinary_inquiry_is_sorted_and_answered_with_the_right_office(day)
    the_press_officer_answers_the_press(day, visit("presse@lotse.example"))
    a_forwarded_mail_is_answered_to_who_asked(day)
    the_same_question_twice_is_merged_and_parted_again(day)
    part = one_mail_with_two_questions_becomes_two_inquiries(day)
    cem_falls_ill_and_mareike_takes_over(day, visit("leitung@lotse.example"))
    the_rest_is_answered_before_lunch(day)

    an_asker_writes_back_and_gets_a_second_answer(day)
    an_answer_comes_back_as_undeliverable(day)
    a_source_is_withdrawn_and_the_asker_gets_a_correction(day, visit("redaktion@lotse.example"))

    the_books_are_balanced(day, overnight=overnight, part=part)


# --- What comes in ------------------------------------------------------------------------------


def the_promise_missed_overnight_is_answered_first(day: Day) -> str:
    """One breach: it stands on top, is answered, and its cause is written down for ever."""
    desk = day.mareike
    desk.goto("/arbeitsplatz/?ansicht=ueberfaellig")
    desk.locator("[data-row] .lt-title-link").first.click()
    expect(desk.get_by_role("heading", name="Zusage nicht gehalten")).to_be_visible()
    number = desk.url.partition("/anfragen/")[2].partition("/")[0]
    reply(desk, number, "Mit Wohnungen, die Sie vorher anmieten. Entschuldigen Sie die Verspätung.")
    desk.get_by_role("link", name="Ursache nennen").click()
    desk.get_by_role("radio").first.check()
    desk.get_by_label("In eigenen Worten").fill("Niemand war zugeteilt.")
    desk.get_by_role("button", name="Festhalten").click()
    desk.goto(address(number))
    expect(desk.get_by_text("Niemand war zugeteilt.")).to_be_visible()
    return number


def the_mail_of_the_night_comes_in(day: Day) -> None:
    """Every letter gets its receipt, number and promise within the minute."""
    for letter in letters.ALL:
        day.send(letter.text, sender=letter.sender, subject=letter.subject)
    for letter in letters.ALL:
        assert "Ein Mensch antwortet Ihnen bis" in text_of(day.receipt(letter.sender))
    assert len(set(day.numbers.values())) == len(letters.ALL)


def three_municipalities_use_the_form(day: Day) -> None:
    for letter in letters.FORMS:
        page = day.open()
        page.set_default_timeout(SLOW)
        page.goto("/fragen/neu/frage/")
        page.get_by_label("Wie lautet Ihre Frage?").fill(letter.text)
        page.get_by_role("button", name="Weiter").click()
        page.get_by_label("E-Mail-Adresse").fill(letter.sender)
        page.get_by_label("Ja, ohne Nennung").check()
        page.get_by_role("button", name="Weiter").click()
        page.get_by_role("button", name="Frage absenden").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Frage ist da")
        page.context.close()
        day.receipt(letter.sender)


def the_telephone_rings_three_times(day: Day) -> None:
    """Two clicks from any page: one call is answered at once, one by mail, one by calling back."""
    at_once = call(day.mareike, "Gilt die Meldepflicht auch am Wochenende?", answer="Ja.")
    by_mail = call(day.cem, "Wer zahlt den Sicherheitsdienst?", email=letters.CALLER)
    call_back = call(day.cem, "Wie viele Duschen je Etage?", phone="0361 1234")
    day.numbers[letters.CALLER] = by_mail
    day.without_address += [at_once, call_back]


def machines_write_too_and_nothing_moves(day: Day) -> None:
    """An absence note answers our receipt: it is kept, and neither state nor clock changes."""
    asker = letters.MORNING[0]
    receipt = day.postbox.to(asker.sender)[0]
    day.send(
        "Ich bin bis Freitag nicht im Haus.",
        sender=asker.sender,
        subject=f"Automatische Antwort: {receipt['Subject']}",
        recipient=reply_address(receipt),
        in_reply_to=receipt,
        headers={"Auto-Submitted": "auto-replied"},
    )
    desk = day.cem
    desk.goto(address(day.numbers[asker.sender]))
    appears(desk, desk.get_by_text("Automatische Nachricht"))
    expect(desk.get_by_role("region", name="Frist")).to_contain_text("noch 23 Std.")


# --- The morning --------------------------------------------------------------------------------


def both_open_the_same_inquiry_and_only_one_answer_leaves(day: Day) -> None:
    asker = letters.MORNING[1]
    number, hers, his = day.numbers[asker.sender], day.mareike, day.cem
    hers.goto(address(number))
    his.goto(address(number))
    expect(his.get_by_text("Wird gerade von Mareike Thomsen bearbeitet")).to_be_visible()

    composer(his).fill("Die zweite Antwort.")
    reply(hers, number, asker.answer)
    send_without_source(his)

    expect(his.get_by_role("alert")).to_contain_text("Jemand war schneller")
    expect(his.get_by_text(asker.answer)).to_be_visible()
    expect(composer(his)).to_have_value("Die zweite Antwort.")
    his.get_by_role("link", name="Verwerfen").click()
    his.get_by_role("button", name="Entwurf verwerfen").click()
    expect(his.get_by_text("Der Entwurf ist verworfen.")).to_be_visible()


def an_answer_takes_a_source_and_a_file_along(day: Day) -> None:
    """One click cites a good example, Strg+Eingabe sends."""
    asker = letters.CITED
    number, desk = day.numbers[asker.sender], day.mareike
    desk.goto(address(number))
    desk.locator('[data-offer^="example:"] [data-cite]:visible').first.click()
    cited = desk.locator("#zitate [data-source]")
    expect(cited).to_have_count(1)
    day.example = str(cited.get_attribute("data-source")).partition(":")[2]
    desk.get_by_text("Datei anhängen", exact=True).first.click()
    desk.locator("#anlagen input[type=file]").set_input_files(
        {"name": "Räumplan.pdf", "mimeType": "application/pdf", "buffer": PLAN}
    )
    expect(desk.locator("#anlagen")).to_contain_text("Räumplan.pdf")
    composer(desk).fill(f"{asker.answer} [1]")
    composer(desk).press("Control+Enter")
    expect(desk.locator(".lt-msg--ok").filter(has_text=asker.answer)).to_be_visible()

    answer = day.mails_to(asker.sender, 2)[-1]
    assert [(part.get_filename(), part.get_content()) for part in answer.iter_attachments()] == [
        ("Räumplan.pdf", PLAN)
    ]
    assert "QUELLEN" in text_of(answer)


def what_is_no_ordinary_inquiry_is_sorted_and_answered_with_the_right_office(day: Day) -> None:
    """Emergency, individual case and misrouted mail: proposed, confirmed, a text lies ready."""
    for letter in (letters.EMERGENCY, letters.INDIVIDUAL, letters.MISROUTED):
        desk = day.mareike
        desk.goto(address(day.numbers[letter.sender]))
        desk.get_by_role("button", name="So einordnen").click()
        desk.get_by_role("button", name="In den Entwurf übernehmen").click()
        expect(composer(desk)).to_have_value(re.compile(re.escape(letter.answer)))
        send_without_source(desk)
        expect(desk.locator(".lt-msg--ok").filter(has_text=letter.answer)).to_be_visible()

    # Advertising gets no answer: one click, and it has left the queue.
    desk = day.cem
    desk.goto(address(day.numbers[letters.ADVERTISING.sender]))
    desk.get_by_role("button", name="So einordnen").click()
    expect(desk.get_by_text("Diese Anfrage ist abgeschlossen")).to_be_visible()


def the_press_officer_answers_the_press(day: Day, press: Page) -> None:
    """Sorted by the desk; from then on the press officer sees it, and no other inquiry."""
    for letter in letters.PRESS:
        day.cem.goto(address(day.numbers[letter.sender]))
        day.cem.get_by_role("button", name="So einordnen").click()
        expect(day.cem.get_by_role("button", name="So einordnen")).to_have_count(0)
    press.set_default_timeout(SLOW)
    press.goto("/arbeitsplatz/")
    for letter in letters.PRESS:
        expect(press.locator("[data-row]").filter(has_text=letter.subject)).to_have_count(1)
    expect(press.locator("[data-row]").filter(has_text=letters.CITED.subject)).to_have_count(0)
    for letter in letters.PRESS:
        reply(press, day.numbers[letter.sender], letter.answer)


def a_forwarded_mail_is_answered_to_who_asked(day: Day) -> None:
    letter, desk = letters.FORWARDED, day.mareike
    desk.goto(address(day.numbers[letter.sender]))
    desk.get_by_role("button", name="An die fragende Person").click()
    expect(desk.get_by_role("button", name="Keine Kopien")).to_be_visible()
    reply(desk, day.numbers[letter.sender], letter.answer)


def the_same_question_twice_is_merged_and_parted_again(day: Day) -> None:
    """Looked like one question, were two: parted again, each is answered for itself."""
    first, again = letters.DUPLICATES
    number, other = day.numbers_of(first, again)
    desk = day.mareike
    desk.goto(address(other))
    desk.get_by_role("link", name="Zusammenführen").click()
    desk.get_by_label("Nummer der Anfrage").fill(number)
    desk.get_by_role("button", name="Zusammenführen").click()
    consent = desk.get_by_label(re.compile("^Ja, beide Personen sollen jede Antwort bekommen"))
    consent.check()
    desk.get_by_role("button", name="Zusammenführen").click()
    expect(desk.get_by_text(re.compile(f"{other} von .* steht hier mit drin"))).to_be_visible()
    desk.get_by_role("button", name=f"Wieder trennen {other}").click()
    expect(desk.get_by_text("sind wieder getrennt").first).to_be_visible()
    for letter in letters.DUPLICATES:
        reply(desk, day.numbers[letter.sender], letter.answer)


def one_mail_with_two_questions_becomes_two_inquiries(day: Day) -> str:
    letter, desk = letters.TWO_QUESTIONS, day.mareike
    desk.goto(address(day.numbers[letter.sender]))
    desk.get_by_role("link", name="Aufteilen").click()
    first = desk.get_by_role("group", name="Teil 1")
    first.get_by_label("Betreff").fill("Spielzimmer")
    first.get_by_label("Frage im Wortlaut").fill("Brauchen wir ein Spielzimmer?")
    desk.get_by_role("button", name="Aufteilen").click()
    part = desk.get_by_role("region", name="Hängt zusammen mit").get_by_role("link")
    number = part.filter(has_text=re.compile(r"L-\d{4}-\d+")).first.inner_text()
    reply(desk, day.numbers[letter.sender], letter.answer)
    reply(desk, number, "Ein Raum für Kinder ist Standard in vielen Konzepten.")
    return number


def cem_falls_ill_and_mareike_takes_over(day: Day, lead: Page) -> None:
    """One absence: what he had taken is looked after by his deputy, the promise goes on."""
    taken = letters.MORNING[2]
    day.cem.goto(address(day.numbers[taken.sender]))
    day.cem.get_by_role("button", name="Mir zuweisen").click()
    expect(day.cem.get_by_role("region", name="Frist")).to_contain_text("(ich)")

    lead.set_default_timeout(SLOW)
    lead.goto("/arbeitsplatz/abwesenheiten/")
    today = f"{datetime.now(ZoneInfo('Europe/Berlin')):%Y-%m-%d}"
    lead.get_by_label("Wer", exact=True).select_option(label="Cem Aydın")
    lead.get_by_label("Erster Tag").fill(today)
    lead.get_by_label("Letzter Tag").fill(today)
    lead.get_by_label(re.compile("^Vertretung")).select_option(label="Mareike Thomsen")
    lead.get_by_role("button", name="Eintragen").click()
    expect(lead.get_by_text("zurzeit weg")).to_be_visible()

    desk = day.mareike
    desk.goto(address(day.numbers[taken.sender]))
    appears(desk, desk.get_by_text("In Vertretung für Cem Aydın"))


def the_rest_is_answered_before_lunch(day: Day) -> None:
    answered = (letters.MORNING[1],)
    for letter in (*letters.MORNING, *letters.FORMS, letters.UNDELIVERABLE, letters.CALL):
        if letter not in answered:
            reply(day.mareike, day.numbers[letter.sender], letter.answer)
    reply(day.mareike, day.without_address[1], "Eine Dusche für zehn Personen. Am Telefon gesagt.")


# --- The afternoon ------------------------------------------------------------------------------


def an_asker_writes_back_and_gets_a_second_answer(day: Day) -> None:
    asker, desk = letters.MORNING[0], day.mareike
    answer = day.mails_to(asker.sender, 2)[-1]
    day.send(
        "Danke! Gilt das auch für Container?",
        sender=asker.sender,
        subject="AW: Danke",
        recipient=reply_address(answer),
        in_reply_to=answer,
    )
    number = day.numbers[asker.sender]
    desk.goto(address(number))
    appears(desk, desk.get_by_text("Gilt das auch für Container?"))
    # A page that was read while the mail came in has the message and not yet its clock.
    appears(desk, desk.get_by_role("region", name="Frist").get_by_text("noch 23 Std."))
    reply(desk, number, "Ja, für Container ebenso.")


def an_answer_comes_back_as_undeliverable(day: Day) -> None:
    """The bounce is shown and changes no promise; the desk knows that it has to call."""
    asker = letters.UNDELIVERABLE
    day.mails_to(asker.sender, 2)
    envelope = [one for one in day.postbox.envelopes if one.rcpt_tos == [asker.sender]][-1]
    report = letters.delivery_report(asker.sender)
    deliver_report(day.installation, report, recipient=str(envelope.mail_from))
    day.mareike.goto(address(day.numbers[asker.sender]))
    appears(day.mareike, day.mareike.get_by_text("Unsere Mails kommen nicht an"))


def a_source_is_withdrawn_and_the_asker_gets_a_correction(day: Day, editor: Page) -> None:
    """One recall: the editors take a cited record back, the worker notices, one mail corrects."""
    asker, desk = letters.CITED, day.mareike
    desk.goto(address(day.numbers[asker.sender]))
    title = desk.locator(".lt-msg--ok .lt-cite a").inner_text()
    editor.set_default_timeout(SLOW)
    editor.goto(f"/redaktion/snippets/knowledge/example/unpublish/{day.example}/")
    editor.get_by_role("button", name="Ja, Veröffentlichung aufheben").click()
    editor.wait_for_url(lambda url: "unpublish" not in url)

    desk.goto("/arbeitsplatz/rueckruf/")
    appears(desk, desk.get_by_role("link", name=title))
    desk.get_by_role("link", name=title).click()
    expect(desk.get_by_role("main")).to_contain_text(day.numbers[asker.sender])
    desk.get_by_role("button", name="Korrektur schreiben").click()
    desk.get_by_role("button", name="Jede Mail ansehen").click()
    desk.get_by_role("button", name="Alle senden").click()
    correction = day.mails_to(asker.sender, 3)[-1]
    assert "Korrektur" in correction["Subject"]
    assert correction["References"]


# --- The evening --------------------------------------------------------------------------------


def the_books_are_balanced(day: Day, *, overnight: str, part: str) -> None:
    """Every inquiry answered once, each mail out once, every state as it should be."""
    ours = [*day.numbers.values(), *day.without_address, part]
    assert len(ours) == len(set(ours)) == 30

    found = {row["number"]: row for row in day.installation.rows("inquiries")}
    states = {number: found[number]["state"] for number in (overnight, *ours)}
    advertising = day.numbers[letters.ADVERTISING.sender]
    assert {n: s for n, s in states.items() if s != "answered"} == {advertising: "closed"}

    messages = day.installation.rows("inquiries", "--messages")
    kinds: dict[str, Counter[str]] = {number: Counter() for number in states}
    for row in messages:
        if row["inquiry"] in kinds:
            kinds[row["inquiry"]][row["kind"]] += 1
    answers = {number: counted["answer"] for number, counted in kinds.items()}
    first, cited = day.numbers_of(letters.MORNING[0], letters.CITED)
    assert {n: c for n, c in answers.items() if c != 1} == {first: 2, advertising: 0}
    assert kinds[first] == {
        "question": 1,
        "receipt": 1,
        "automatic": 1,
        "answer": 2,
        "followUp": 1,
    }
    assert kinds[cited]["correct"] == 1

    outbox = wait_for(day.settled_outbox, seconds=240, what="an outbox in which nothing waits")
    left = Counter(str(mail["Message-ID"]) for mail in day.postbox.mails)
    assert left == Counter(
        row["message_id"] for row in outbox if row["sent_at"] and row["sent_at"] >= day.began
    )
    assert set(left.values()) == {1}
    received = Counter(
        (row["recipient"], row["purpose"]) for row in outbox if row["recipient"] in day.numbers
    )
    expected = Counter[tuple[str, str]]()
    for sender in day.numbers:
        expected[sender, "receipt"] += 1
        expected[sender, "answer"] += 1
    expected[letters.ADVERTISING.sender, "answer"] -= 1
    expected[letters.MORNING[0].sender, "answer"] += 1
    # Both parts are answered, and one mail told the new number.
    expected[letters.TWO_QUESTIONS.sender, "answer"] += 1
    expected[letters.TWO_QUESTIONS.sender, "split"] += 1
    expected[letters.CITED.sender, "correction"] += 1
    # The answer went to who had asked first, and only a copy to who passed the mail on.
    expected[letters.FORWARDED.sender, "answer"] -= 1
    assert received == +expected
    assert [row["purpose"] for row in outbox if row["recipient"] == letters.FIRST_ASKER] == [
        "answer"
    ]


# --- What hands do ------------------------------------------------------------------------------


def address(number: str) -> str:
    return f"/arbeitsplatz/anfragen/{number}/"


def composer(desk: Page) -> Locator:
    return desk.get_by_role("textbox", name="Antworttext")


def reply(desk: Page, number: str, text: str) -> None:
    """Open an inquiry, write, send, confirm that no source is cited, see the answer stand there."""
    desk.goto(address(number))
    composer(desk).fill(text)
    send_without_source(desk)
    expect(desk.locator(".lt-msg--ok").filter(has_text=text)).to_be_visible()


def send_without_source(desk: Page) -> None:
    desk.get_by_role("button", name="Antwort senden").click()
    desk.get_by_role("button", name="Ohne Quelle senden").locator("visible=true").click()


def call(desk: Page, question: str, **more: str) -> str:
    """Record a call and return its number."""
    labels = {
        "answer": "Gleich am Telefon beantwortet?",
        "email": "E-Mail-Adresse",
        "phone": "Rückrufnummer",
    }
    desk.get_by_role("link", name="Anruf erfassen").first.click()
    desk.get_by_label("Worum geht es?").fill(question)
    for name, value in more.items():
        desk.get_by_label(labels[name]).fill(value)
    desk.get_by_role("button", name="Anruf speichern").click()
    expect(desk.get_by_role("main")).to_contain_text(question)
    return desk.url.partition("/anfragen/")[2].partition("/")[0]


def appears(desk: Page, wanted: Locator) -> None:
    """Look again until the worker has done its part."""

    def is_there() -> bool:
        desk.reload()
        return wanted.count() > 0

    wait_for(is_there, seconds=240, what=str(wanted))
    expect(wanted.first).to_be_visible()


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def reply_address(mail: EmailMessage) -> str:
    header: Any = mail["Reply-To"]
    return str(header.addresses[0].addr_spec)
