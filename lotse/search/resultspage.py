"""What the results page shows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.accounts.models import User
from lotse.lib.audience import Audience
from lotse.lib.paging import NUMBER_PARAMETER, Page, of_rows, read_number
from lotse.search import engine, filters, operators, registry
from lotse.search.analysis import clean
from lotse.search.candidates import MAX_HITS
from lotse.search.documents import Pick
from lotse.search.engine import Result, Results
from lotse.search.filters import Chosen, Group, Selection
from lotse.search.question import MAX_QUESTION, Word

PAGE_SIZE = 10
MAX_CHIPS = 8
MAX_CARRIED = 2_000
"""Characters of a question that travel in an address."""
ORDERS = {"": gettext_lazy("Beste zuerst"), "neu": gettext_lazy("Neueste zuerst")}
_DRAWN_KINDS = frozenset(
    {"example", "aid", "answer", "fact", "discussion", "news", "press", "page"}
)


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    words: str
    """The question, cleaned."""
    chosen: Selection
    number: int
    is_literal: bool
    is_newest_first: bool

    @property
    def ask_url(self) -> str:
        """The form that asks the team, with the question."""
        return f"/fragen/neu/frage/?{urlencode({'q': self.words[:MAX_CARRIED]})}"


@dataclass(frozen=True)
class Row:
    result: Result
    type_kind: str
    """Which icon and tint it gets."""
    type_label: str
    passage: SafeString
    matches: tuple[str, ...]
    """What fits the reader: "Ihre Größenklasse"."""
    pick: Pick | None = None


@dataclass(frozen=True)
class Chip:
    """A word that was understood, with the address of the search without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Easier:
    """Something chosen or typed without which there would be hits."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Shown:
    asked: Asked
    found: Results
    page: Page[Row]
    best: Row | None
    """The first hit of the first page, if the order is by relevance."""
    rest: tuple[Row, ...]
    promoted: tuple[Row, ...]
    """What editors recommend; on the first page of hits by relevance."""
    hit_count: int
    """Of all pages, what is recommended included."""
    groups: tuple[Group, ...]
    kinds: tuple[Chosen, ...]
    chosen: tuple[Chosen, ...]
    chips: tuple[Chip, ...]
    easier: tuple[Easier, ...]
    is_lifted: bool
    """Some hits stand higher because they are like the person's municipality."""
    literal_url: str
    """The search without correcting typing errors."""
    pick: Pick | None = None
    """What hits of this page can be picked for, if at least two can."""


