import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static" / "ui"


def test_vendored_files_are_those_of_the_note() -> None:
    note = (STATIC / "VENDORED.md").read_text(encoding="utf-8")
    noted = dict(re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", note, re.MULTILINE))
    present = {
        name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
        for name in (
            str(path.relative_to(STATIC))
            for folder in ("kern", "htmx")
            for path in sorted((STATIC / folder).rglob("*"))
            if path.suffix in {".js", ".woff2"} or path.name.endswith(".min.css")
        )
    }
    assert noted == present


def test_no_style_sheet_asks_a_foreign_host() -> None:
    for path in STATIC.rglob("*.css"):
        addresses = re.findall(r"url\([\"']?([^\"')]{0,30})", path.read_text(encoding="utf-8"))
        assert [a for a in addresses if not a.startswith(("data:", "./"))] == []
