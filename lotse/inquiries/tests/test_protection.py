"""What people may ask of us, and what goes by itself: on real inquiries, mails and accounts."""

import io
import json
import re
import zipfile
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from lotse.accounts import keeping as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import PASSWORD, UserFactory
from lotse.audit import rules as audit
from lotse.audit.models import AuditEntry
from lotse.inquiries import queries, rules
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.content import deliver_and_read, mail
from lotse.inquiries.tests.factories import MONDAY
from lotse.lib import privacy, retention
from lotse.lib.errors import RuleError
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.protection import exports
from lotse.protection import rules as protection
from lotse.protection.models import DataExport, ErasureRequest, Hold, RetentionRun

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=366 * 4)


@pytest.fixture
def lead() -> User:
    return UserFactory.create(roles=[Role.LEAD], password=PASSWORD)


def asked(*, closed: bool = True) -> Inquiry:
    composed = mail(text="Wer prüft die Schneelast?\n\n-- \nSabine Muster, Tel. 0641 306-0")
    composed.add_attachment(b"%PDF-1.4 Plan", "application", "pdf", filename="Plan.pdf")
    inquiry = deliver_and_read(composed).inquiry
    if closed:
        author = UserFactory.create(roles=[Role.DESK])
        rules.reply(inquiry, kind="answer", text="Der Betreiber.", author=author, now=MONDAY)
        rules.close(inquiry, harvest="toQuestion", actor=author, now=MONDAY)
        OutgoingMail.objects.update(sent_at=MONDAY)
    return inquiry


# --- What goes by itself ---------------------------------------------------------------------


def test_preview_counts_what_a_run_then_removes_and_a_report_is_kept() -> None:
    asked()
    later = MONDAY + YEARS
    due = {name: rule.due(later).count() for name, rule in retention.rules.items()}

    report = protection.run_retention(later)

    assert report is not None
    found = {name: count for name, count in due.items() if count}
    assert report.counts == found
    assert {"inquiries.closed", "mail.inbound", "mail.outgoing"} <= set(found)
    assert RetentionRun.objects.get().total == sum(found.values())
    assert protection.run_retention(later) is None


def test_held_inquiry_and_its_mails_stay_until_the_hold_is_over(lead: User) -> None:
    inquiry = asked()
    hold = protection.place_hold(
        kind=Hold.Kind.INQUIRY,
        key=inquiry.number.lower(),
        reason="Klage vor dem VG",
        until=(MONDAY + YEARS + timedelta(days=10)).date(),
        by=lead,
        now=MONDAY,
    )

    assert protection.run_retention(MONDAY + YEARS) is None
    inquiry.refresh_from_db()
    assert inquiry.asker_email
    assert InboundMail.objects.exists()

    protection.lift_hold(hold, by=lead, now=MONDAY + YEARS)
    actions = AuditEntry.objects.order_by("number").values_list("action", flat=True)
    assert list(actions)[-1] == "hold.lifted"
    report = protection.run_retention(MONDAY + YEARS)
    assert report is not None
    assert report.counts["inquiries.closed"] == 1


@pytest.mark.parametrize(
    ("kind", "key", "sentence"),
    [
        ("inquiry", "L-2026-9999", "Eine Anfrage L-2026-9999 gibt es nicht."),
        ("address", "s.muster@", "Das ist keine Mailadresse."),
    ],
)
def test_a_slip_holds_nothing_and_says_so(
    kind: str, key: str, sentence: str, lead: User, client: Client
) -> None:
    client.force_login(lead)
    form = {"kind": kind, "key": key, "reason": "Klage", "until": "2035-01-01"}
    shown = client.post("/betrieb/aufbewahrung/", form).content.decode()
    assert sentence in shown
    assert not Hold.objects.exists()


def test_hold_needs_a_reason_and_an_end_in_the_future(lead: User) -> None:
    facts: dict[str, Any] = {"kind": "inquiry", "key": "L-2026-0001", "by": lead, "now": MONDAY}
    with pytest.raises(RuleError):
        protection.place_hold(reason=" ", until=MONDAY.date(), **facts)
    with pytest.raises(RuleError):
        protection.place_hold(reason="x", until=(MONDAY - timedelta(days=1)).date(), **facts)


def test_account_closed_long_ago_loses_name_and_address_but_not_its_work(lead: User) -> None:
    person = UserFactory.create(name="Jutta Feldhaus", roles=[Role.DESK], email="jf@lotse.example")
    inquiry = asked(closed=False)
    rules.reply(inquiry, kind="answer", text="Ja.", author=person, now=MONDAY)
    person.is_active, person.deactivated_at = False, MONDAY
    person.save()

    assert accounts.erase_closed(MONDAY + timedelta(days=364)) == 0
    assert accounts.erase_closed(MONDAY + timedelta(days=366)) == 1

    person.refresh_from_db()
    assert (person.name, person.email) == (
        f"Ehemaliges Konto {person.pk}",
        f"konto-{person.pk}@geloescht.invalid",
    )
    assert not person.has_usable_password()
    assert inquiry.messages.get(kind="answer").author == person
    assert audit.verify().is_whole


