"""Texts of examples and answers as they are shown: facts in place of marks, words explained once.

Marks and words are found in the plain text; neither headings nor addresses are touched, and what
stands around them is escaped.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.defaultfilters import linebreaks_filter
from django.utils.html import escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from lotse.knowledge import reading
from lotse.knowledge.answers import documents
from lotse.knowledge.facts import book as books
from lotse.knowledge.facts import marks
from lotse.knowledge.facts.book import Book
from lotse.knowledge.facts.marks import Moment
from lotse.knowledge.reading import Reading
from lotse.knowledge.terms import glossary
from lotse.knowledge.terms.glossary import Glossary
from lotse.lib.audience import Audience
from lotse.ui.templatetags.blocks import term as draw_term

if TYPE_CHECKING:
    from lotse.knowledge.models import Answer, Example

_ADDRESS = r"(?:https?://|www\.)\S+|\S+@\S+"


@dataclass
class Writer:
    """Shows the texts of one page, in the order of the page. Explains each word once."""

    moment: Moment
    book: Book
    glossary: Glossary = glossary.EMPTY
    explained: set[str] = field(default_factory=set)

    def inline(self, text: str, *, has_links: bool = True) -> SafeString:
        """Return a text for a place that takes no paragraphs."""
        parts = []
        end = 0
        for found in _pattern(self.glossary.pattern).finditer(text):
            shown = self._shown(found)
            if shown is not None:
                parts += [self._around(text[end : found.start()], has_links), shown]
                end = found.end()
        parts.append(self._around(text[end:], has_links))
        return format_html_join("", "{}", ((part,) for part in parts))

    def paragraphs(self, text: str) -> SafeString:
        """Return a text with its paragraphs and line breaks."""
        return linebreaks_filter(self.inline(text, has_links=False))

    def _shown(self, found: re.Match[str]) -> SafeString | None:
        if found["mark"]:
            mark = marks.read(found["mark"])
            return self._fact(mark) if mark else None
        if not found["word"]:
            return None
        term = self.glossary.term(found["word"])
        if term is None or term.slug in self.explained:
            return None
        self.explained.add(term.slug)
        return draw_term(
            word=found["word"],
            name=term.name,
            anchor=f"begriff-{term.slug}",
            meaning=term.meaning,
            url=f"/begriffe/#{term.slug}",
        )

    def _fact(self, mark: marks.Mark) -> SafeString:
        shown = marks.resolve(mark, self.book, self.moment)
        if not shown.url:
            return escape(shown.text)
        return format_html('<a href="{}">{}</a>', shown.url, shown.text)

    def _around(self, text: str, has_links: bool) -> SafeString:
        if has_links:
            return mark_safe(urlize(text, autoescape=True))  # noqa: S308
        return escape(text)


def of_example(example: "Example", shown: Reading, today: date) -> Writer:
    """Return what shows the texts of an example to its reader. A few small queries at most."""
    moment = Moment(today, shown.reach, reading.about(example, today))
    texts = [section.plain_text for section in shown.sections]
    return Writer(moment, books.for_texts(texts), glossary.current())


def of_answer(answer: "Answer", *, reach: Audience, today: date) -> Writer:
    """Return what shows the texts of an answer to its reader: facts as they are today."""
    facts = books.for_texts(documents.texts(answer))
    return Writer(Moment(today, reach), facts, glossary.current())


@lru_cache(maxsize=4)
def _pattern(words: str) -> re.Pattern[str]:
    # Addresses come first, so that no word inside one is explained.
    parts = [f"(?P<address>{_ADDRESS})", f"(?P<mark>{marks.PATTERN})"]
    parts.append(f"(?P<word>{words})" if words else "(?P<word>(?!))")
    return re.compile("|".join(parts))
