"""Marks of facts in texts: "[F-U-20]" shows today's value, "[F-U-20 am 01.10.2015]" that day's.

A number shown anywhere comes from a fact: editors write the mark, readers see value, jurisdiction
and date, and the fact knows where it is shown (``uses``).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lotse.knowledge.facts import book as books
from lotse.knowledge.facts import wording
from lotse.knowledge.facts.book import Book, Entry, Version
from lotse.lib.audience import Audience

PATTERN = r"\[F-[A-Z0-9]+-\d+[a-z]?(?: (?:heute|am \d{1,2}\.\d{1,2}\.\d{4}))?\]"
_MARK = re.compile(r"\[(F-[A-Z0-9]+-\d+[a-z]?)(?: (heute|am (\d{1,2})\.(\d{1,2})\.(\d{4})))?\]")
_LOOSE = re.compile(r"\[F-[^\]\n]{0,40}\]")


@dataclass(frozen=True)
class Mark:
    code: str
    on: date | None = None
    """The day it asks for; None without one."""
    is_today: bool = False
    """It asks for today's version, also in a record that is about another time."""


@dataclass(frozen=True)
class Shown:
    """What stands in place of a mark."""

    text: str
    url: str = ""
    """Empty if the reader may not see the fact."""


@dataclass(frozen=True)
class Moment:
    """For whom and for which day the marks of one record are shown."""

    today: date
    reach: Audience = Audience.PUBLIC
    about: date | None = None
    """The day the record is about, for example the end of 2015; None: today."""

    def day(self, mark: Mark) -> date | None:
        """Return the day whose version is shown; None for today's."""
        return mark.on or (None if mark.is_today else self.about)


def read(mark: str) -> Mark | None:
    """Return a mark from its text; None if its day does not exist."""
    found = _MARK.fullmatch(mark)
    if found is None:
        return None
    code, when, day, month, year = found.groups()
    if day is None:
        return Mark(code, is_today=when == "heute")
    try:
        return Mark(code, on=date(int(year), int(month), int(day)))
    except ValueError:
        return None


def within(texts: Iterable[str]) -> Iterator[Mark]:
    """Yield the marks of texts in order."""
    for text in texts:
        for found in _MARK.finditer(text):
            if mark := read(found[0]):
                yield mark


def gaps(texts: Mapping[str, str], *, bare: Collection[str] = ()) -> dict[str, str]:
    """Return what is wrong with the marks of a record by field, as German sentences.

    bare: fields that are shown as they are in lists and mails, so that a mark has no place there.
    """
    book = books.for_texts(texts.values())
    found: dict[str, str] = {}
    for name, text in texts.items():
        if name in bare and _LOOSE.search(text):
            found[name] = _("Hier bitte ohne Kennung. [F-U-20] gehört in die ausführlichen Texte.")
            continue
        for loose in _LOOSE.findall(text):
            mark = read(loose)
            entry = book.get(mark.code) if mark else None
            if mark is None:
                found[name] = (
                    _("%s lesen wir nicht. Schreiben Sie [F-U-20] oder [F-U-20 am 01.10.2015].")
                    % loose
                )
            elif entry is None:
                found[name] = _("Im Text steht %s, aber diese Kennung gibt es nicht.") % loose
            elif not entry.confirmed:
                found[name] = _(
                    "%s ist nicht bestätigt und darf nicht als Tatsache erscheinen."
                ) % (loose)
    return found


def resolve(mark: Mark, book: Book, moment: Moment) -> Shown:
    """Return what stands in place of a mark. No query."""
    entry = book.get(mark.code)
    version = entry.shown(moment.day(mark) or moment.today) if entry else None
    if entry is None or version is None:
        return Shown(_("[Angabe wird geprüft]"))
    if entry.audience > moment.reach:
        return Shown(_("[Angabe nur für Mitglieder]"))
    return Shown(said(entry, version, moment), entry.url)


def said(entry: Entry, version: Version, moment: Moment) -> str:
    """ "7 m² (Baden-Württemberg, Stand 19.08.2026)", with today's amount if that is another."""
    brackets = [wording.where(entry), wording.stated(version, moment.today)]
    present = entry.at(moment.today)
    if present and present != version and wording.amount(present) != wording.amount(version):
        brackets[-1] += _("; heute %s") % (wording.amount(present) or _("anders"))
    return f"{wording.amount(version) or entry.name} ({', '.join(brackets)})"


def plain(text: str, moment: Moment, book: Book | None = None) -> str:
    """Return a text with its marks replaced, for lists, feeds and the search.

    book: of ``book.current``; without it that is read, if there is a mark.
    """
    if "[F-" not in text:
        return text
    facts = books.current() if book is None else book

    def replaced(found: re.Match[str]) -> str:
        mark = read(found[0])
        return resolve(mark, facts, moment).text if mark else found[0]

    return _MARK.sub(replaced, text)
