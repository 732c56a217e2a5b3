"""What recall shows: changed sources, old and new words, the answers built on them."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from lotse.inquiries.models import Citation, GroupReply, Inquiry, Recall
from lotse.inquiries.rules import recalls
from lotse.lib import paging

_WORDS = re.compile(r"\S+\s*")
MAX_WORDS = 4_000
"""Words compared one by one; longer texts are shown one after the other."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Built:
    """One answer built on the source."""

    citation: Citation
    inquiry: Inquiry
    is_touched: bool
    """The passage that was cited reads differently now, or is gone."""


def listing(query: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of recalls: those that wait, or with ``?ansicht=erledigt`` the settled."""
    is_done = query.get("ansicht") == "erledigt"
    built = (
        Citation.objects.filter(
            kind=OuterRef("kind"),
            object_id=OuterRef("object_id"),
            message__created_at__lt=OuterRef("changed_at"),
        )
        .order_by()
        .values("kind")
        .annotate(number=Count("message", distinct=True))
        .values("number")
    )
    rows = Recall.objects.select_related("decided_by").annotate(answer_count=Subquery(built))
    rows = rows.filter(decided_at__isnull=not is_done)
    page = paging.by_key(rows, order=("-noticed_at", "-pk"), query=query)
    return {"page": page, "is_done": is_done, "is_waiting": not is_done}


def detail(recall: Recall) -> dict[str, Any]:
    """One recall with the difference and every answer built on the source."""
    after = " ".join(text for _heading, text in recall.after.get("passages", []))
    flat = " ".join(after.split())
    built = [
        Built(
            citation=citation,
            inquiry=citation.message.inquiry,
            is_touched=" ".join(citation.passage.replace("…", " ").split()) not in flat,
        )
        for citation in recalls.citations(recall)[:200]
    ]
    return {
        "recall": recall,
        "built": built,
        "touched": sum(one.is_touched for one in built),
        "difference": difference(_whole(recall.before), _whole(recall.after)),
        "is_gone": not recall.after,
        "draft": GroupReply.objects.filter(recall=recall, released_at=None).first(),
        "groups": list(recall.group_replies.exclude(released_at=None)),
    }


def _whole(substance: Mapping[str, Any]) -> str:
    parts = [str(substance.get("title", ""))]
    for heading, text in substance.get("passages", []):
        parts.append(f"{heading}\n{text}" if heading else str(text))
    return "\n\n".join(filter(None, parts))


def difference(before: str, after: str) -> list[Piece]:
    """Return what two texts have in common and where they differ, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MAX_WORDS:
        return [Piece("gone", before), Piece("new", after)]
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, begin, stop in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[start:end])))
            continue
        pieces += _differing(old[start:end], new[begin:stop])
    return pieces


def _differing(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    found = [Piece("gone", "".join(old))] if old else []
    return [*found, Piece("new", "".join(new))] if new else found


def proposal(recall: Recall) -> str:
    """Return the beginning of a correction, to be written on."""
    if not recall.after:
        return _(
            "in unserer Antwort haben wir uns auf „{title}“ berufen. Diese Quelle wurde "
            "zurückgezogen. Bitte stützen Sie sich nicht mehr darauf."
        ).format(title=recall.title)
    return _(
        "in unserer Antwort haben wir uns auf „{title}“ berufen [1]. Dort hat sich etwas geändert:"
    ).format(title=recall.title)
