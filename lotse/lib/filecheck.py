"""What is odd about a file somebody sent, told from its name and its first bytes. Pure.

Nothing is unpacked: of an archive only the table of contents is read, so a bomb costs nothing.
"""

import io
import zipfile
import zlib
from typing import Final

WARNINGS: Final = (
    "executable",
    "executableInside",
    "macros",
    "activeContent",
    "encrypted",
    "bomb",
    "unreadableArchive",
    "mismatch",
)
"""From the worst to the mildest."""
MAX_ENTRIES = 2_000
"""Names of an archive that are looked at."""
MAX_RATIO = 100
MAX_UNPACKED = 2_000_000_000
"""Bytes an archive may claim to hold."""

_PROGRAMS = frozenset(
    [
        "exe",
        "com",
        "scr",
        "pif",
        "cpl",
        "msi",
        "msp",
        "bat",
        "cmd",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "wsh",
        "hta",
        "ps1",
        "psm1",
        "jar",
        "lnk",
        "reg",
        "dll",
        "sys",
        "apk",
        "app",
        "dmg",
        "pkg",
        "iso",
        "img",
        "vhd",
        "vhdx",
        "appx",
        "msix",
        "sh",
        "chm",
        "url",
        "scf",
        "inf",
        "application",
        "gadget",
        "xll",
    ]
)
_ACTIVE = frozenset(["html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "svgz", "xml"])
_MACROS = frozenset(["docm", "xlsm", "pptm", "dotm", "xltm", "potm", "xlam", "ppam", "ppsm"])
_CLOSED_ARCHIVES = frozenset(["rar", "7z", "ace", "cab", "arj", "lzh"])
_PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_CONTAINER = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_STARTS: dict[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF8",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "zip": _CONTAINER,
    "docx": _CONTAINER + _OLE,
    "xlsx": _CONTAINER + _OLE,
    "pptx": _CONTAINER + _OLE,
    "odt": _CONTAINER,
    "ods": _CONTAINER,
    "odp": _CONTAINER,
    "doc": (*_OLE, b"{\\rtf"),
    "xls": _OLE,
    "ppt": _OLE,
    "msg": _OLE,
    "rtf": (b"{\\rtf",),
    "7z": (b"7z\xbc\xaf",),
    "rar": (b"Rar!",),
    "gz": (b"\x1f\x8b",),
}
"""How files of an ending begin. A protected Office file is an OLE container."""


def warnings(name: str, content: bytes) -> list[str]:
    """Return codes of ``WARNINGS``, the worst first; empty for an ordinary file."""
    found: set[str] = set()
    ending = _ending(name)
    if ending in _PROGRAMS or content.startswith(_PROGRAM_STARTS):
        found.add("executable")
    elif ending in _ACTIVE or _is_markup(content):
        found.add("activeContent")
    if ending in _MACROS:
        found.add("macros")
    if content.startswith(_OLE):
        found |= _ole(content, ending)
    if content.startswith(_CONTAINER):
        found |= _archive(content)
    elif ending in _CLOSED_ARCHIVES or content.startswith((b"Rar!", b"7z\xbc\xaf")):
        found.add("unreadableArchive")
    if not _fits(ending, content):
        found.add("mismatch")
    return [code for code in WARNINGS if code in found]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower().strip() if "." in name else ""


def _fits(ending: str, content: bytes) -> bool:
    if ending == "pdf":
        # Some printers write a few lines before it; readers accept that (ISO 32000, annex H).
        return b"%PDF-" in content[:1024]
    starts = _STARTS.get(ending)
    return starts is None or content.startswith(starts)


def _is_markup(content: bytes) -> bool:
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<svg", b"<script"))


def _ole(content: bytes, ending: str) -> set[str]:
    """Old Office files: names of their parts stand in UTF-16."""
    found = set()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        found.add("macros")
    if ending in ("docx", "xlsx", "pptx") or "EncryptedPackage".encode("utf-16-le") in content:
        found.add("encrypted")
    return found


def _archive(content: bytes) -> set[str]:
    found: set[str] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        NotImplementedError,
        RecursionError,
    ):
        return {"unreadableArchive"}
    unpacked = packed = 0
    for entry in entries[:MAX_ENTRIES]:
        unpacked += entry.file_size
        packed += entry.compress_size
        ending = _ending(entry.filename)
        if ending in _PROGRAMS:
            found.add("executableInside")
        if entry.filename.endswith("vbaProject.bin"):
            found.add("macros")
        if entry.flag_bits & 0x1:
            found.add("encrypted")
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 100_000):
        found.add("bomb")
    if len(entries) > MAX_ENTRIES:
        found.add("unreadableArchive")
    return found
