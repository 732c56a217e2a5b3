"""Files people sent: named safely, typed by content, stored once by content."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from lotse.lib import filecheck
from lotse.lib.keptfile import KeptFile

MAX_NAME = 200
_HEAD = 8192
"""Bytes that tell a type; reading more costs time and changes nothing."""
_TAIL = 1024
_SEPARATORS = re.compile(r"[\\/]")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)}
)
_TEXT_TYPES = {
    "txt": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown",
    "ics": "text/calendar",
    "eml": "message/rfc822",
    "json": "application/json",
}
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class StoredFile:
    """A file in the storage, ready to be attached."""

    name: str
    content_type: str
    size: int
    sha256: str
    path: str
    """Name in the storage; empty if it was not kept apart from its mail."""
    warnings: tuple[str, ...] = ()
    """Codes of ``filecheck.WARNINGS``."""

    def columns(self) -> dict[str, Any]:
        """Return the columns of a ``KeptFile`` for this file."""
        return {
            "name": self.name,
            "content_type": self.content_type,
            "size": self.size,
            "sha256": self.sha256,
            "file": self.path,
            "warnings": list(self.warnings),
        }


def store(name: str, content: bytes, *, folder: str = "anlagen") -> StoredFile:
    """Keep a file and return where it is. The same content is stored once in a folder.

    folder: each slice has its own, so that none deletes what another still needs.
    Raises OSError (or what the storage raises) if it cannot be stored: the caller must then fail
    as a whole, so that the mail is tried again.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = f"{folder}/{digest[:2]}/{digest}"
    # A process killed while writing leaves a shorter file under this name: it does not count.
    if not default_storage.exists(path) or default_storage.size(path) != len(content):
        path = default_storage.save(path, ContentFile(content))
    return _described(clean_name(name), content, digest, path)


def store_sent(found: Sequence[tuple[str, bytes]], *, folder: str = "anlagen") -> list[StoredFile]:
    """Keep the files of a mail, except those beyond the limits: they stay in the original mail.

    found: name and content. Raises what ``store`` raises.
    """
    kept = []
    for position, (name, content) in enumerate(found):
        too_much = position >= settings.ATTACHMENT_MAX_COUNT
        if too_much or len(content) > settings.ATTACHMENT_MAX_BYTES:
            digest = hashlib.sha256(content).hexdigest()
            kept.append(_described(clean_name(name), content, digest, ""))
        else:
            kept.append(store(name, content, folder=folder))
    return kept


def described(name: str, content: bytes) -> StoredFile:
    """Say what a file is and keep nothing. name: cleaned."""
    return _described(name, content, hashlib.sha256(content).hexdigest(), "")


def _described(name: str, content: bytes, digest: str, path: str) -> StoredFile:
    odd = tuple(filecheck.warnings(name, content))
    return StoredFile(name, content_type(content, name), len(content), digest, path, odd)


def clean_name(name: str) -> str:
    """Return a file name that is safe to show and to save: no path, no control or direction marks.

    "../../Übersicht\u202efdp.exe" becomes "Übersichtfdp.exe"; an empty name becomes "Anlage".
    """
    last = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    cleaned = re.sub(r"\s+", " ", _UNSAFE.sub("", last)).strip(" .")
    if not cleaned:
        return "Anlage"
    stem, dot, ending = cleaned.rpartition(".")
    if (stem if dot else ending).lower() in _RESERVED:
        cleaned = f"_{cleaned}"
    if len(cleaned) <= MAX_NAME:
        return cleaned
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > 10:
        return cleaned[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"


def content_type(content: bytes, name: str = "") -> str:
    """Return the media type found in the content; the name only decides within a family."""
    if not content:
        return UNKNOWN
    sample = content if len(content) <= _HEAD else content[:_HEAD] + content[-_TAIL:]
    # Office files are containers that only their name tells apart; otherwise a name is no proof.
    hint = name if sample.startswith(_CONTAINERS) else None
    try:
        found = puremagic.from_string(sample, mime=True, filename=hint)
    except (puremagic.PureError, ValueError):
        found = ""
    if found:
        return str(found)[:100]
    return _text_type(sample, name)


def _text_type(sample: bytes, name: str) -> str:
    if b"\x00" in sample:
        return UNKNOWN
    try:
        sample[:_HEAD].decode("utf-8")
    except UnicodeDecodeError as error:
        # The cut may have gone through the middle of a character.
        if error.start < min(len(sample), _HEAD) - 4:
            return UNKNOWN
    return _TEXT_TYPES.get(name.rpartition(".")[2].lower(), "text/plain")


def download(kept: KeptFile) -> FileResponse:
    """Return a response that saves the file and never shows it inside our pages.

    Raises Http404 for malware and for a file that stands in the original mail alone.
    """
    if kept.is_infected or not kept.is_kept:
        raise Http404
    response = FileResponse(
        kept.file.open("rb"),
        as_attachment=True,
        filename=kept.name,
        content_type=UNKNOWN if "activeContent" in kept.warnings else kept.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(kept.size)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
