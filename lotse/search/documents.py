"""What a slice hands over to be found."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db.models import Model
from django.utils.functional import Promise

from lotse.lib.audience import Audience


@dataclass(frozen=True)
class Passage:
    heading: str
    text: str
    anchor: str = ""
    """Fragment of the record's address, without #."""


@dataclass(frozen=True)
class Document:
    """A record in the form in which it is found.

    ``facets`` maps a facet to its values: field, concept, land, size_class, municipality_kind,
    year, status, lead_time, evidence. Values are codes; the labels come from the provider.
    """

    kind: str
    """Name of the provider, for example ``example``."""
    object_id: int
    title: str
    url: str
    audience: Audience
    passages: tuple[Passage, ...]
    meta: str = ""
    """One line under the title: "Mittelstadt · Bayern · 2025"."""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dated_on: date | None = None
    is_stale: bool = False
    names: tuple[str, ...] = ()
    """Words it is found by besides its texts: places, keys, numbers. Shown nowhere, so hand over
    only what stands in ``meta`` or on the page."""

    @property
    def content_hash(self) -> str:
        """A fingerprint of everything the index keeps."""
        facts = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=True)
        return hashlib.blake2b(facts.encode(), digest_size=16).hexdigest()

    @property
    def stated_on(self) -> date | None:
        """The day to print. None if only the year is known: that is sorted as its first day."""
        day = self.dated_on
        return None if day is None or (day.month, day.day) == (1, 1) else day


@dataclass(frozen=True)
class Pick:
    """What several hits of a kind can be picked for: a page that takes their ids."""

    parameter: str
    path: str
    label: str | Promise
    """On the boxes and the button, for example "Vergleichen"."""
    hint: str | Promise


@dataclass(frozen=True)
class Provider:
    """One kind of content that can be found."""

    kind: str
    label: str | Promise
    label_plural: str | Promise
    icon: str
    documents: Callable[[], Iterable[Document]]
    """All documents of this kind, streamed; used to rebuild and to compare the index."""
    document: Callable[[int], Document | None]
    """The document of one record, None if it must not be found."""
    model: type[Model] | None = None
    facet_labels: Callable[[str, Iterable[str]], dict[str, str]] | None = None
    """German labels for the values of a facet only this provider knows, for example status.

    The search itself names kinds, fields, concepts, Länder, size classes and years.
    """
    pick: Pick | None = None
