"""Reads of the register used by other slices."""

import re
from datetime import date
from functools import lru_cache
from itertools import count, takewhile
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from lotse.lib import statements
from lotse.municipalities.folding import fold, without_title
from lotse.municipalities.models import Land, Municipality
from lotse.ui import page_cache

# "Osnabrück (Kreisfreie Stadt, Niedersachsen, 03404000)" as the suggestions write it.
_KEY_AT_END = re.compile(r"[(,] ?(\d{5}|\d{8,9})\)$")
_EXACT, _PREFIX, _WORD_PREFIX, _CONTAINS = range(4)


def lands() -> tuple[tuple[str, str], ...]:
    """Return code and name of the Länder, by name; kept, as they come with the register."""
    state = page_cache.content_state()
    return _kept_lands(state) if state else _lands()


def _lands() -> tuple[tuple[str, str], ...]:
    return tuple(Land.objects.order_by("name").values_list("code", "name"))


@lru_cache(maxsize=1)
def _kept_lands(state: UUID) -> tuple[tuple[str, str], ...]:
    return _lands()


def find(text: str, limit: int = 10) -> list[Municipality]:
    """Return the municipalities meant by a name, a part of one, a key or a postcode; best first.

    Exact names come first, then names that begin so, then words that begin so, then the rest; in
    each group the larger ones first. A town that is its own district appears once, as the town,
    unless its 5-digit key is asked for.
    """
    asked = text.strip()
    if key := _KEY_AT_END.search(asked):
        asked = key[1]
    digits = asked.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return _by_number(digits, limit)
    named = asked.partition(",")[0]
    words = fold(named)
    if not words:
        return []
    # "Stadt Wehlen" is a name, "Stadt Kiel" a name with a title.
    return list(_by_name(words)[:limit]) or list(_by_name(without_title(words))[:limit])


def _by_name(words: str) -> QuerySet[Municipality]:
    """Compare with both forms of the names: who types "ö" or "oe" means it, "o" may mean "ö"."""

    def name(lookup: str, text: str) -> Q:
        return Q(**{f"search_name__{lookup}": text}) | Q(**{f"bare_name__{lookup}": text})

    contained = Q()
    for word in words.split():
        contained &= name("contains", word)
    rank = Case(
        When(name("exact", words) | Q(core_name=words), then=Value(_EXACT)),
        When(name("startswith", words), then=Value(_PREFIX)),
        When(name("contains", f" {words}"), then=Value(_WORD_PREFIX)),
        default=Value(_CONTAINS),
        output_field=IntegerField(),
    )
    return (
        _once().filter(contained).annotate(rank=rank).order_by("rank", "-population", "kind", "key")
    )


def _once() -> QuerySet[Municipality]:
    """Everything, without the district twin of a town that is its own district."""
    twins = Q(kind=Municipality.Kind.DISTRICT, size_class__startswith="G")
    return Municipality.objects.exclude(twins).select_related("land")


def _by_number(digits: str, limit: int) -> list[Municipality]:
    everything = Municipality.objects.select_related("land")
    exact = everything.filter(Q(key=digits) | Q(ars=digits) | Q(postcode=digits))
    found = list(exact.order_by("-population", "key")[:limit])
    if found or len(digits) > 12:
        return sorted(found, key=lambda place: place.key != digits)
    beginning = Q(key__startswith=digits) | Q(postcode__startswith=digits)
    started = list(_once().filter(beginning).order_by("-population", "key")[:limit])
    if started or len(digits) != 5:
        return started
    # The register knows one postcode per municipality. A large town has dozens that share their
    # first digits, so the nearest are those with the longest common beginning.
    for length in (4, 3, 2):
        near = Municipality.objects.filter(postcode__startswith=digits[:length])
        if nearest := list(near.select_related("land").order_by("-population", "key")[:limit]):
            return nearest
    return []


def by_mail_address(address: str) -> Municipality | None:
    """Return the municipality to which the domain of a mail address, or a parent of it, belongs.

    The most specific domain wins. Nothing is proven by this: a sender can be forged.
    """
    domain = address.rpartition("@")[2].strip().strip(">").rstrip(".").casefold()
    parts = domain.split(".")
    candidates = [
        ".".join(parts[start:])
        for start in takewhile(lambda start: len(parts) - start >= 2, count())
    ]
    if not candidates:
        return None
    asked = candidates[:10]
    # Most mail comes from domains nobody has registered.
    found = dict(
        statements.rows(
            "SELECT domain, municipality_id FROM municipalities_maildomain "  # noqa: S608
            f"WHERE domain IN ({statements.marks(asked)})",
            asked,
        )
    )
    best = next((found[name] for name in candidates if name in found), None)
    return Municipality.objects.select_related("land").get(pk=best) if best else None


def members(on: date) -> QuerySet[Municipality]:
    """Municipalities that are members on a day."""
    return Municipality.objects.filter(membership__since__lte=on).filter(
        Q(membership__ended_on=None) | Q(membership__ended_on__gt=on)
    )
