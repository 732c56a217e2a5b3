"""The pages of the guide, read once from the files that come with the product."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _

from lotse.portal.guide import markdown

FOLDER = Path(__file__).parent
NEWS = "neu"
"""Name of the page with what is new."""


@dataclass(frozen=True)
class Page:
    slug: str
    title: str
    headings: tuple[str, ...]
    """Without the title."""
    text: str

    def fits(self, words: str) -> bool:
        """Whether every word stands in its title or one of its headings, in any case."""
        heads = " ".join((self.title, *self.headings)).casefold()
        return all(word in heads for word in words.casefold().split())

    def found(self, words: str) -> list[tuple[str, str]]:
        """Return heading and anchor of the headings that hold one of the words."""
        wanted = words.casefold().split()
        return [
            (heading, markdown.anchor(heading))
            for heading in self.headings
            if any(word in heading.casefold() for word in wanted)
        ]


@cache
def all_pages() -> dict[str, Page]:
    """Return the pages by their name, in the order of their titles; what is new comes last."""
    read = [_page(path.stem, path) for path in sorted((FOLDER / "texts").glob("*.md"))]
    pages = {page.slug: page for page in sorted(read, key=lambda page: page.title)}
    return pages | {NEWS: _page(NEWS, FOLDER / "changelog.md")}


def html(page: Page) -> str:
    """Return a page as HTML, without its title, which stands in the head of the admin."""
    _title, _break, rest = page.text.partition("\n")
    shown = markdown.render(rest if page.text.startswith("# ") else page.text, _address)
    # The look of tables in Wagtail's admin.
    return shown.replace("<table>", '<table class="listing">')


def name(page: Page) -> str:
    """Return what a page is called; the changelog is written in English and named in German."""
    return _("Was ist neu?") if page.slug == NEWS else page.title


def _page(slug: str, path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    heads = markdown.headings(text)
    return Page(slug, heads[0] if heads else slug, tuple(heads[1:]), text)


def _address(target: str) -> str:
    """Other pages of the guide and the web are reached; files of the project are not."""
    if target.startswith(("https://", "http://", "#", "mailto:")):
        return target
    file, _hash, part = target.partition("#")
    slug = file.removesuffix(".md")
    if slug not in all_pages():
        return ""
    return reverse("guide_page", args=[slug]) + (f"#{part}" if part else "")
