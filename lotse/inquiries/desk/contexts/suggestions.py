"""What helps with an inquiry, with the reason and a button to cite it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lotse.accounts import access as accounts
from lotse.accounts.models import User
from lotse.inquiries import suggest, suggestions
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.composer import Source
from lotse.inquiries.desk.filters import Desk
from lotse.inquiries.desk.forms import SourceForm
from lotse.inquiries.models import Citation, Dismissal, Inquiry, Recall
from lotse.inquiries.rules import recalls
from lotse.inquiries.suggest import Suggestion
from lotse.lib import paging
from lotse.lib.audience import Audience
from lotse.search import engine, generations, registry
from lotse.search.engine import Result
from lotse.search.models import Record
from lotse.topics.models import Concept

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
    warning: str = ""
    """Why an answer must not be taken over as it is."""


def of(
    inquiry: Inquiry,
    desk: Desk,
    sources: Sequence[Source],
    topics: Sequence[Concept],
    *,
    hides_some: bool = True,
) -> dict[str, Any]:
    """Return what is suggested for an inquiry, with what is cited already marked."""
    # Other inquiries do not exist for press officers, so similar ones are not suggested to them.
    reach = accounts.reach(desk.user) if desk.sees_all else Audience.MEMBERS
    found = suggestions.of(
        inquiry,
        topics=topics,
        reach=reach,
        now=desk.now,
        hides_some=hides_some,
    )
    cited = {source.key: source.position for source in sources}
    return {
        "offers": [offer(one.result, one.reason, cited) for one in found.content],
        "similar": _similar(found.inquiries, cited),
        "areas": found.areas,
        "places": found.places,
        "hidden": found.hidden,
        "source_form": SourceForm(),
        "people": [one for one in found.colleagues if one.person != desk.user],
    }


def _similar(found: Sequence[Suggestion], cited: Mapping[str, int]) -> list[Offer]:
    """Return answered inquiries, with a warning where a source of the answer has changed."""
    if not found:
        return []
    recalled = recalls.warnings([one.result.object_id for one in found])
    return [
        replace(
            offer(one.result, one.reason, cited),
            warning=recall_warning(recalled.get(one.result.object_id)),
        )
        for one in found
    ]


def recall_warning(recall: Recall | None) -> str:
    """Say what is wrong with an answer that cites a changed source; empty if nothing is."""
    if recall is None:
        return ""
    if recall.decision == Recall.Decision.CORRECTED:
        return _("Diese Antwort wurde korrigiert: „{title}“ hat sich geändert.").format(
            title=recall.title
        )
    return _("Vorsicht: Die zitierte Quelle „{title}“ hat sich geändert.").format(
        title=recall.title
    )


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
    offers = [offer(result, "", cited) for result in found.results]
    page = paging.of_rows(
        offers, number=number, size=PAGE_SIZE, total=min(found.total, MAX_PAGE * PAGE_SIZE)
    )
    return context | {"page": page, "corrected": found.corrected}


def offer(result: Result, reason: str, cited: Mapping[str, int]) -> Offer:
    key = f"{result.kind}:{result.object_id}"
    return Offer(
        key=key,
        name=f"{key}:{result.anchor}",
        kind=result.kind,
        object_id=result.object_id,
        label=_label(result.kind),
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


def usefulness(query: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of records that were hidden, the most often hidden first."""
    hidden = (
        Dismissal.objects.values("kind", "object_id")
        .annotate(times=Count("pk"), title=Max("title"), latest_at=Max("dismissed_at"))
        .order_by("-times", "kind", "object_id")
    )
    number = min(paging.read_number(query.get(paging.NUMBER_PARAMETER)), MAX_PAGE)
    total = min(hidden.count(), MAX_PAGE * PAGE_SIZE)
    found = list(hidden[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    ids = {row["object_id"] for row in found}
    cited = {
        (kind, object_id): times
        for kind, object_id, times in Citation.objects.filter(object_id__in=ids)
        .values_list("kind", "object_id")
        .annotate(Count("pk"))
    }
    records = Record.objects.filter(generation=generations.active(), object_id__in=ids)
    urls = {
        (kind, object_id): url
        for kind, object_id, url in records.values_list("kind", "object_id", "url")
    }
    rows = [
        {
            **row,
            "label": _label(row["kind"]),
            "url": urls.get((row["kind"], row["object_id"]), ""),
            "cited": cited.get((row["kind"], row["object_id"]), 0),
        }
        for row in found
    ]
    page = paging.of_rows(rows, number=number, size=PAGE_SIZE, total=total)
    return {"page": page, "rows": rows}


def _label(kind: str) -> str:
    provider = registry.providers.get(kind)
    return str(provider.label) if provider else kind
