import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.inquiries.files import clean_name, content_type
from lotse.lib.body import Block, blocks


def test_text_of_the_desk_becomes_blocks() -> None:
    text = (
        "Guten Tag,\n\nKurz gesagt: Der Betreiber.\n\nWAS JETZT ZU TUN IST\n1. Heute klären\n"
        "und zwar bald\n2) Messen\n- erstens\n• zweitens\n\nFreundliche Grüße\nKompetenzteam"
    )
    assert blocks(text) == [
        Block("paragraph", ("Guten Tag,",)),
        Block("lead", ("Kurz gesagt: Der Betreiber.",)),
        Block("heading", ("WAS JETZT ZU TUN IST",)),
        Block("numbers", ("Heute klären und zwar bald", "Messen")),
        Block("bullets", ("erstens", "zweitens")),
        Block("paragraph", ("Freundliche Grüße", "Kompetenzteam")),
    ]


@pytest.mark.parametrize("text", ["FAQ", "DRK und AWO", "§ 246 BauGB", "1.000 Plätze", "3.5.2026"])
def test_short_words_and_figures_are_neither_heading_nor_list(text: str) -> None:
    assert blocks(text) == [Block("paragraph", (text,))]


def test_line_with_a_hash_is_a_heading() -> None:
    assert blocks("# Vorher\nZeit einplanen.\n\n#Hashtag") == [
        Block("heading", ("Vorher",)),
        Block("paragraph", ("Zeit einplanen.",)),
        Block("paragraph", ("#Hashtag",)),
    ]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_word_is_lost(text: str) -> None:
    shown = " ".join(line for block in blocks(text) for line in block.lines)
    words = re.findall(r"[^\W\d_]{3,}", text)
    assert re.findall(r"[^\W\d_]{3,}", shown) == words


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Eigene Dateien\\Übersicht.docx", "Übersicht.docx"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("Plan\r\nX-Header: 1.pdf", "PlanX-Header 1.pdf"),
        ("CON.txt", "_CON.txt"),
        ("  . ", "Anlage"),
        ("", "Anlage"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_of_files_are_made_safe(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(max_size=400))
def test_every_name_is_usable(name: str) -> None:
    clean = clean_name(name)
    assert 1 <= len(clean) <= 200
    assert not re.search(r"[\x00-\x1f/\\]", clean)


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"%PDF-1.7\n", "x.txt", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "x.pdf", "image/png"),
        (b"<html><script>alert(1)</script></html>", "x.pdf", "text/html"),
        (b"MZ\x90\x00" + b"\0" * 200, "x.pdf", "application/vnd.microsoft.portable-executable"),
        ("Straße;Plätze\n".encode(), "Liste.csv", "text/csv"),
        (b"nur Text", "x.pdf", "text/plain"),
        (b"\x00\x01\x02\x03" * 30, "x.pdf", "application/octet-stream"),
        (b"", "x.pdf", "application/octet-stream"),
    ],
)
def test_type_comes_from_the_content_not_from_the_name(
    content: bytes, name: str, found: str
) -> None:
    assert content_type(content, name) == found
