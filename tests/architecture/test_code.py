"""Rules about the code that no linter knows."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "lotse"
LONGEST_MODULE = 400
LONGEST_VIEW = 25
IMPORT_NAMES = {
    "argon2-cffi": "argon2",
    "django-allauth": "allauth",
    "django-csp": "csp",
    "django-ninja": "ninja",
    "fpdf2": "fpdf",
}
USED_BY_NAME = {"argon2", "allauth", "csp", "psycopg", "django_htmx", "django_tasks"}
"""Packages that Django loads by a name in the settings, or by itself."""


def modules() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts and "tests" not in path.parts
    ]


def templates() -> list[Path]:
    return sorted(PACKAGE.rglob("templates/**/*.html"))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_longer_than_400_lines() -> None:
    # The settings stay in one file on purpose: decision 0005.
    counted = [path for path in modules() if path != PACKAGE / "settings.py"]
    lengths = {short(path): len(path.read_text().splitlines()) for path in counted}

    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_view_is_longer_than_25_lines() -> None:
    too_long = {}
    for path in modules():
        if path.stem != "views" and path.parent.name != "views":
            continue
        for view in views_of(ast.parse(path.read_text())):
            body = view.body[1:] if ast.get_docstring(view) else view.body
            length = (view.end_lineno or 0) - body[0].lineno + 1
            if length > LONGEST_VIEW:
                too_long[f"{short(path)}:{view.name}"] = length

    assert too_long == {}


def views_of(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if (
            isinstance(node, ast.FunctionDef)
            and node.args.args
            and node.args.args[0].arg == "request"
            and node.body
        ):
            yield node


def test_kern_classes_exist_only_in_ui() -> None:
    found = [
        f"{short(path)}: {match}"
        for path in templates()
        if (PACKAGE / "ui") not in path.parents
        for match in re.findall(r'class="[^"]*\bkern-[a-z-]+', path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a script in the page", r"<script(?![^>]*\bsrc=)[^>]*>"),
        ("a style sheet in the page", r"<style\b"),
        ("a style attribute", r"<[^>{]*\sstyle="),
        ("an event attribute", r"<[^>{]*\son[a-z]+="),
        ("an address with code", r"javascript:"),
        ("something from outside", r"(?:src|href)=\"https?://[^\"]*\.(?:js|css|woff2?)\b"),
        ("text taken as safe", r"\|\s*safe\b|\{%\s*autoescape off"),
    ],
)
def test_no_page_template_holds(what: str, pattern: str) -> None:
    pages = [path for path in templates() if "mails" not in path.parts]
    found = [
        f"{short(path)}: {match.group()}"
        for path in pages
        for match in re.finditer(pattern, path.read_text())
    ]

    assert found == []


def test_every_template_is_a_page_or_a_part_of_one() -> None:
    """A page extends; a part starts with an underscore or lies among the components."""
    strangers = [
        short(path)
        for path in templates()
        if not path.name.startswith("_")
        and not {"components", "forms", "mails", "blocks", "specimens"} & set(path.parts)
        and path.name != "base.html"
        and "{% extends" not in path.read_text()
    ]

    assert strangers == []


def test_no_slice_reads_the_clock_outside_its_doors() -> None:
    doors = {"views", "tasks", "commands", "intake", "mailroom"}
    found = [
        short(path)
        for path in modules()
        if path.stem in {"rules", "clock", "states", "access", "queries"}
        or path.parent.name == "rules"
        if doors.isdisjoint({path.stem, path.parent.name})
        and re.search(r"timezone\.now\(\)|datetime\.now\(|date\.today\(", path.read_text())
    ]

    assert found == []


def test_every_dependency_is_imported_and_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]]
    imported = {name.split(".")[0] for path in PACKAGE.rglob("*.py") for name in imports(path)}
    explained = (ROOT / "docs/develop/dependencies.md").read_text()

    unused = {
        name
        for name in names
        if IMPORT_NAMES.get(name, name.replace("-", "_")) not in imported | USED_BY_NAME
    }
    unexplained = {
        name for name in names if not re.search(rf"^\| .*\b{name}\b", explained, re.MULTILINE)
    }
    assert (unused, unexplained) == (set(), set())


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_lock_files_name_no_host() -> None:
    found = [
        line
        for name in ("requirements.lock", "requirements-dev.lock")
        for line in (ROOT / name).read_text().splitlines()
        if "://" in line or line.startswith("-")
    ]

    assert found == []


def test_nothing_generated_or_private_is_kept_in_the_repository() -> None:
    kept = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    private = re.compile(
        r"(^|/)(\.env|var|\.venv|__pycache__|node_modules)(/|$)|\.(sqlite3|pyc|mo~)$"
    )

    assert [name for name in kept if private.search(name)] == []


def test_vendored_code_says_where_it_comes_from() -> None:
    notes = (PACKAGE / "ui/static/ui/VENDORED.md").read_text()
    vendored = [path.name for path in PACKAGE.rglob("static/**/*.min.*")]

    assert [name for name in vendored if name not in notes] == []
