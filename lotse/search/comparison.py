"""What the index says against what the slices want found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lotse.search import registry
from lotse.search.documents import Provider
from lotse.search.models import Generation, Record

Trouble = Literal["missing", "surplus", "outdated"]


@dataclass(frozen=True)
class Difference:
    kind: str
    object_id: int
    trouble: Trouble
    """missing: not in the index. surplus: only in the index. outdated: other content."""


def differences(generation: Generation) -> Iterator[Difference]:
    """Yield every difference, kind by kind. Reads all records once.

    What was published in the meantime is looked at again before it is reported.
    """
    kinds = set(registry.providers)
    kinds.update(Record.objects.filter(generation=generation).values_list("kind", flat=True))
    for kind in sorted(kinds):
        provider = registry.providers.get(kind)
        for object_id in _suspects(generation, kind, provider):
            trouble = _trouble(generation, kind, object_id, provider)
            if trouble is not None:
                yield Difference(kind, object_id, trouble)


def _suspects(generation: Generation, kind: str, provider: Provider | None) -> Iterator[int]:
    stored = dict(
        Record.objects.filter(generation=generation, kind=kind)
        .order_by("object_id")
        .values_list("object_id", "content_hash")
    )
    for document in provider.documents() if provider else ():
        if stored.pop(document.object_id, None) != document.content_hash:
            yield document.object_id
    yield from stored


def _trouble(
    generation: Generation, kind: str, object_id: int, provider: Provider | None
) -> Trouble | None:
    document = provider.document(object_id) if provider else None
    record = Record.objects.filter(generation=generation, kind=kind, object_id=object_id).first()
    if document is None:
        return None if record is None else "surplus"
    if record is None:
        return "missing"
    return None if record.content_hash == document.content_hash else "outdated"
