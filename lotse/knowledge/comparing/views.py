"""The web door of the comparison. It only shows: the choice is the address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lotse.accounts.access import reach
from lotse.knowledge import reading
from lotse.knowledge.comparing import choice, queries, table
from lotse.knowledge.models import Example
from lotse.knowledge.reading import Reading
from lotse.lib.audience import Audience
from lotse.municipalities.models import ATTRIBUTION
from lotse.ui.page_cache import public_page

MAX_LETTERS = 200


@dataclass(frozen=True)
class Column:
    """The head of one example."""

    reading: Reading
    name: str
    without: str
    """Address of the comparison without it."""


@dataclass(frozen=True)
class Offer:
    """An example that could join."""

    title: str
    meta: str
    url: str
    with_it: str
    """Address of the comparison with it."""


@require_safe
@public_page()
def compare(request: HttpRequest) -> HttpResponse:
    seen_by, today = reach(request.user), timezone.localdate()
    examples = queries.chosen(choice.read(request.GET), seen_by)
    ids = tuple(example.pk for example in examples)
    readings = [reading.of(example, reach=seen_by, today=today) for example in examples]
    words = request.GET.get("q", "")[:MAX_LETTERS].strip()
    context = {
        "columns": _columns(readings),
        "table": table.of(readings) if len(readings) > 1 else None,
        "chosen": choice.Chosen(ids),
        "words": words,
        "found": _found(words, seen_by, ids),
        "similar": _similar(examples, seen_by, ids),
        "today": today,
        "attribution": ATTRIBUTION,
    }
    response = render(request, "knowledge/comparing/compare.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


def _columns(readings: Sequence[Reading]) -> list[Column]:
    ids = [one.example.pk for one in readings]
    return [
        Column(one, name, choice.address([other for other in ids if other != one.example.pk]))
        for one, name in zip(readings, table.names(readings), strict=True)
    ]


def _found(words: str, seen_by: Audience, ids: Sequence[int]) -> list[Offer]:
    hits = queries.found(words, seen_by, ids) if words else []
    return [
        Offer(hit.title, hit.meta, hit.url, choice.address([*ids, hit.object_id])) for hit in hits
    ]


def _similar(examples: Sequence[Example], seen_by: Audience, ids: Sequence[int]) -> list[Offer]:
    rows = queries.similar(examples[0], seen_by, ids) if examples else []
    return [
        Offer(
            row.example.title,
            " · ".join(row.meta),
            row.example.get_absolute_url(),
            choice.address([*ids, row.example.pk]),
        )
        for row in rows
    ]
