"""What remarks may be about: the kinds of records that are reviewed, and what other slices add."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model
from django.utils.functional import Promise

from lotse.knowledge.reviews.kinds import KINDS


class Subject(Protocol):
    """A kind of records with drafts, locks and an owner."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str | Promise: ...

    @property
    def model(self) -> type[Any]: ...

    @property
    def visible(self) -> Callable[..., Any]: ...

    def edit_url(self, pk: int) -> str: ...


@dataclass(frozen=True)
class Guest:
    """A kind of records of a slice above this one."""

    name: str
    """Name of the search provider."""
    label: str | Promise
    model: type[Model]
    visible: Callable[..., Any]
    """From a reach to the records it may see."""
    columns: tuple[str, ...]
    """Texts that may be changed by a proposal."""

    def edit_url(self, pk: int) -> str:
        options = self.model._meta
        return f"/redaktion/snippets/{options.app_label}/{options.model_name}/edit/{pk}/"


_guests: dict[str, Guest] = {}


def register(guest: Guest) -> None:
    _guests[guest.name] = guest


def of(name: str) -> Subject | None:
    return KINDS.get(name) or _guests.get(name)


def columns() -> Mapping[str, tuple[str, ...]]:
    """Return the texts of the added kinds, by name of the kind."""
    return {name: guest.columns for name, guest in _guests.items()}
