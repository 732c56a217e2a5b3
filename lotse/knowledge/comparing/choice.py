"""Which examples somebody compares. The choice lives in the address, so it can be shared."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

PARAMETER = "vergleich"
MOST = 4
PATH = "/beispiele/vergleichen/"
_HIGHEST = 2**63 - 1


def read(query: QueryDict) -> tuple[int, ...]:
    """Return the ids an address names, each once, in its order; at most four count."""
    numbers = (
        int(raw)
        for raw in query.getlist(PARAMETER)
        if raw.isascii() and raw.isdigit() and len(raw) < 20
    )
    return tuple(dict.fromkeys(number for number in numbers if number <= _HIGHEST))[:MOST]


def query_of(ids: Sequence[int]) -> str:
    """Return the part of an address that names these examples."""
    return urlencode([(PARAMETER, number) for number in ids])


def address(ids: Sequence[int]) -> str:
    """Return the address of the comparison of these examples."""
    return f"{PATH}?{query_of(ids)}" if ids else PATH


@dataclass(frozen=True)
class Picked:
    """A chosen example in a list, with the address of the list without it."""

    pk: int
    title: str
    without: str


@dataclass(frozen=True)
class Chosen:
    """What a list shows of a choice made so far."""

    ids: tuple[int, ...]
    entries: tuple[Picked, ...] = ()
    elsewhere: tuple[int, ...] = ()
    """Chosen examples that are not on this page of the list; the form carries them along."""

    @property
    def is_full(self) -> bool:
        return len(self.ids) >= MOST

    @property
    def query(self) -> str:
        return query_of(self.ids)


def in_list(query: QueryDict, titles: Mapping[int, str], shown: Collection[int]) -> Chosen:
    """Return the choice as a list shows it.

    titles: of the chosen examples the reader may see. shown: ids on this page of the list.
    """
    ids = tuple(number for number in read(query) if number in titles)
    entries = []
    for number in ids:
        rest = query.copy()
        rest.setlist(PARAMETER, [str(other) for other in ids if other != number])
        entries.append(Picked(number, titles[number], f"?{rest.urlencode()}"))
    elsewhere = tuple(number for number in ids if number not in shown)
    return Chosen(ids, tuple(entries), elsewhere)
