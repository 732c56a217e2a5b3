"""What exists is documented, and what is documented exists."""

import re
from pathlib import Path

from django.apps import apps
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    code = (ROOT / "lotse/settings.py").read_text()
    read = set(re.findall(r"\b(?:LOTSE_[A-Z0-9_]+|DATABASE_URL)\b", code))
    documented = set(
        re.findall(
            r"^\| `([A-Z0-9_]+)` \|", (DOCS / "operate/settings.md").read_text(), re.MULTILINE
        )
    )

    assert documented == read


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    ours = {name for name, slice_name in get_commands().items() if slice_name.startswith("lotse.")}
    page = (DOCS / "operate/commands.md").read_text()
    documented = set(re.findall(r"`lotse ([a-z]+)", page))

    assert documented == ours


def test_every_slice_is_listed_in_structure() -> None:
    slices = {
        name for config in apps.get_app_configs() if (name := config.name).startswith("lotse")
    }
    page = (DOCS / "develop/structure.md").read_text()
    listed = {
        f"lotse.{name}" for name in re.findall(r"^\| `lotse/([a-z]+)` \|", page, re.MULTILINE)
    }

    assert listed == slices | {"lotse.lib"}


def test_every_link_between_pages_of_the_documentation_leads_to_a_file() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?://|mailto:)([^)#\s]+)[^)]*\)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_decision_named_in_code_or_documentation_exists() -> None:
    existing = {path.name[:4] for path in (DOCS / "decisions").glob("[0-9]*.md")}
    sources = [*PAGES, *(ROOT / "lotse").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    named = {
        (number, str(path.relative_to(ROOT)))
        for path in sources
        for number in re.findall(r"\b[Dd]ecision (\d{4})\b", path.read_text())
    }

    assert {entry for entry in named if entry[0] not in existing} == set()


def test_every_decision_says_what_was_chosen_and_when_to_look_again() -> None:
    incomplete = [
        path.name
        for path in sorted((DOCS / "decisions").glob("[0-9]*.md"))
        if not all(
            word in path.read_text()
            for word in ("**Situation.**", "**Choice.**", "**Rejected.**", "**Revisit**")
        )
    ]

    assert incomplete == []


def test_no_document_is_empty() -> None:
    assert [page.name for page in PAGES if len(page.read_text()) < 200] == []
