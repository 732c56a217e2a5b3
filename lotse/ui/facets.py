"""One choice of a filter, as search and lists hand it to the ``facet`` tag."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int | None = None
    """Number of hits; None where it is not counted."""
    is_chosen: bool = False
