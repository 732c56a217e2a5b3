"""Fingerprints of what setup loads from, so that a second setup takes no time.

A fingerprint covers names, sizes and contents; where only speed matters, times instead of contents.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

SOURCE_SUFFIXES = frozenset({".py", ".csv", ".json", ".jsonl", ".tsv", ".txt", ".md", ".gz"})
SKIPPED_FOLDERS = frozenset({"tests", "templates", "static", "management", "__pycache__"})


def of_sources(folder: Path, *, before: str = "") -> str:
    """Return the fingerprint of a slice's code and data, chained to the one ``before`` it."""
    digest = hashlib.sha256(before.encode())
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix in SOURCE_SUFFIXES and SKIPPED_FOLDERS.isdisjoint(parts):
            digest.update("/".join(parts).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def of_file_times(files: Iterable[Path]) -> str:
    """Return a fingerprint of many files by name, size and time of change."""
    digest = hashlib.sha256()
    for path in sorted(files):
        status = path.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
