"""What helps with an inquiry, with the reason and a button to cite it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lotse.accounts import access as accounts
from lotse.accounts.models import User
from lotse.inquiries import suggest
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.composer import Source
from lotse.inquiries.desk.filters import Desk
from lotse.inquiries.desk.forms import SourceForm
from lotse.inquiries.models import Inquiry
from lotse.lib import paging
from lotse.search import engine, registry
from lotse.search.engine import Result

PAGE_SIZE = 10
MAX_PAGE = 50
"""Nobody reads further; asking deeper costs more than it helps."""


@dataclass(frozen=True)
class Offer:
    """One find in the column beside the conversation."""

    key: str
    name: str
    """What the button says: kind, record and anchor of the passage."""
    kind: str
    object_id: int
    label: str
    title: str
    url: str
    meta: str
    heading: str
    passage_html: SafeString
    reason: str
    place: int
    """1-based place among the cited sources, 0 if not cited."""
    is_stale: bool


def of(inquiry: Inquiry, desk: Desk, sources: Sequence[Source]) -> dict[str, Any]:
    """Return what is suggested for an inquiry, with what is cited already marked."""
    found = suggest.for_inquiry(inquiry, accounts.reach(desk.user))
    cited = {source.key: source.position for source in sources}
    return {
        "offers": [_offer(one.result, one.reason, cited) for one in found.content],
        "similar": [_offer(one.result, one.reason, cited) for one in found.inquiries],
        "areas": found.areas,
        "source_form": SourceForm(),
        "people": [one for one in found.colleagues if one.person != desk.user],
    }


def search(inquiry: Inquiry, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """Search everything that may be cited."""
    words = query.get("quelle", "").replace("\x00", "").strip()[:300]
    number = min(paging.read_number(query.get(paging.NUMBER_PARAMETER)), MAX_PAGE)
    draft = inquiry.drafts.filter(author=user).first()
    sources = composer.sources(inquiry, composer.read(draft))
    context: dict[str, Any] = {
        "inquiry": inquiry,
        "words": words,
        "sources": sources,
        "source_form": SourceForm(initial={"quelle": words}),
        "has_shortcuts": user.has_shortcuts,
    }
    if not words:
        return context
    kinds = tuple(kind for kind in registry.providers if kind != suggest.KIND)
    found = engine.search(
        words,
        reach=accounts.reach(user),
        kinds=kinds,
        limit=PAGE_SIZE,
        offset=(number - 1) * PAGE_SIZE,
    )
    cited = {source.key: source.position for source in sources}
    offers = [_offer(result, "", cited) for result in found.results]
    page = paging.of_rows(
        offers, number=number, size=PAGE_SIZE, total=min(found.total, MAX_PAGE * PAGE_SIZE)
    )
    return context | {"page": page, "corrected": found.corrected}


def _offer(result: Result, reason: str, cited: Mapping[str, int]) -> Offer:
    key = f"{result.kind}:{result.object_id}"
    provider = registry.providers.get(result.kind)
    return Offer(
        key=key,
        name=f"{key}:{result.anchor}",
        kind=result.kind,
        object_id=result.object_id,
        label=str(provider.label) if provider else "",
        title=result.title,
        url=result.address,
        meta=result.meta,
        heading=result.heading,
        # Escaped by the search, which adds nothing but <mark>.
        passage_html=mark_safe(result.passage_html),  # noqa: S308
        reason=reason,
        place=cited.get(key, 0),
        is_stale=result.is_stale,
    )