def read(query: QueryDict) -> Asked:
    """Read an address; whatever is wrong with it is left out."""
    return Asked(
        words=clean(query.get("q", "")[:MAX_QUESTION]).strip(),
        chosen=filters.selection(query),
        number=min(read_number(query.get(NUMBER_PARAMETER)), MAX_HITS // PAGE_SIZE),
        is_literal=query.get("genau") == "1",
        is_newest_first=query.get("sortierung") == "neu",
    )


def own_values(user: object) -> dict[str, str]:
    """Return size class and Land of the person's municipality, if there is one."""
    place = user.municipality if isinstance(user, User) else None
    if place is None:
        return {}
    values = {"size_class": place.size_class, "land": place.land_id}
    return {name: value for name, value in values.items() if value}


def show(asked: Asked, query: QueryDict, *, reach: Audience, own: Mapping[str, str]) -> Shown:
    """Search and arrange what is shown."""
    found = engine.search(
        asked.words,
        reach=reach,
        facets=asked.chosen,
        limit=PAGE_SIZE,
        offset=(asked.number - 1) * PAGE_SIZE,
        own=own,
        is_literal=asked.is_literal,
        newest_first=asked.is_newest_first,
        with_promoted=not asked.is_newest_first,
    )
    rows = [_row(result) for result in found.results]
    promoted = [_row(result) for result in found.promoted] if asked.number == 1 else []
    has_best = bool(rows) and asked.number == 1 and not asked.is_newest_first
    chosen = filters.chosen_labels(query, asked.chosen)
    return Shown(
        asked=asked,
        found=found,
        page=of_rows(rows, number=asked.number, size=PAGE_SIZE, total=found.total),
        best=rows[0] if has_best else None,
        rest=tuple(rows[1:] if has_best else rows),
        promoted=tuple(promoted),
        hit_count=found.total + len(found.promoted),
        groups=tuple(filters.groups(found.facet_counts, asked.chosen, own)),
        kinds=tuple(_kinds(found, asked, query)),
        chosen=tuple(chosen),
        chips=tuple(_chips(found, asked, query)),
        easier=tuple(_easier(asked, chosen, query, reach))
        if not found.total and not promoted
        else (),
        is_lifted=any(row.matches for row in rows) and not asked.is_newest_first,
        literal_url=_address(query, genau="1"),
        pick=_pick([*promoted, *rows]),
    )


def _pick(rows: list[Row]) -> Pick | None:
    """Return what at least two hits can be picked for."""
    counted = Counter(row.pick for row in rows if row.pick)
    return next((pick for pick, number in counted.items() if number > 1), None)


def finds(results: list[Result]) -> list[Row]:
    """Return a few results as they are shown in a list of suggestions."""
    return [_row(result) for result in results]


def _row(result: Result) -> Row:
    provider = registry.providers.get(result.kind)
    words = {"size_class": _("Ihre Größenklasse"), "land": _("Ihr Land")}
    return Row(
        result=result,
        type_kind=result.kind if result.kind in _DRAWN_KINDS else "page",
        type_label=str(provider.label) if provider else "",
        # Escaped in passages.mark, which adds nothing but <mark>.
        passage=mark_safe(result.passage_html),  # noqa: S308
        matches=tuple(words[name] for name in result.like_own if name in words),
        pick=provider.pick if provider else None,
    )


def _kinds(found: Results, asked: Asked, query: QueryDict) -> list[Chosen]:
    """Return the kinds of content among the hits, as ways to see only one of them."""
    counts = found.facet_counts.get("kind", {})
    if len(counts) < 2 or "kind" in asked.chosen:
        return []
    names = filters.labels("kind", counts)
    ordered = sorted(names, key=lambda kind: (-counts[kind], names[kind]))
    return [
        Chosen("kind", str(counts[kind]), names[kind], _address(query, art=kind))
        for kind in ordered
    ]


def _chips(found: Results, asked: Asked, query: QueryDict) -> list[Chip]:
    if len(found.terms) < 2:
        return []
    text = found.corrected or asked.words
    telling = sorted(found.terms, key=lambda word: -word.idf)[:MAX_CHIPS]
    return [
        Chip(word.text, _address(query, q=_cut(text, word)))
        for word in sorted(telling, key=lambda word: word.start)
    ]


def _cut(text: str, word: Word) -> str:
    return " ".join(f"{text[: word.start]} {text[word.end :]}".split())


def _easier(asked: Asked, chosen: list[Chosen], query: QueryDict, reach: Audience) -> list[Easier]:
    """Say which chosen filters cost hits, or quotes and minus. One query for each."""
    ways: list[Easier] = []
    loose = operators.loose(asked.words)
    if loose != asked.words:
        number = engine.count(loose, reach=reach, facets=asked.chosen)
        if number:
            ways.append(Easier(_("Anführungszeichen und Minus"), _address(query, q=loose), number))
    for one in chosen[:5]:
        rest = tuple(value for value in asked.chosen[one.facet] if value != one.value)
        facets = {**asked.chosen, one.facet: rest}
        number = engine.count(asked.words, reach=reach, facets=facets)
        if number:
            ways.append(Easier(one.label, one.url, number))
    return ways


def _address(query: QueryDict, **changes: str) -> str:
    """Return the address with some parameters changed, on its first page."""
    changed = query.copy()
    changed.pop(NUMBER_PARAMETER, None)
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}"
