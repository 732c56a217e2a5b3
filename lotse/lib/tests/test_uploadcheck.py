"""Which files people may choose in a form."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lotse.lib import uploadcheck

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def picture(width: int = 40, height: int = 30, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", (width, height)).save(written, kind)
    return written.getvalue()


def archive(name: str = "a.txt", content: bytes = b"x") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return written.getvalue()


MALICIOUS: dict[str, tuple[bytes, str]] = {
    "Logo.svg": (SVG, "ist eine Webseite oder SVG-Datei"),
    "Logo.png": (SVG, "ist eine Webseite oder SVG-Datei"),
    "Seite.html": (HTML, "ist eine Webseite oder SVG-Datei"),
    "Seite.pdf": (HTML + b"%PDF-1.7", "ist eine Webseite oder SVG-Datei"),
    "Skript.pdf": (b"alert(1);//\n%PDF-1.7", "passen Inhalt und Endung nicht zusammen"),
    "Zwitter.pdf": (b"%PDF-1.7\n" + archive(), "passen Inhalt und Endung nicht zusammen"),
    "Zwitter.png": (picture() + archive(), "passen Inhalt und Endung nicht zusammen"),
    "Zwitter.jpg": (picture(kind="JPEG") + HTML, "passen Inhalt und Endung nicht zusammen"),
    "Gelogen.jpg": (picture(), "passen Inhalt und Endung nicht zusammen"),
    "Programm.pdf": (b"MZ\x90\x00%PDF-1.7", "enthält ein Programm"),
    "Makros.docm": (archive("word/vbaProject.bin"), "enthält Makros"),
    "Bombe.zip": (archive("a", b"0" * 200_000_000), "wird entpackt zu groß"),
    "Bombe.xlsx": (archive("xl/a.xml", b"0" * 200_000_000), "wird entpackt zu groß"),
    "Paket.rar": (b"Rar!\x1a\x07", "lässt sich nicht prüfen"),
    "Liste.csv": (b"Name;Wert\n=HYPERLINK(1);2\n", "beginnen Zellen mit einer Formel"),
    "Befehl.csv": (b"a,b\n1,+cmd|' /C calc'!A0\n", "beginnen Zellen mit einer Formel"),
    "Riesig.png": (picture(10_000, 5_001), "hat mehr als 50 Megapixel"),
    "Maßlos.png": (picture(30_000, 30_000), "hat mehr als 50 Megapixel"),
    "Kaputt.png": (b"\x89PNG\r\n\x1a\nnichts", "ist kein lesbares Bild"),
}


@pytest.mark.parametrize("name", list(MALICIOUS))
def test_malicious_file_is_refused_with_its_name_and_the_reason(name: str) -> None:
    content, reason = MALICIOUS[name]
    sentence = uploadcheck.refusal(name, content)
    assert (name in sentence, reason in sentence) == (True, True), sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Satzung.pdf", b"%PDF-1.7\n%%EOF"),
        ("Scan.pdf", b"\r\n\r\n%PDF-1.7"),
        ("Drucker.pdf", b"\x1b%-12345X@PJL JOB\r\n%PDF-1.7"),
        ("Hof.png", picture()),
        ("Hof.JPG", picture(kind="JPEG")),
        ("Groß.png", picture(10_000, 5_000)),
        ("Liste.csv", "Ort;Veränderung;Telefon\nUlm;-3,5;+49 731 1\n-;- neu;\n".encode()),
        ("Tabelle.xlsx", archive("xl/workbook.xml")),
        ("Notiz.txt", b"Guten Tag"),
    ],
)
def test_ordinary_file_may_come_in(name: str, content: bytes) -> None:
    assert uploadcheck.refusal(name, content) == ""


@given(
    name=st.sampled_from([*MALICIOUS, "ohne", "a.gif", "b.webp"]), content=st.binary(max_size=300)
)
def test_no_file_breaks_the_check(name: str, content: bytes) -> None:
    assert isinstance(uploadcheck.refusal(name, content), str)
