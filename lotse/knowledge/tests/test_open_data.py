"""What can be taken away: by the web and the command line, in four formats, by each audience."""

import csv
import io
import json
import tempfile
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts import limits
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.open_data import formats, kinds, views
from lotse.knowledge.open_data.records import View
from lotse.knowledge.tests.factories import answered, fact, published, version
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory, LabelFactory

pytestmark = pytest.mark.django_db
FOLDERS = {kind.name: kind.file for kind in kinds.KINDS.values()}


def body(path: str, client: Client | None = None) -> bytes:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def lines(path: str, client: Client | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in body(path, client).decode().splitlines()]


def table(path: str) -> list[dict[str, str]]:
    text = body(path).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def workbook(path: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(body(path)), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_list_and_its_files_leave_the_same_examples() -> None:
    field = FieldFactory(code="U")
    topic = ConceptFactory(broader=field)
    bavaria = MunicipalityFactory(land=LandFactory(code="BY"))
    published(title="Beides", concepts=[topic], municipalities=[bavaria])
    published(title="Nur Thema", concepts=[topic])
    published(title="Nur Mitglieder", concepts=[topic], municipalities=[bavaria], audience=1)
    chosen = "?thema=U&land=BY&unbekannt=1"

    page = Client().get(f"/beispiele/{chosen}").content.decode()

    assert f'href="/beispiele/export.csv{chosen.replace("&", "&amp;")}"' in page
    assert [one["title"] for one in lines(f"/beispiele/export.jsonl{chosen}")] == ["Beides"]
    assert [row["Titel"] for row in table(f"/beispiele/export.csv{chosen}")] == ["Beides"]
    assert [row[0] for row in workbook(f"/beispiele/export.xlsx{chosen}")] == ["Titel", "Beides"]
    graph = json.loads(body(f"/beispiele/export.jsonld{chosen}"))["@graph"]
    assert [(one["@type"], one["name"]) for one in graph] == [
        ("Dataset", "Gute Beispiele"),
        ("Article", "Beides"),
    ]


def test_everybody_takes_away_what_they_see_on_the_page() -> None:
    for audience in Audience:
        published(title=f"B {audience.name}", audience=audience, internal_note="Geheimnis")
        answered(question=f"A {audience.name}?", slug=audience.name.lower(), audience=audience)
    fact("F-U-1", versions=[version(verification="unconfirmed", checked_on=None)])
    fact("F-U-2")
    seen = {}
    for role in (None, Role.MEMBER, Role.DESK, Role.OPERATOR):
        client = Client()
        if role:
            client.force_login(UserFactory.create(roles=[role]))
        found = [
            one.get("title") if name != "facts" else one["code"]
            for name in ("examples", "answers", "facts")
            for one in lines(f"/{FOLDERS[name]}/export.jsonl", client)
        ]
        seen[role] = found
        for ending in formats.FORMATS:
            assert b"Geheimnis" not in body(f"/beispiele/export.{ending}", client)

    public = ["B PUBLIC", "A PUBLIC?", "F-U-2"]
    members = ["B MEMBERS", "B PUBLIC", "A PUBLIC?", "A MEMBERS?", "F-U-2"]
    everything = [
        *("B TEAM", "B MEMBERS", "B PUBLIC", "A PUBLIC?", "A MEMBERS?", "A TEAM?"),
        *("F-U-1", "F-U-2"),
    ]
    assert seen == {
        None: public,
        Role.MEMBER: members,
        Role.DESK: everything,
        Role.OPERATOR: public,
    }


def test_contact_stays_on_the_page_where_it_was_agreed_to() -> None:
    published(
        contact_office="Sozialamt",
        contact_email="sozialamt@musterstadt.example",
        contact_consent_until=date(2099, 1, 1),
    )
    member = Client()
    member.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert b"sozialamt@" not in body("/beispiele/export.jsonl", member)


@pytest.mark.parametrize("name", list(kinds.KINDS))
@pytest.mark.parametrize("ending", list(formats.FORMATS))
def test_every_record_names_its_source_and_its_licence(name: str, ending: str) -> None:
    LabelFactory(concept=ConceptFactory(code="U1"), text="Halle")
    published()
    answered()
    fact()
    path = f"/{FOLDERS[name]}/export.{ending}"
    if ending == "jsonl":
        rows: list[Any] = lines(path)
        assert [bool(one["licence"]) for one in rows] == [True] * len(rows)
        assert all(one.get("sources") or one["source"] for one in rows)
    elif ending == "csv":
        rows = table(path)
        assert all(one["Lizenz"] and (one.get("Quellen") or one["Quelle"]) for one in rows)
    elif ending == "xlsx":
        header, *rows = workbook(path)
        assert all(row[header.index("Lizenz")] for row in rows)
    else:
        rows = json.loads(body(path))["@graph"][1:]
        assert all(one["license"].startswith("https://") for one in rows)
    assert rows


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("https://boese.example")'
    published(title=evil.strip() or "x", what=evil, problem=evil)

    [row] = table("/beispiele/export.csv")
    header, cells = workbook("/beispiele/export.xlsx")

    assert row["Kurz gesagt"] == f"'{evil}"
    assert cells[header.index("Ausgangslage")] == f"'{evil}"
    [exact] = lines("/beispiele/export.jsonl")
    assert exact["what"] == evil


def test_marks_of_facts_become_their_value() -> None:
    fact("F-U-20")
    published(problem="Es fehlten [F-U-20].")
    answered(long_answer="Rechnen Sie mit [F-U-20].")
    said = "7 m² (bundesweit, Stand 19.08.2026)".replace("7 m²", "7\u00a0m²")
    assert lines("/beispiele/export.jsonl")[0]["problem"] == f"Es fehlten {said}."
    assert lines("/antworten/export.jsonl")[0]["long_answer"] == f"Rechnen Sie mit {said}."


def test_published_change_stands_in_the_very_next_file() -> None:
    example = published(title="Vorher")
    assert [one["title"] for one in lines("/beispiele/export.jsonl")] == ["Vorher"]
    example.unpublish()
    assert lines("/beispiele/export.jsonl") == []


def test_unknown_format_does_not_exist_and_many_files_are_slowed_down() -> None:
    assert Client().get("/beispiele/export.exe").status_code == 404
    for _turn in range(views.PER_CLIENT.amount):
        limits.count(views.PER_CLIENT, key="127.0.0.1", now=timezone.now())
    assert Client().get("/themen/export.csv").status_code == 429


def test_queries_do_not_grow_with_rows_of_a_batch() -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as asked:
            for name in ("examples", "answers", "facts"):
                lines(f"/{FOLDERS[name]}/export.jsonl")
        return len(asked)

    def fill(number: int) -> None:
        published()
        answered(slug=f"a-{number}", scope="land", lands=[LandFactory()])
        fact(f"F-U-{number}")

    fill(1)
    alone = taken()
    fill(2)
    fill(3)
    assert taken() == alone


@pytest.mark.parametrize("ending", list(formats.FORMATS))
def test_memory_does_not_grow_with_rows(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the rows need no more than a little beside what one batch needs."""
    monkeypatch.setattr(kinds, "BATCH", 20)
    kind, form = kinds.KINDS["municipalities"], formats.FORMATS[ending]
    view = View(Audience.PUBLIC, timezone.localdate())
    land = LandFactory()

    def fill(number: int) -> None:
        towns = MunicipalityFactory.build_batch(number, land=land)
        Municipality.objects.bulk_create(towns)

    def needed() -> int:
        tracemalloc.start()
        with Path("/dev/null").open("wb") as nowhere:
            found = kind.records(QueryDict(), view)
            if form is formats.XLSX:
                formats.write(form, kind, found, io.BufferedRandom(io.FileIO(sink, "w+")))
            else:
                formats.write(form, kind, found, nowhere)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    with tempfile.NamedTemporaryFile() as kept:
        sink = kept.name
        fill(1500)
        needed()
        few = needed()
        fill(6000)
        assert needed() < few * 1.5


def test_command_writes_every_kind_in_every_format(tmp_path: Path, capsys: Any) -> None:
    published(title="Offen")
    published(title="Intern", audience=Audience.MEMBERS)

    call_command("export", out=tmp_path / "neu")

    names = {f"{folder}.{ending}" for folder in FOLDERS.values() for ending in formats.FORMATS}
    assert {path.name for path in (tmp_path / "neu").iterdir()} == names
    [only] = (tmp_path / "neu/beispiele.jsonl").read_text().splitlines()
    assert json.loads(only)["title"] == "Offen"
    assert "beispiele.csv: 1 Einträge" in capsys.readouterr().out


def test_command_writes_for_an_audience_one_kind_and_tells_in_json(
    tmp_path: Path, capsys: Any
) -> None:
    published(title="Intern", audience=Audience.MEMBERS)
    options = {"kind": ["examples"], "format": ["csv"], "audience": "members", "json": True}

    call_command("export", out=tmp_path, **options)

    told = json.loads(capsys.readouterr().out)
    assert told == {"file": str(tmp_path / "beispiele.csv"), "kind": "examples", "records": 1}
    assert "Intern" in (tmp_path / "beispiele.csv").read_text()


def test_command_says_in_one_sentence_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    with pytest.raises(CommandError, match="lässt sich nicht schreiben"):
        call_command("export", out=tmp_path / "datei")
