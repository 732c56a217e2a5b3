"""Pages in the form in which they are found."""

import re
from typing import TYPE_CHECKING

from wagtail.rich_text import get_text_for_indexing

from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.search.documents import Document, Passage

if TYPE_CHECKING:
    from lotse.portal.pages import ContentPage

_HEADING = re.compile(r"<h[23][^>]*>(.*?)</h[23]>", re.DOTALL)


def document(page: "ContentPage") -> Document | None:
    """Return a page for the index, None if it must not be found."""
    url = page.path_on_site
    if not page.live or not page.search_kind or url is None:
        return None
    dated_on = page.dated_on
    return Document(
        kind=page.search_kind,
        object_id=page.pk,
        title=page.title,
        url=url,
        audience=Audience.PUBLIC,
        passages=tuple(passages(page)),
        meta=german.date_de(dated_on) if dated_on else "",
        facets=page.search_facets(),
        dated_on=dated_on,
    )


def passages(page: "ContentPage") -> list[Passage]:
    """Cut the text of a page at its headings."""
    found = [Passage("", page.teaser)] if page.teaser else []
    # split keeps the headings: text, heading, text, heading, text …
    parts = _HEADING.split(str(page.body))
    headings = ["", *(_plain(heading) for heading in parts[1::2])]
    for heading, text in zip(headings, parts[0::2], strict=True):
        if plain := _plain(text):
            found.append(Passage(heading, plain))
    return found


def _plain(html: str) -> str:
    return str(get_text_for_indexing(html)).strip()
