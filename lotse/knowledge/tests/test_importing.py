"""Spreadsheets come in as drafts: by the web and the command line, and go back as a whole."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import rules as knowledge
from lotse.knowledge.importing import fields, keeping, rules, sheets
from lotse.knowledge.models import Example, SheetImport
from lotse.knowledge.open_data import formats, kinds
from lotse.knowledge.tests.factories import published
from lotse.lib.errors import RuleError
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
TABLE = (
    "Maßnahme;Kommune;Kurzbeschreibung;Thema;Jahr;Einmalige Kosten;Link;Farbe\n"
    "Halle dämmen;Musterstadt;Die Stadt dämmt eine Halle.;Hallen;2024;12.500 €;https://a.example/;rot\n"
    ";Musterstadt;Ohne Titel.;Hallen;;;;\n"
    "Lotsen im Amt;Nirgendwo;Helfende begleiten.;Hallen;neulich;;kein-link;\n"
    "Halle dämmen;Musterstadt;Noch einmal.;Hallen;;;;\n"
)


@pytest.fixture
def town() -> None:
    MunicipalityFactory(key="09000001", name="Musterstadt", land=LandFactory(code="BY"))
    ConceptFactory(code="U12", name="Hallen", broader=FieldFactory(code="U"))


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    return client


def upload(client: Client, name: str, content: bytes) -> Any:
    return client.post("/einlesen/", {"file": SimpleUploadedFile(name, content)})


def worked() -> None:
    while rules.work(timezone.now()):
        pass


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def archive(name: str, content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return written.getvalue()


@pytest.mark.usefixtures("town")
def test_editor_uploads_corrects_looks_imports_and_takes_back(editor: Client) -> None:
    answer = upload(editor, "beispiele.csv", TABLE.encode("cp1252"))
    sheet = SheetImport.objects.get()
    assert answer["Location"] == f"/einlesen/{sheet.pk}/spalten/"
    guessed = ["title", "municipalities", "what", "concepts", "year", "one_off_cost_euro"]
    assert sheet.mapping == [*guessed, "sources", ""]

    page = editor.get(answer["Location"]).content.decode()
    assert "Zum Beispiel: rot" in page
    chosen = {f"spalte-{n}": name for n, name in enumerate(sheet.mapping)}
    editor.post(answer["Location"], {**chosen, "spalte-7": "note"})
    assert "Zeilen werden geprüft" in editor.get(f"/einlesen/{sheet.pk}/").content.decode()
    worked()

    preview = editor.get(f"/einlesen/{sheet.pk}/").content.decode()
    assert "1 Zeile wird ein Entwurf" in preview
    assert "2 Zeilen haben Fehler und bleiben weg" in preview
    said = [row.problems for row in sheet.rows.all()]
    assert said[1] == ["Titel fehlt."]
    assert said[2] == [
        "Kommunen: Die Kommune „Nirgendwo“ finden wir nicht eindeutig.",
        "Jahr: „neulich“ ist keine ganze Zahl.",
        "Quellen: „kein-link“ ist keine Internetadresse.",
    ]
    assert "Zeile 2 dieser Tabelle" in preview
    assert Example.objects.count() == 0

    editor.post(f"/einlesen/{sheet.pk}/starten/")
    worked()

    [example] = Example.objects.all()
    assert (example.title, example.year, example.one_off_cost_euro) == ("Halle dämmen", 2024, 12500)
    assert (example.live, example.note, example.audience) == (False, "rot", 1)
    assert [part.municipality.key for part in example.municipalities.all()] == ["09000001"]
    assert [source.url for source in example.sources.all()] == ["https://a.example/"]
    assert [concept.code for concept in example.concepts.all()] == ["U12"]
    draft = example.get_latest_revision_as_object()
    assert (draft.title, draft.internal_note) == (
        "Halle dämmen",
        "Eingelesen aus „beispiele.csv“, Zeile 2.",
    )
    assert {tuple(row.cells) for row in sheet.rows.all()} == {()}

    answer = editor.post(f"/einlesen/{sheet.pk}/zuruecknehmen/", follow=True)
    assert "1 Entwurf entfernt." in answer.content.decode()
    assert Example.objects.count() == 0


@pytest.mark.usefixtures("town")
def test_what_was_worked_on_or_published_since_stays() -> None:
    lines = "".join(f"Maßnahme {n} {'abc'[n] * 9};Satz {n}.\n" for n in range(3))
    sheet = rules.take_in(
        name="a.csv", content=f"Titel;Kurz gesagt\n{lines}".encode(), by=None, now=timezone.now()
    )
    rules.map_columns(sheet, sheet.mapping, now=timezone.now())
    worked()
    rules.begin(sheet, now=timezone.now())
    worked()
    edited, _plain, _other = Example.objects.order_by("pk")
    edited.save_revision()

    assert rules.take_back(SheetImport.objects.get(), now=timezone.now()) == (2, 1)
    assert list(Example.objects.all()) == [edited]
    with pytest.raises(RuleError):
        rules.take_back(SheetImport.objects.get(), now=timezone.now())


@pytest.mark.usefixtures("town")
def test_same_title_is_left_out_and_a_similar_one_is_pointed_out() -> None:
    published(title="Sprachmittlung per Video im Rathaus", what="Dolmetschende sind zugeschaltet.")
    content = (
        "Titel;Kurz gesagt\n"
        "Sprachmittlung per Video im Rathaus;Anders gesagt.\n"
        "Sprachmittlung per Video in Rathäusern;Dolmetschende sind zugeschaltet.\n"
        "Ganz andere Sache;Ein Zelt wird geheizt.\n"
    )
    sheet = rules.take_in(name="a.csv", content=content.encode(), by=None, now=timezone.now())
    rules.map_columns(sheet, sheet.mapping, now=timezone.now())
    worked()

    same, alike, other = sheet.rows.all()
    assert (same.is_taken, same.duplicate_title) == (False, "Sprachmittlung per Video im Rathaus")
    assert (alike.is_taken, alike.similar_title) == (True, "Sprachmittlung per Video im Rathaus")
    assert (other.is_taken, other.similar_title) == (True, "")


def test_our_own_export_comes_in_again_in_every_format(tmp_path: Path) -> None:
    town = MunicipalityFactory(key="09000001", name="Musterstadt", land=LandFactory(code="BY"))
    topic = ConceptFactory(code="U12", name="Hallen", broader=FieldFactory(code="U"))
    facts = {
        "title": "=Halle dämmen",
        "what": "Die Stadt dämmt eine Halle.",
        "problem": "Zug.\n\nKälte.",
        "year": 2024,
        "year_basis": "stated",
        "started_on": date(2024, 1, 2),
        "lead_time_days": 14,
        "limits": "Nur ein Dach.\nNur im Winter.",
        "status": "running",
    }
    for ending in ("csv", "xlsx", "jsonl"):
        example = published(**facts, municipalities=[town], concepts=[topic])
        call_command("export", out=tmp_path, kind=["examples"], format=[ending], verbosity=0)
        example.unpublish()
        Example.objects.filter(pk=example.pk).delete()

        call_command("import", tmp_path / f"beispiele.{ending}")

        again = Example.objects.get()
        assert {name: getattr(again, name) for name in facts} == facts, ending
        assert [part.municipality for part in again.municipalities.all()] == [town]
        assert [concept.code for concept in again.concepts.all()] == ["U12"]
        again.delete()


BOMB = archive("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
REFUSED = {
    "leer.csv": (b"", "Die Datei ist leer."),
    "bombe.xlsx": (BOMB, "entpackt zu groß"),
    "kaputt.xlsx": (archive("[Content_Types].xml", b"<x/>"), "beschädigt"),
    "gelogen.xlsx": (b"Titel;Kurz gesagt\n", "keine lesbare XLSX-Datei"),
    "makros.xlsx": (archive("xl/vbaProject.bin", b"x"), "ohne Makros"),
    "binaer.csv": (b"PK\x03\x04\x00\x00", "keine CSV-Datei"),
    "ohne.csv": (b";;;\n1;2\n", "keine Überschriften"),
    "nur-kopf.csv": (b"Titel;Kurz\n", "steht nichts"),
    "breit.csv": (b";".join([b"a"] * 101) + b"\n1\n", "zu viele Spalten"),
    "lang.csv": (b"Titel\n" + b"x\n" * 5001, "mehr als 5000 Zeilen"),
    "zelle.csv": (b"Titel\n" + b"x" * 10_001, "zu viel Text"),
    "feld.csv": (b'Titel\n"' + b"x" * 200_000, "nicht lesbar"),
    "liste.jsonl": (b"[1, 2]\n", "kein JSON-Objekt"),
    "tief.jsonl": (b"[" * 100_000, "kein JSON-Objekt"),
    "bild.png": (b"\x89PNG", "lesen wir nicht"),
    "gross.csv": (b"x" * 10_000_001, "zu groß"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_malicious_broken_or_oversized_file_is_refused_in_one_sentence(name: str) -> None:
    content, sentence = REFUSED[name]
    with pytest.raises(RuleError, match=sentence):
        rules.take_in(name=name, content=content, by=None, now=timezone.now())
    assert SheetImport.objects.count() == 0


def test_refused_file_is_told_beside_its_field(editor: Client) -> None:
    answer = upload(editor, "bombe.xlsx", BOMB)
    assert "Die Datei wird entpackt zu groß." in answer.content.decode()


def test_formula_in_a_workbook_is_text_and_nothing_is_calculated() -> None:
    content = workbook(("Titel", "Kurz gesagt"), ("=1+1", "=HYPERLINK(1)"), ("Echt", "Satz."))
    assert sheets.read("a.xlsx", content).rows == [(3, ["Echt", "Satz."])]


def test_numbers_and_days_of_a_workbook_are_read_as_written() -> None:
    content = workbook(("Jahr", "Beginn", "VZÄ"), (2024.0, date(2024, 3, 1), 0.5))
    assert sheets.read("a.xlsx", content).rows == [(2, ["2024", "01.03.2024", "0.5"])]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (["title", "title"], "zwei Spalten zugeordnet"),
        (["title", ""], "Es fehlt eine Spalte für: Kurz gesagt"),
        (["title", "slug"], "passt nicht"),
        (["title"], "passt nicht"),
    ],
)
def test_mapping_that_says_nothing_useful_is_refused(mapping: list[str], sentence: str) -> None:
    sheet = rules.take_in(name="a.csv", content=b"A;B\n1;2\n", by=None, now=timezone.now())
    with pytest.raises(RuleError, match=sentence):
        rules.map_columns(sheet, mapping, now=timezone.now())


def test_headings_of_our_tables_are_guessed() -> None:
    labels = formats.header(kinds.KINDS["examples"])
    guessed = dict(zip(labels, fields.guess(labels), strict=True))
    unknown = {label for label, name in guessed.items() if not name}
    assert unknown == {
        *("Themenfelder", "Kennungen der Schlagworte", "Schritte", "geeignet für Größenklassen"),
        *("geprüft am", "Wiedervorlage", "Anlagen", "Adresse auf der Plattform"),
        *("noch nicht geprüft", "Lizenz", "Herausgeber", "geändert am"),
    }


@pytest.mark.usefixtures("town")
def test_command_tells_what_it_did_and_takes_it_back(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "beispiele.csv"
    path.write_text(TABLE)

    call_command("import", path, dry_run=True)
    assert (Example.objects.count(), SheetImport.objects.count()) == (0, 0)
    assert "Zeile 3: Titel fehlt." in capsys.readouterr().out
    call_command("import", path, json=True)
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("rows", "drafts", "wrong", "duplicates")} == {
        "rows": 4,
        "drafts": 1,
        "wrong": 2,
        "duplicates": 1,
    }
    call_command("import", undo=told["import"])
    assert "1 Entwürfe entfernt" in capsys.readouterr().out
    assert Example.objects.count() == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Nennen Sie eine Datei"),
        ({"file": Path("gibt-es-nicht.csv")}, "lässt sich nicht lesen"),
        ({"undo": 7}, "gibt es nicht"),
    ],
)
def test_command_refuses_in_one_sentence(options: dict[str, Any], sentence: str) -> None:
    file = options.pop("file", None)
    with pytest.raises(CommandError, match=sentence):
        call_command("import", *([file] if file else []), **options)


def test_table_nobody_went_on_with_is_forgotten() -> None:
    sheet = rules.take_in(name="a.csv", content=b"A;B\n1;2\n", by=None, now=timezone.now())
    assert keeping.remove(timezone.now()) == 0
    assert keeping.remove(timezone.now() + keeping.KEPT_FOR) == 1
    assert not SheetImport.objects.filter(pk=sheet.pk).exists()


@pytest.mark.usefixtures("town")
def test_imported_draft_can_be_published_by_an_editor() -> None:
    content = "Titel;Kommune;Kurz gesagt;Themen;Quelle\nA;09000001;B;U12;https://a.example/\n"
    sheet = rules.take_in(name="a.csv", content=content.encode(), by=None, now=timezone.now())
    rules.map_columns(sheet, sheet.mapping, now=timezone.now())
    worked()
    rules.begin(sheet, now=timezone.now())
    worked()
    knowledge.publish_draft(Example.objects.get())
    assert Client().get("/beispiele/a/").status_code == 404
    Example.objects.update(audience=0)
    assert Client().get("/beispiele/a/").status_code == 200
