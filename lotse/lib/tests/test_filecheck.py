"""What is odd about a file."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.lib import filecheck


def archive(*names: str, content: bytes = b"x", is_encrypted: bool = False) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    raw = target.getvalue()
    if is_encrypted:
        # The bit that says so, in the table of contents (APPNOTE 4.4.4).
        position = raw.index(b"PK\x01\x02") + 8
        raw = raw[:position] + b"\x01" + raw[position + 1 :]
    return raw


PDF = b"%PDF-1.7\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("Satzung.pdf", PDF, []),
        ("Scan.pdf", b"\r\n\r\n" + PDF, []),
        ("Plan.png", b"\x89PNG\r\n", []),
        ("Notiz.txt", b"Guten Tag", []),
        ("Tabelle.xlsx", archive("xl/workbook.xml"), []),
        ("ohne-endung", b"Guten Tag", []),
        ("leer.pdf", b"", ["mismatch"]),
        ("Rechnung.pdf", b"MZ\x90\x00", ["executable", "mismatch"]),
        ("Rechnung.pdf.exe", b"MZ\x90\x00", ["executable"]),
        ("Mahnung.js", b"var x = 1", ["executable"]),
        ("start", b"#!/bin/sh\n", ["executable"]),
        ("Bild.svg", b"<svg onload='x()'>", ["activeContent"]),
        ("Bild.png", b"<!DOCTYPE html><script>", ["activeContent", "mismatch"]),
        ("Antrag.docm", archive("word/document.xml", "word/vbaProject.bin"), ["macros"]),
        ("Antrag.docx", archive("word/document.xml", "word/vbaProject.bin"), ["macros"]),
        ("alt.xls", OLE + "_VBA_PROJECT".encode("utf-16-le"), ["macros"]),
        ("geschützt.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), ["encrypted"]),
        ("Paket.zip", archive("Bilder/lies.txt"), []),
        ("Paket.zip", archive("Rechnung.pdf.exe"), ["executableInside"]),
        ("Paket.zip", archive("geheim.pdf", is_encrypted=True), ["encrypted"]),
        ("Paket.zip", archive("nullen", content=bytes(30_000_000)), ["bomb"]),
        ("Paket.zip", b"PK\x03\x04 abgeschnitten", ["unreadableArchive"]),
        ("Paket.7z", b"7z\xbc\xaf\x27\x1c", ["unreadableArchive"]),
        ("Paket.rar", b"Rar!\x1a\x07", ["unreadableArchive"]),
    ],
)
def test_file_is_judged_by_name_and_content(name: str, content: bytes, expected: list[str]) -> None:
    assert filecheck.warnings(name, content) == expected


@given(name=st.text(max_size=30), content=st.binary(max_size=300))
def test_no_file_breaks_the_check(name: str, content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"PK\x05\x06", OLE):
        assert set(filecheck.warnings(name, start + content)) <= set(filecheck.WARNINGS)
