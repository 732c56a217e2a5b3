from collections.abc import Callable, Iterable, Iterator

import pytest

from lotse.search import registry
from lotse.search.documents import Document, Provider

Publish = Callable[..., dict[int, Document]]


@pytest.fixture
def content() -> Iterator[Publish]:
    """Make some documents all the content there is; returns them by id, to be changed later."""
    kept = dict(registry.providers)
    registry.providers.clear()

    def register(documents: Iterable[Document], kind: str = "example") -> dict[int, Document]:
        records = {document.object_id: document for document in documents}
        registry.register(
            Provider(
                kind=kind,
                label="Gutes Beispiel",
                label_plural="Gute Beispiele",
                icon="example",
                documents=lambda: list(records.values()),
                document=records.get,
                facet_labels=lambda facet, values: (
                    {value: {"ended": "beendet"}.get(value, value) for value in values}
                    if facet == "status"
                    else {}
                ),
            )
        )
        return records

    yield register
    registry.providers.clear()
    registry.providers.update(kept)
