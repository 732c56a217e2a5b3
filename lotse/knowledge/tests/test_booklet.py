"""Examples as one file: for whom, what stands in it, how it is bounded."""

import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from lotse.accounts import limits
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.models import Step
from lotse.knowledge.printing import views
from lotse.knowledge.tests.factories import fact, published
from lotse.lib.audience import Audience
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
PATH = "/beispiele/mappe.pdf"


def outline(file: bytes) -> list[str]:
    """Return the bookmarks, which are the titles of the examples."""
    found = re.findall(rb"/Title (<[0-9A-Fa-f]+>|\((?:[^()\\]|\\.)*\))", file)
    return [_string(one) for one in found]


def _string(raw: bytes) -> str:
    inner = bytes.fromhex(raw[1:-1].decode()) if raw.startswith(b"<") else _unescaped(raw[1:-1])
    return inner.decode("utf-16" if inner.startswith(b"\xfe\xff") else "latin-1")


def _unescaped(raw: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(rb"\\(.)", lambda found: named.get(found[1], found[1]), raw, flags=re.DOTALL)


def texts(file: bytes) -> str:
    """Return what is drawn, line by line, by the tables from glyphs to letters in the file."""
    streams = [
        # The last byte of its checksum may read like the end of a line: nobody asks for it here.
        zlib.decompressobj().decompress(one) if one[:1] == b"\x78" else one
        for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL)
    ]
    tables = [_letters(one) for one in streams if b"beginbfchar" in one]
    return "\n".join(line for one in streams if b" Tj" in one for line in _lines(one, tables))


def _letters(table: bytes) -> dict[int, str]:
    """One for each font, in their order."""
    return {
        int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for code, letter in re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4,})>", table)
    }


def _lines(page: bytes, tables: list[dict[int, str]]) -> Iterator[str]:
    letters: dict[int, str] = {}
    for block in re.findall(rb"BT (.*?) ET", page, re.DOTALL):
        if font := re.match(rb"/F(\d+) ", block):
            letters = tables[int(font[1]) - 1]
        drawn = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", block, re.DOTALL)
        raw = b"".join(_unescaped(one) for one in drawn)
        codes = (raw[n] << 8 | raw[n + 1] for n in range(0, len(raw) - 1, 2))
        yield "".join(letters.get(code, "") for code in codes)


def file_of(query: str, client: Client | None = None) -> bytes:
    answer = (client or Client()).get(f"{PATH}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return bytes(answer.content)


def test_filtered_list_becomes_one_file_with_a_bookmark_for_each_example() -> None:
    topic = ConceptFactory(broader=FieldFactory(code="U", name="Unterbringung"))
    published(title="Erste", concepts=[topic])
    published(title="Zweite – mit Ümläuten", concepts=[topic])
    published(title="Anderes")

    assert [one for one in outline(file_of("thema=U")) if one != "Gute Beispiele aus Kommunen"] == [
        "Zweite – mit Ümläuten",
        "Erste",
    ]


def test_picked_examples_come_in_the_order_in_which_they_were_picked() -> None:
    first, second = published(title="Erste"), published(title="Zweite")
    found = outline(file_of(f"vergleich={first.pk}&vergleich={second.pk}"))
    assert [one for one in found if one in ("Erste", "Zweite")] == ["Erste", "Zweite"]


def test_file_names_sources_dates_licence_pages_and_what_facts_say() -> None:
    fact("F-U-20")
    example = published(
        title="Halle dämmen",
        problem="Es fehlten [F-U-20].",
        limits="Nur ein Dach.",
        content_as_of=date(2025, 5, 4),
    )
    Step.objects.create(example=example, title="Beschluss", when="Mai", text="Der Rat tagt.")

    said = texts(file_of(f"vergleich={example.pk}"))

    for part in (
        *("Halle dämmen", "Inhalt", "Ausgangslage", "Es fehlten 7", "• Nur ein Dach."),
        *("1. Beschluss: Mai – Der Rat tagt.", "Stand des Inhalts: 04.05.2025"),
        *("https://quelle.example/", "Lizenz unserer Texte: CC BY 4.0", "Seite 2 von 2"),
    ):
        assert part in said, part


def test_each_reader_gets_only_what_they_may_see() -> None:
    published(title="Offen")
    published(title="Intern", audience=Audience.MEMBERS, internal_note="Geheim")
    secret = published(title="Team", audience=Audience.TEAM)
    member = Client()
    member.force_login(UserFactory.create(roles=[Role.MEMBER]))

    assert {*outline(file_of(""))} & {"Offen", "Intern", "Team"} == {"Offen"}
    assert {*outline(file_of("", member))} & {"Offen", "Intern", "Team"} == {"Offen", "Intern"}
    assert "Nur für Mitglieder" in texts(file_of("", member))
    assert "Geheim" not in texts(file_of("", member))
    assert member.get(f"{PATH}?vergleich={secret.pk}").status_code == 404


def test_file_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST", 2)
    for number in range(3):
        published(title=f"Beispiel {number}")
    file = file_of("")
    assert [one for one in outline(file) if one.startswith("Beispiel")] == [
        "Beispiel 2",
        "Beispiel 1",
    ]
    assert "Die neuesten 2 von 3." in texts(file)


def test_program_that_asks_in_a_loop_is_slowed_down() -> None:
    published()
    for _turn in range(views.PER_CLIENT.amount):
        limits.count(views.PER_CLIENT, key="127.0.0.1", now=timezone.now())
    assert Client().get(PATH).status_code == 429


def test_library_is_loaded_only_when_a_file_is_drawn() -> None:
    code = (
        "import django, sys; django.setup(); import lotse.urls; "
        "print([name for name in ('fpdf', 'openpyxl', 'xlsxwriter') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert found.stdout.strip() == "[]"
