"""Malicious files before every door: forms and the admin refuse them, mail keeps them apart."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from lotse.accounts import bootstrap as accounts
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap
from lotse.knowledge.models import SubmissionFile
from lotse.knowledge.submissions import rules
from lotse.knowledge.submissions.tests.factories import accepted, draft_of, with_file
from lotse.lib.errors import RuleError
from lotse.lib.tests.test_uploadcheck import MALICIOUS, picture

pytestmark = pytest.mark.django_db


def chosen(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


@pytest.fixture
def editor() -> Client:
    now = timezone.now()
    accounts.load(now)
    bootstrap.load(now)
    client = Client()
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    return client


@pytest.mark.parametrize("name", list(MALICIOUS))
def test_form_of_a_submission_refuses_it_beside_the_field(name: str) -> None:
    content, reason = MALICIOUS[name]
    client = Client()
    client.post("/beispiele/melden/", {"raw_text": "Wir haben eine Halle gedämmt."})

    page = client.post("/beispiele/melden/unterlagen/", {"attachments": chosen(name, content)})

    assert page.status_code == 200
    assert reason in page.content.decode()
    assert SubmissionFile.objects.count() == 0


def test_form_of_a_question_refuses_it_and_keeps_the_question() -> None:
    content, reason = MALICIOUS["Logo.svg"]
    asked = {"question": "Wer prüft die Schneelast?", "attachments": chosen("Logo.svg", content)}

    page = Client().post("/fragen/neu/frage/", asked).content.decode()

    assert reason in page
    assert "Wer prüft die Schneelast?" in page


@pytest.mark.parametrize("name", list(MALICIOUS))
def test_what_came_by_mail_never_gets_into_a_draft(name: str) -> None:
    content, reason = MALICIOUS[name]
    person = UserFactory.create(roles=[Role.EDITOR])
    submission = accepted(person)
    file = with_file(
        submission,
        name,
        content,
        licence="CC BY 4.0",
        rights_confirmed_at=timezone.now(),
        alt_text="Ein Bild",
        people_shown="nobody",
    )

    with pytest.raises(RuleError, match=reason):
        rules.take_over_file(file, editor=person, now=timezone.now())

    draft = draft_of(submission)
    assert (list(draft.attachments.all()), list(draft.pictures.all())) == ([], [])


Send = Callable[[Client, SimpleUploadedFile], Any]


def document(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post("/redaktion/documents/add/", {"title": "Datei", "file": file})


def many_documents(client: Client, file: SimpleUploadedFile) -> Any:
    sent = {"title": "Datei", "files[]": file}
    return client.post("/redaktion/documents/multiple/add/", sent)


def chosen_document(client: Client, file: SimpleUploadedFile) -> Any:
    sent = {"document-chooser-upload-title": "Datei", "document-chooser-upload-file": file}
    return client.post("/redaktion/documents/chooser/create/", sent)


def image(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post("/redaktion/images/add/", {"title": "Bild", "file": file})


def many_images(client: Client, file: SimpleUploadedFile) -> Any:
    sent = {"title": "Bild", "files[]": file}
    return client.post("/redaktion/images/multiple/add/", sent)


def chosen_image(client: Client, file: SimpleUploadedFile) -> Any:
    sent = {"image-chooser-upload-title": "Bild", "image-chooser-upload-file": file}
    return client.post("/redaktion/images/chooser/create/", sent)


@pytest.mark.parametrize("name", list(MALICIOUS))
def test_admin_refuses_it_as_a_document_and_as_an_image(name: str, editor: Client) -> None:
    content, _reason = MALICIOUS[name]
    doors: tuple[Send, ...] = (
        *(document, many_documents, chosen_document),
        *(image, many_images, chosen_image),
    )
    for send in doors:
        answer = send(editor, chosen(name, content))
        assert answer.status_code == 200, send.__name__
    assert get_document_model().objects.count() == 0
    assert get_image_model().objects.count() == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Zwitter.pdf", "passen Inhalt und Endung nicht zusammen"),
        ("Liste.csv", "beginnen Zellen mit einer Formel"),
        ("Bombe.xlsx", "wird entpackt zu groß"),
        ("Logo.svg", "Dateiendung"),
    ],
)
def test_admin_says_in_german_what_is_wrong_with_a_document(
    name: str, sentence: str, editor: Client
) -> None:
    page = document(editor, chosen(name, MALICIOUS[name][0])).content.decode()
    assert sentence in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Zwitter.png", "passen Inhalt und Endung nicht zusammen"), ("Riesig.png", "50 Megapixel")],
)
def test_admin_says_in_german_what_is_wrong_with_an_image(
    name: str, sentence: str, editor: Client
) -> None:
    page = image(editor, chosen(name, MALICIOUS[name][0])).content.decode()
    assert sentence in page


def test_admin_takes_ordinary_files(editor: Client) -> None:
    document(editor, chosen("Satzung.pdf", b"%PDF-1.7\n%%EOF"))
    image(editor, chosen("Hof.png", picture()))
    assert get_document_model().objects.count() == 1
    assert get_image_model().objects.count() == 1
