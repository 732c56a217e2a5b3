"""What a reply cites: checked against the records as they are today."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.inquiries.models import Citation, Inquiry
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import registry
from lotse.search.documents import Document

_MARK = re.compile(r"\[(\d{1,2})\]")


@dataclass(frozen=True)
class Cited:
    """A source as the composer names it; title, date and address come from the record itself."""

    kind: str
    """Name of the search provider, for example ``example``."""
    object_id: int
    passage: str = ""
    """The passage that was shown; empty for the first one of the record."""
    anchor: str = ""


def citations_of(inquiry: Inquiry, text: str, cited: Sequence[Cited]) -> list[Citation]:
    """Return unsaved citations in order, with what the records say today.

    Raises RuleError if a source is gone, is not for the asker's eyes, or a mark has no source.
    """
    missing = sorted({int(n) for n in _MARK.findall(text)} - set(range(1, len(cited) + 1)))
    if missing:
        raise RuleError(
            _(
                "Im Text steht [%s], aber diese Quelle fehlt. Zitieren Sie sie oder streichen Sie "
                "die Zahl."
            )
            % missing[0]
        )
    if not cited:
        return []
    reach = senders.recognise(inquiry.asker_email).reach
    return [_citation(position, source, reach) for position, source in enumerate(cited, start=1)]


def _citation(position: int, cited: Cited, reach: Audience) -> Citation:
    provider = registry.providers.get(cited.kind)
    document = provider.document(cited.object_id) if provider else None
    if document is None:
        raise RuleError(
            _("Die Quelle [%s] gibt es nicht mehr. Bitte entfernen Sie sie.") % position
        )
    if document.audience > reach:
        raise RuleError(
            _(
                "Die Quelle [%(number)s] „%(title)s“ ist für die fragende Person nicht sichtbar. "
                "Bitte entfernen Sie sie."
            )
            % {"number": position, "title": document.title}
        )
    return Citation(
        position=position,
        kind=cited.kind,
        object_id=cited.object_id,
        title=document.title[:300],
        url=_address(document, cited.anchor)[:300],
        meta=document.meta[:300],
        passage=cited.passage.strip() or _first_passage(document),
        dated_on=document.stated_on,
    )


def _address(document: Document, anchor: str) -> str:
    known = {passage.anchor for passage in document.passages}
    return f"{document.url}#{anchor}" if anchor and anchor in known else document.url


def _first_passage(document: Document) -> str:
    return document.passages[0].text[:400] if document.passages else ""
