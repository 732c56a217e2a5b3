"""Guides and sample texts: paragraphs, headings, lists."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from lotse.aids.kinds import Conduct
from lotse.lib import body
from lotse.search.documents import Passage

if TYPE_CHECKING:
    from lotse.aids.models import Aid


def read(text: str, _definition: Any = None) -> list[body.Block]:
    return body.blocks(text)


def gaps(aid: "Aid") -> Mapping[str, str]:
    return {} if aid.text.strip() else {"text": _("Der Text fehlt.")}


def passages(aid: "Aid") -> Iterator[Passage]:
    heading = _("Text")
    for number, block in enumerate(body.blocks(aid.text), start=1):
        words = " ".join(block.lines)
        if block.kind == "heading":
            heading = words
        else:
            yield Passage(heading, words, f"absatz-{number}")


CONDUCT = Conduct(template="aids/_prose.html", read=read, gaps=gaps, passages=passages)
