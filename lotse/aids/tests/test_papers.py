"""Aids and copies as PDF, Word and OpenDocument, opened as programs open them."""

import json
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.aids import bootstrap, copying
from lotse.aids.models import Aid, LocalCopy
from lotse.aids.papers import Box, Heading, Listing, Paper, Paragraph, Table, docx, odt, pdf
from lotse.aids.tests.factories import published
from lotse.knowledge.facts import bootstrap as facts
from lotse.lib.audience import Audience
from lotse.municipalities import bootstrap as municipalities
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.topics import bootstrap as topics

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
HOSTILE = '<w:p/> & "x" =HYPERLINK("http://a.example") ]]>\x00\x0b {{ 7 }} &amp;'
PAPER = Paper(
    "Titel",
    "Checkliste · Version 0.1",
    (
        Heading("Wege"),
        Paragraph("Erste Zeile\nzweite Zeile"),
        Listing(("eins", "zwei"), is_numbered=True),
        Listing(("drei",), is_numbered=True),
        Box("Räumdienst", ("Bauhof",), is_ticked=True),
        Table(("A", "B"), (("1", HOSTILE),)),
    ),
    "Lotse · https://lotse.example/",
    "Lotse",
)


def word_lines(content: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph, in order."""
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    return [
        (
            next(style.attrib[f"{WORD}val"] for style in one.iter(f"{WORD}pStyle")),
            "\n".join(part.text or "" for part in one.iter(f"{WORD}t")),
        )
        for one in root.iter(f"{WORD}p")
    ]


def open_lines(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        for name in archive.namelist()[1:]:
            ElementTree.fromstring(archive.read(name))
        root = ElementTree.fromstring(archive.read("content.xml"))
    return ["".join(one.itertext()) for one in root.iter() if one.tag in (f"{TEXT}p", f"{TEXT}h")]


def plain(text: str) -> str:
    return text.replace("\x00", "").replace("\x0b", "")


def test_word_has_styles_and_takes_no_text_for_markup() -> None:
    assert word_lines(docx.write(PAPER)) == [
        ("Title", "Titel"),
        ("Small", "Checkliste · Version 0.1"),
        ("Heading1", "Wege"),
        ("Normal", "Erste Zeile\nzweite Zeile"),
        *(("Normal", "eins"), ("Normal", "zwei"), ("Normal", "drei")),
        ("Box", "☒ Räumdienst"),
        ("Note", "Bauhof"),
        *(("Head", "A"), ("Head", "B"), ("Normal", "1"), ("Normal", plain(HOSTILE))),
        ("Normal", ""),
    ]


def test_each_numbered_list_in_word_begins_with_one() -> None:
    with ZipFile(BytesIO(docx.write(PAPER))) as archive:
        text = ElementTree.fromstring(archive.read("word/document.xml"))
        kinds = ElementTree.fromstring(archive.read("word/numbering.xml"))
    used = [one.attrib[f"{WORD}val"] for one in text.iter(f"{WORD}numId")]
    assert used == ["2", "2", "3"]
    again = {
        one.attrib[f"{WORD}numId"] for one in kinds if one.find(f"{WORD}lvlOverride") is not None
    }
    assert again == {"2", "3"}


def test_open_document_says_the_same() -> None:
    assert open_lines(odt.write(PAPER)) == [
        *("Titel", "Checkliste · Version 0.1", "Wege", "Erste Zeilezweite Zeile"),
        *("eins", "zwei", "drei", "☒ Räumdienst", "Bauhof"),
        *("A", "B", "1", plain(HOSTILE), ""),
    ]


def test_pdf_of_many_pages_keeps_its_bookmarks() -> None:
    long = Paper(
        "Titel", "", (Heading("Wege"), *(Box(f"Punkt {n}" * 20) for n in range(99))), "", ""
    )
    content = pdf.write(long)
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") > 4
    assert b"/Outlines" in content
    assert b"de-DE" in content
    assert pdf.write(PAPER).startswith(b"%PDF-")


@pytest.mark.django_db
def test_every_first_aid_is_written_in_every_format() -> None:
    for part in (topics, municipalities, facts, bootstrap):
        part.load(timezone.now())
    client = Client()
    for aid in Aid.objects.all():
        address = f"{aid.get_absolute_url()}datei"
        lines = word_lines(client.get(f"{address}.docx").content)
        assert lines[0] == ("Title", aid.title)
        assert len(lines) > 8, aid.slug
        said = [text for _style, text in lines]
        assert [text.replace("\n", "") for text in said] == open_lines(
            client.get(f"{address}.odt").content
        ), aid.slug
        assert client.get(f"{address}.pdf").content.startswith(b"%PDF-")
        page = client.get(aid.get_absolute_url()).content.decode()
        has_table = f'href="{address}.xlsx' in page
        status = client.get(f"{address}.json").status_code
        assert (status == 200) is has_table is (aid.is_checklist or aid.is_calculator)


@pytest.mark.django_db
def test_calculator_takes_its_inputs_along() -> None:
    for part in (topics, municipalities, facts, bootstrap):
        part.load(timezone.now())
    aid = Aid.objects.get(slug="quotenrechner")
    found = Client().get(aid.get_absolute_url()).context["found"].inputs
    key = next(one.key for one in found if one.kind.value == "number")
    page = Client().get(aid.get_absolute_url(), {f"e-{key}": "4711"}).content.decode()
    assert f"datei.xlsx?e-{key}=4711" in page
    content = Client().get(f"{aid.get_absolute_url()}datei.json", {f"e-{key}": "4711"}).content
    rows = json.loads(content)["rows"]
    assert "4711" in {row["Wert"] for row in rows if row["Teil"] == "Eingaben"}
    assert any(row["Formel oder Quelle"] for row in rows if row["Teil"] == "So rechnet er")
    file = Client().get(f"{aid.get_absolute_url()}datei.xlsx", {f"e-{key}": "=1+1"}).content
    cells = [cell for row in load_workbook(BytesIO(file)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "'=1+1" in {cell.value for cell in cells}


def clerk() -> User:
    return UserFactory.create(roles=[Role.MEMBER], municipality=MunicipalityFactory.create())


@pytest.mark.django_db
def test_copy_is_written_with_ticks_and_notes_for_its_municipality_alone() -> None:
    person = clerk()
    copy = LocalCopy.objects.get(pk=made(person).pk)
    copy.points.filter(key="ersatz").update(state="done", note="Angebot liegt vor.")
    own, other = Client(), Client()
    own.force_login(person)
    other.force_login(clerk())
    address = f"{copy.get_absolute_url()}liste"
    said = word_lines(own.get(f"{address}.docx").content)
    assert ("Title", "Zelthalle") in said
    assert ("Box", "☒ Ersatzheizung benannt") in said
    assert ("Note", "Notiz: Angebot liegt vor.") in said
    assert "☐ Räumdienst auch nachts" in open_lines(own.get(f"{address}.odt").content)
    assert own.get(f"{address}.pdf")["Content-Type"] == "application/pdf"
    assert other.get(f"{address}.docx").status_code == 404
    assert own.get(f"{address}.exe").status_code == 404


def made(person: User) -> LocalCopy:
    assert person.municipality is not None
    return copying.make(
        published(),
        municipality=person.municipality,
        title="Zelthalle",
        day=None,
        answers={},
        is_named=False,
        person=person,
        now=NOW,
    )


@pytest.mark.django_db
def test_aid_for_members_is_no_file_for_the_public() -> None:
    aid = published(audience=Audience.MEMBERS)
    address = f"{aid.get_absolute_url()}datei.docx"
    assert Client().get(address).status_code == 404
    member = Client()
    member.force_login(clerk())
    response = member.get(address)
    assert ("Small", "Nur für Mitglieder. Bitte nicht weitergeben.") in word_lines(response.content)
    assert "no-store" in response["Cache-Control"]