def test_command_previews_without_removing_and_runs() -> None:
    asked()
    Inquiry.objects.update(closed_at=timezone.now() - YEARS)
    out = StringIO()
    call_command("retention", "preview", "--json", stdout=out)
    rows = {row["rule"]: row for row in map(json.loads, out.getvalue().splitlines())}
    assert rows["inquiries.closed"]["counts"]["0"] == 1
    assert rows["inquiries.closed"]["sample"] == [Inquiry.objects.get().number]

    call_command("retention", "run", "--dry-run", stdout=out)
    assert Inquiry.objects.get().anonymised_at is None

    out = StringIO()
    call_command("retention", "run", stdout=out)
    assert "inquiries.closed: 1" in out.getvalue()
    assert Inquiry.objects.get().anonymised_at is not None


# --- What people may ask ---------------------------------------------------------------------


def unpacked(export: DataExport) -> tuple[dict[str, Any], str, dict[str, bytes]]:
    """Return the JSON, the page for people, and the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(exports.archive(export, MONDAY))) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    page = content.pop("daten.html").decode()
    return json.loads(content.pop("daten.json")), page, content


def test_every_registered_field_reaches_the_export_or_says_why_not() -> None:
    assert privacy.unreachable() == [], "give owner=, address= or left_out= in privacy.py"


def test_outsider_gets_all_about_the_address_with_files_and_nothing_about_others(
    lead: User,
) -> None:
    inquiry = asked()
    other = mail(text="Geheime Frage von jemand anderem")
    other.replace_header("From", "Fremde Person <fremd@anderswo.example>")
    other.replace_header("Message-ID", "<fremd@anderswo.example>")
    deliver_and_read(other)
    rules.note(inquiry, text="Interne Notiz des Teams", author=lead, now=MONDAY)

    export = exports.ask(
        address=inquiry.asker_email.upper(), by=lead, identity_note="Rückruf", now=MONDAY
    )
    facts, page, files = unpacked(export)

    records = facts["records"]
    assert [row["asker_email"] for row in records["inquiries.Inquiry"] if "asker_email" in row] == [
        inquiry.asker_email
    ]
    assert any(row.get("text", "").startswith("Wer prüft") for row in records["inquiries.Message"])
    assert len(records["mail.InboundMail"]) >= 1
    assert {b"%PDF-1.4 Plan"} <= set(files.values())
    assert any(name.endswith(".eml") for name in files)
    whole = json.dumps(facts) + page
    assert "Geheime Frage" not in whole
    assert "fremd@anderswo" not in whole
    assert "Interne Notiz" not in whole
    assert "Wer prüft die Schneelast" in page


def test_outsider_needs_a_note_how_they_were_recognised(lead: User) -> None:
    with pytest.raises(RuleError, match="erkannt"):
        exports.ask(address="amt@weimar.example", by=lead, now=MONDAY)


def test_person_asks_gets_the_link_by_mail_and_downloads_it(client: Client) -> None:
    person = UserFactory.create(email="feldhaus@weimar.example", name="Jutta Feldhaus")
    client.force_login(person)
    client.post("/konto/auskunft/")
    client.post("/konto/auskunft/")
    assert DataExport.objects.count() == 1
    assert (exports.pack_waiting(timezone.now()), exports.pack_waiting(timezone.now())) == (1, 0)

    told = OutgoingMail.objects.get()
    assert (told.recipient, told.is_secret) == ("feldhaus@weimar.example", True)
    path = re.search(r"/auskunft/[^\s/]+/", told.text)
    assert path
    page = Client().get(path.group())
    assert "Archiv herunterladen" in page.content.decode()
    answer = Client().post(path.group())
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert "Jutta Feldhaus" in packed.read("daten.json").decode()
    assert AuditEntry.objects.filter(action="export.read").count() == 1

    DataExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path.group()).status_code == 404
    protection.run_retention(timezone.now())
    assert str(DataExport.objects.get().file) == ""


def test_person_is_forgotten_and_the_promise_figures_stay_the_same(lead: User) -> None:
    inquiry = asked()
    address, since = inquiry.asker_email, MONDAY - timedelta(days=30)
    before = queries._promise_figures(since, MONDAY)
    request = protection.ask_erasure(address=address, reason="Art. 17", by=lead, now=MONDAY)

    assert protection.erase_due(MONDAY + protection.UNDO - timedelta(seconds=1)) == 0
    assert protection.erase_due(MONDAY + protection.UNDO) == 1

    inquiry.refresh_from_db()
    assert (inquiry.asker_name, inquiry.asker_email) == ("", "")
    texts = [message.text for message in inquiry.messages.all()]
    assert texts[0].startswith("Wer prüft die Schneelast?")
    assert "Muster" not in " ".join(texts)
    assert not InboundMail.objects.exists()
    assert not OutgoingMail.objects.filter(recipient=address).exists()
    assert queries._promise_figures(since, MONDAY) == before
    request.refresh_from_db()
    assert (request.address, request.counts["inquiries"]) == ("", 1)
    assert not privacy.everything(None, address)


def test_who_wrote_into_somebody_elses_inquiry_is_forgotten_there_too(lead: User) -> None:
    address = "t.kessler@musterstadt.example"
    inquiry = asked(closed=False)
    message = rules.add_message(
        inquiry,
        rules.Incoming(
            text="Ich vertrete Frau Muster.\nGruß, Timo Kessler, 0561 4711",
            author_name="Timo Kessler",
            author_email=address,
        ),
        channel="mail",
        received_at=MONDAY,
        now=MONDAY,
    )
    facts: dict[str, Any] = {"address": address, "reason": "Art. 17", "by": lead, "now": MONDAY}
    with pytest.raises(RuleError, match=f"{inquiry.number} ist noch offen"):
        protection.ask_erasure(**facts)
    inquiry.refresh_from_db()
    rules.close(inquiry, harvest="none", reason="erledigt", actor=lead, now=MONDAY)
    protection.ask_erasure(**facts)

    assert protection.erase_due(MONDAY + protection.UNDO) == 1

    message.refresh_from_db()
    assert (message.author_name, message.author_email, message.full_text) == ("", "", "")
    assert "Kessler" not in message.text
    assert "4711" not in message.text
    inquiry.refresh_from_db()
    assert inquiry.asker_email == "s.muster@musterstadt.example"
    assert not privacy.everything(None, address)


def test_open_inquiry_hold_and_open_account_must_be_settled_first(lead: User) -> None:
    inquiry = asked(closed=False)
    facts: dict[str, Any] = {"address": inquiry.asker_email, "reason": "Art. 17", "by": lead}
    with pytest.raises(RuleError, match=inquiry.number):
        protection.ask_erasure(now=MONDAY, **facts)
    with pytest.raises(RuleError, match="nichts gespeichert"):
        protection.ask_erasure(**(facts | {"address": "nie@da.example"}), now=MONDAY)
    with pytest.raises(RuleError, match="offenes Konto"):
        protection.ask_erasure(**(facts | {"address": lead.email}), now=MONDAY)


def test_mail_that_comes_in_meanwhile_holds_the_erasure_up_visibly(lead: User) -> None:
    inquiry = asked()
    protection.ask_erasure(address=inquiry.asker_email, reason="x", by=lead, now=MONDAY)
    rules.reopen(inquiry, actor=lead, now=MONDAY)

    assert protection.erase_due(MONDAY + protection.UNDO) == 0

    assert inquiry.number in ErasureRequest.objects.get().obstacle
    inquiry.refresh_from_db()
    assert inquiry.asker_email


def test_lead_previews_asks_and_takes_an_erasure_back(client: Client, lead: User) -> None:
    inquiry = asked()
    client.force_login(lead)
    form = {"address": inquiry.asker_email, "reason": "Schreiben vom Montag"}

    page = client.post("/betrieb/loeschen/", form | {"aktion": "ansehen"}).content.decode()
    assert "Gespeichert ist" in page
    assert not ErasureRequest.objects.exists()
    client.post("/betrieb/loeschen/", form | {"aktion": "loeschen"})
    request = ErasureRequest.objects.get()
    client.post(f"/betrieb/loeschen/{request.pk}/zuruecknehmen/")
    assert protection.erase_due(timezone.now() + YEARS) == 0
    assert "zurückgenommen" in client.get("/betrieb/loeschen/").content.decode()


def test_lead_sees_what_goes_and_holds_it(client: Client, lead: User) -> None:
    inquiry = asked()
    Inquiry.objects.update(closed_at=timezone.now() - YEARS)
    client.force_login(lead)
    assert inquiry.number in client.get("/betrieb/aufbewahrung/").content.decode()
    until = (timezone.now() + timedelta(days=30)).date().isoformat()
    form = {"kind": "inquiry", "key": inquiry.number, "reason": "Klage 4 K 12/26", "until": until}
    client.post("/betrieb/aufbewahrung/", form)
    page = client.get("/betrieb/aufbewahrung/").content.decode()
    assert "Klage 4 K 12/26" in page
    assert retention.rules["inquiries.closed"].due(timezone.now()).count() == 0


def test_log_page_names_who_opened_an_original_and_narrows(client: Client, lead: User) -> None:
    inquiry = asked()
    client.force_login(lead)
    message = inquiry.messages.get(kind="question")
    client.get(f"/arbeitsplatz/nachrichten/{message.pk}/original/")
    subject = f"Mail {message.inbound_id}"

    page = client.get("/betrieb/protokoll/?aktion=original.read").content.decode()
    assert "Originalmail geöffnet" in page
    assert subject in page
    assert str(lead) in page
    assert subject not in client.get("/betrieb/protokoll/?aktion=export.read").content.decode()
    table = client.get("/betrieb/protokoll/protokoll.csv").content.decode("utf-8-sig")
    assert subject in table
    assert AuditEntry.objects.filter(action="audit.exported").count() == 1
