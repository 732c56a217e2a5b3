"""Good examples in the search."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import documents, queries
from lotse.knowledge.models import Example
from lotse.search import registry
from lotse.search.documents import Document, Provider


def _documents() -> Iterator[Document]:
    today = timezone.localdate()
    live = queries.complete(Example.objects.filter(live=True).order_by("pk"))
    for example in live.iterator(chunk_size=500):
        yield documents.document(example, today=today)


def _document(object_id: int) -> Document | None:
    example = queries.complete(Example.objects.filter(live=True, pk=object_id)).first()
    return None if example is None else documents.document(example, today=timezone.localdate())


registry.register(
    Provider(
        kind=documents.KIND,
        label=_("Gutes Beispiel"),  # type: ignore[arg-type]
        label_plural=_("Gute Beispiele"),  # type: ignore[arg-type]
        icon="example",
        documents=_documents,
        document=_document,
        model=Example,
    )
)
