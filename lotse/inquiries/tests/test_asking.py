"""The ask form through its pages, without script."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import anonymising
from lotse.inquiries.models import Attachment, Inquiry, Message, Upload
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory
from lotse.lib.audience import Audience
from lotse.mail.models import OutgoingMail
from lotse.municipalities.forms import place_label
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import MailDomainFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
QUESTION = "Wir müssen eine Turnhalle freigeben. Wohin mit 80 Personen?"
CONTACT = {"email": "sozialamt@stadt.example", "urgency": "normal", "publication": "yes"}


def ask(client: Client, question: str = QUESTION, **contact: str) -> str:
    """Walk through the form and return the address of the confirmation."""
    client.post("/fragen/neu/frage/", {"question": question})
    client.post("/fragen/neu/rueckmeldung/", {**CONTACT, **contact})
    response = client.post("/fragen/neu/pruefen/")
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


@time_machine.travel(MONDAY, tick=False)
def test_question_becomes_an_inquiry_with_receipt_and_confirmation(client: Client) -> None:
    address = ask(client)
    inquiry = Inquiry.objects.get()
    assert address == f"/fragen/{inquiry.number}/bestaetigung/"
    assert (inquiry.channel, inquiry.asker_email) == ("web", "sozialamt@stadt.example")
    assert inquiry.has_publication_consent
    assert inquiry.due_at == MONDAY + timedelta(hours=24)
    assert OutgoingMail.objects.get().recipient == "sozialamt@stadt.example"
    page = client.get(address)
    assertContains(page, inquiry.number)
    assertContains(page, "Dienstag, 24. November 2026, 10:46")


def test_short_address_leads_to_the_first_step_and_takes_the_question_along(
    client: Client,
) -> None:
    response = client.get("/fragen/neu/", {"q": "Wohin mit 80 Personen?"}, follow=True)
    assertContains(response, "Wohin mit 80 Personen?</textarea>")


def test_question_from_the_search_stands_in_the_field_with_its_finds(client: Client) -> None:
    publish_example("Turnhalle in sechs Wochen freigezogen")
    page = client.get("/fragen/neu/frage/", {"q": "Turnhalle freiziehen"})
    assertContains(page, "Turnhalle freiziehen</textarea>")
    assertContains(page, "Turnhalle in sechs Wochen freigezogen")


def test_finds_follow_the_text_and_never_show_what_the_asker_may_not_see(client: Client) -> None:
    publish_example("Turnhalle in sechs Wochen freigezogen")
    publish_example("Turnhalle intern", audience=Audience.MEMBERS)
    InquiryFactory.create(answered=True, subject="Turnhalle einer anderen Stadt")
    page = client.get("/fragen/neu/treffer/", {"question": "Turnhalle freiziehen"})
    assertContains(page, "Turnhalle in sechs Wochen freigezogen")
    assertNotContains(page, "Turnhalle intern")
    assertNotContains(page, "einer anderen Stadt")


@pytest.mark.parametrize("step", ["rueckmeldung", "pruefen"])
def test_no_step_without_the_one_before(client: Client, step: str) -> None:
    assertRedirects(client.get(f"/fragen/neu/{step}/"), "/fragen/neu/frage/")


def test_check_page_without_contact_asks_for_it_first(client: Client) -> None:
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    assertRedirects(client.get("/fragen/neu/pruefen/"), "/fragen/neu/rueckmeldung/")


def test_empty_question_is_refused_and_says_what_to_do(client: Client) -> None:
    page = client.post("/fragen/neu/frage/", {"question": "  "})
    assertContains(page, "Schreiben Sie Ihre Frage in das Feld.")
    assertContains(page, "<title>Fehler: ")


def test_errors_in_the_contact_keep_everything_that_was_entered(client: Client) -> None:
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    page = client.post(
        "/fragen/neu/rueckmeldung/",
        {"name": "Anke Terhorst", "email": "keine-adresse", "urgency": "urgent"},
    )
    assertContains(page, 'value="Anke Terhorst"')
    assertContains(page, 'value="keine-adresse"')
    assertContains(page, "Bitte prüfen Sie die Adresse")
    assertContains(page, "Geben Sie eine Telefonnummer an")
    assertContains(page, "Wählen Sie eine der beiden Möglichkeiten.")
    assertContains(client.get("/fragen/neu/frage/"), QUESTION)


def test_going_back_finds_everything_as_it_was(client: Client) -> None:
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    client.post("/fragen/neu/rueckmeldung/", {**CONTACT, "name": "Anke Terhorst"})
    assertContains(client.get("/fragen/neu/frage/"), QUESTION)
    page = client.get("/fragen/neu/rueckmeldung/")
    assertContains(page, 'value="Anke Terhorst"')
    assertContains(page, 'value="sozialamt@stadt.example"')


def test_changing_the_question_on_the_check_page_leads_back_to_it(client: Client) -> None:
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    client.post("/fragen/neu/rueckmeldung/", CONTACT)
    response = client.post("/fragen/neu/frage/?aendern=1", {"question": "Ganz anders?"})
    assertRedirects(response, "/fragen/neu/pruefen/")
    assertContains(client.get("/fragen/neu/pruefen/"), "Ganz anders?")


def test_check_page_says_what_is_stored_and_for_how_long(client: Client) -> None:
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    client.post("/fragen/neu/rueckmeldung/", CONTACT)
    page = client.get("/fragen/neu/pruefen/")
    assertContains(page, "36 Monate nach dem Abschluss")
    assertContains(page, 'href="/datenschutz/"')


# --- Municipality --------------------------------------------------------------------------------


def test_ambiguous_municipality_is_offered_as_a_choice_and_taken(client: Client) -> None:
    other = MunicipalityFactory.create(name="Halle", postcode="33790")
    chosen = MunicipalityFactory.create(name="Halle", postcode="06108")
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    page = client.post("/fragen/neu/rueckmeldung/", {**CONTACT, "municipality": "Halle"})
    assertContains(page, "Wählen Sie aus, welche Kommune Sie meinen.")
    assertContains(page, place_label(other))
    ask(client, municipality="Halle", place=chosen.key)
    assert Inquiry.objects.get().municipality == chosen


def test_municipality_is_found_by_postcode(client: Client) -> None:
    place = MunicipalityFactory.create(name="Erlenbrück", postcode="98765")
    ask(client, municipality="98765")
    assert Inquiry.objects.get().municipality == place


def test_unknown_municipality_is_refused_and_may_be_left_out(client: Client) -> None:
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    page = client.post("/fragen/neu/rueckmeldung/", {**CONTACT, "municipality": "Atlantis"})
    assertContains(page, "Diese Kommune finden wir nicht.")
    ask(client)
    assert Inquiry.objects.get().municipality is None


def test_municipality_is_recognised_by_the_domain_of_the_address(client: Client) -> None:
    domain = MailDomainFactory.create(domain="stadt.example")
    ask(client)
    assert Inquiry.objects.get().municipality == domain.municipality


def test_typing_a_name_offers_choices_without_complaint(client: Client) -> None:
    MunicipalityFactory.create(name="Halle", postcode="33790")
    MunicipalityFactory.create(name="Halle", postcode="06108")
    page = client.get("/fragen/neu/kommunen/", {"municipality": "Halle"})
    assertContains(page, "06108 Halle")
    assertNotContains(page, "Wählen Sie aus")


def test_signed_in_member_is_asked_for_nothing_we_know(client: Client) -> None:
    place: Municipality = MunicipalityFactory.create(name="Erlenbrück")
    person = UserFactory.create(name="Jutta Feldhaus", municipality=place, roles=[Role.MEMBER])
    client.force_login(person)
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    page = client.get("/fragen/neu/rueckmeldung/")
    for known in ("Jutta Feldhaus", person.email, place_label(place)):
        assertContains(page, f'value="{known}"')
    ask(client, email=person.email, municipality=place_label(place))
    inquiry = Inquiry.objects.get()
    assert (inquiry.asker, inquiry.municipality) == (person, place)


# --- Files ---------------------------------------------------------------------------------------


def upload(name: str = "Plan.pdf", size: int = 20) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n" + b" " * size)


def test_files_travel_along_and_survive_an_error(client: Client) -> None:
    page = client.post("/fragen/neu/frage/", {"question": "", "attachments": [upload()]})
    assertContains(page, "Plan.pdf")
    ask(client)
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.content_type) == ("Plan.pdf", "application/pdf")
    assert attachment.message.kind == Message.Kind.QUESTION


def test_file_can_be_taken_back(
    client: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    client.post("/fragen/neu/frage/", {"question": QUESTION, "attachments": [upload()]})
    handed_in = Upload.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/fragen/neu/frage/", {"question": QUESTION, "remove": handed_in.key})
    assertNotContains(page, "Plan.pdf")
    assert not Upload.objects.exists()
    assert not handed_in.file.storage.exists(str(handed_in.file))


def test_file_that_is_too_large_is_refused_with_its_size(client: Client) -> None:
    page = client.post(
        "/fragen/neu/frage/", {"question": QUESTION, "attachments": [upload(size=11_000_000)]}
    )
    assertContains(page, "„Plan.pdf“ ist mit 11,0\xa0MB zu groß. Möglich sind 10\xa0MB je Datei.")
    assert not Upload.objects.exists()


def test_somebody_elses_upload_cannot_be_attached(client: Client) -> None:
    Client().post("/fragen/neu/frage/", {"question": QUESTION, "attachments": [upload()]})
    client.post("/fragen/neu/frage/", {"question": QUESTION, "remove": Upload.objects.get().key})
    ask(client)
    assert Upload.objects.count() == 1
    assert not Attachment.objects.exists()


def test_uploads_never_sent_are_removed_after_a_day_but_not_what_is_attached(
    client: Client,
) -> None:
    ask_with = {"question": QUESTION, "attachments": [upload()]}
    client.post("/fragen/neu/frage/", ask_with)
    ask(client)
    attachment = Attachment.objects.get()
    created = Upload.objects.get().created_at
    assert anonymising.remove_uploads(created + timedelta(hours=23)) == 0
    assert anonymising.remove_uploads(created + timedelta(hours=24)) == 1
    assert attachment.file.storage.exists(str(attachment.file))


# --- Against abuse -------------------------------------------------------------------------------


def test_pressing_twice_asks_once(client: Client) -> None:
    first = ask(client)
    assertRedirects(client.post("/fragen/neu/pruefen/"), first)
    assert Inquiry.objects.count() == 1


def test_robot_that_fills_the_hidden_field_gets_nowhere_and_loses_nothing(client: Client) -> None:
    page = client.post("/fragen/neu/frage/", {"question": QUESTION, "website": "http://spam"})
    assertContains(page, "Ein verstecktes Feld war ausgefüllt.")
    assertContains(page, QUESTION)


def test_many_questions_for_one_address_are_stopped_and_keep_their_text() -> None:
    for _ in range(10):
        ask(Client())
    client = Client()
    client.post("/fragen/neu/frage/", {"question": QUESTION})
    client.post("/fragen/neu/rueckmeldung/", CONTACT)
    page = client.post("/fragen/neu/pruefen/")
    assertContains(page, "schon sehr viele Fragen")
    assertContains(page, QUESTION)
    assert Inquiry.objects.count() == 10


def test_confirmation_is_for_the_asker_alone(client: Client) -> None:
    address = ask(client)
    assert Client().get(address).status_code == 404
    stranger = Client()
    stranger.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert stranger.get(address).status_code == 404


# --- Own inquiries -------------------------------------------------------------------------------


def test_own_inquiries_need_a_sign_in(client: Client) -> None:
    assert client.get("/fragen/")["Location"].startswith("/anmelden/")


def test_member_sees_own_inquiries_and_no_others(client: Client) -> None:
    person = UserFactory.create(roles=[Role.MEMBER], municipality=MunicipalityFactory.create())
    InquiryFactory.create(asker=person, subject="Meine Frage")
    InquiryFactory.create(asker_email=person.email, subject="Von mir per Mail")
    InquiryFactory.create(municipality=person.municipality, subject="Vom Kollegen")
    client.force_login(person)
    page = client.get("/fragen/")
    assertContains(page, "Meine Frage")
    assertContains(page, "Von mir per Mail")
    assertNotContains(page, "Vom Kollegen")


def test_coordinator_sees_the_inquiries_of_the_municipality(client: Client) -> None:
    person = UserFactory.create(roles=[Role.COORDINATOR], municipality=MunicipalityFactory.create())
    InquiryFactory.create(municipality=person.municipality, subject="Vom Kollegen")
    InquiryFactory.create(municipality=MunicipalityFactory.create(), subject="Andere Stadt")
    client.force_login(person)
    page = client.get("/fragen/")
    assertContains(page, "Vom Kollegen")
    assertNotContains(page, "Andere Stadt")


def test_own_inquiries_are_filtered_and_empty_lists_say_what_to_do(client: Client) -> None:
    person = UserFactory.create(roles=[Role.MEMBER])
    InquiryFactory.create(asker=person, answered=True, closed_at=MONDAY, subject="Erledigt")
    client.force_login(person)
    assertContains(client.get("/fragen/?ansicht=abgeschlossen"), "Erledigt")
    page = client.get("/fragen/?ansicht=offen")
    assertNotContains(page, "Erledigt")
    assertContains(page, "In dieser Auswahl gibt es keine Anfrage.")


def test_own_inquiries_cost_the_same_for_one_and_for_three(client: Client) -> None:
    person = UserFactory.create(roles=[Role.MEMBER])
    client.force_login(person)
    queries = []
    for more in (1, 2):
        for _ in range(more):
            InquiryFactory.create(asker=person, municipality=MunicipalityFactory.create())
        client.get("/fragen/")  # the first page with a row reads the terms, which are then known
        with CaptureQueriesContext(connection) as counted:
            client.get("/fragen/")
        queries.append(len(counted))
    assert queries[0] == queries[1]
