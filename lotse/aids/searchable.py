"""Aids in the search, and among what may be commented line by line."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.aids import documents, queries
from lotse.aids.models import Aid
from lotse.knowledge.remarks import subjects
from lotse.search import registry
from lotse.search.documents import Document, Provider


def _standing() -> QuerySet[Aid]:
    return queries.complete(Aid.objects.filter(live=True, withdrawn_at=None).order_by("pk"))


def _documents() -> Iterator[Document]:
    today = timezone.localdate()
    for aid in _standing().iterator(chunk_size=500):
        yield documents.document(aid, today=today)


def _document(object_id: int) -> Document | None:
    aid = _standing().filter(pk=object_id).first()
    return None if aid is None else documents.document(aid, today=timezone.localdate())


def _facet_labels(facet: str, values: Iterable[str]) -> dict[str, str]:
    names: Mapping[str, Mapping[str, object]] = {
        "aid_kind": dict(Aid.Kind.choices),
        "stage": dict(Aid.Stage.choices),
    }
    known, wanted = names.get(facet, {}), set(values)
    return {value: str(name) for value, name in known.items() if value in wanted}


subjects.register(
    subjects.Guest(
        name=documents.KIND,
        label=_("Hilfestellung"),
        model=Aid,
        visible=queries.visible,
        columns=("title", "summary", "who_for", "text", "limits"),
    )
)
registry.register(
    Provider(
        kind=documents.KIND,
        label=_("Hilfestellung"),
        label_plural=_("Hilfestellungen"),
        icon="aid",
        documents=_documents,
        document=_document,
        model=Aid,
        facet_labels=_facet_labels,
    )
)
