"""Answered inquiries can be found by the team: what was answered once helps again."""

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.suggest import KIND
from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality
from lotse.search import gist, index, registry
from lotse.search.documents import Document, Passage, Provider

_SHOWN = Message.TURNS


def _answered() -> QuerySet[Inquiry]:
    shown = Message.objects.filter(kind__in=_SHOWN).only("inquiry", "kind", "text", "created_at")
    return (
        Inquiry.objects.filter(first_answered_at__isnull=False, merged_into=None)
        .select_related("municipality__land")
        .prefetch_related("topics", Prefetch("messages", shown, to_attr="shown"))
    )


def document(pk: int) -> Document | None:
    """Return what can be found of an inquiry; None while nobody has answered it."""
    inquiry = _answered().filter(pk=pk).first()
    return None if inquiry is None else _document(inquiry)


def documents() -> Iterator[Document]:
    for inquiry in _answered().order_by("pk").iterator(chunk_size=500):
        yield _document(inquiry)


def publish(inquiry: Inquiry) -> None:
    """Write an answered inquiry to the index, or take one out whose answer was taken back.

    In the caller's transaction.
    """
    found = document(inquiry.pk)
    if found:
        index.put(found)
    else:
        index.remove(KIND, inquiry.pk)


def _document(inquiry: Inquiry) -> Document:
    shown: Iterable[Message] = inquiry.shown  # type: ignore[attr-defined]  # prefetched
    place = inquiry.municipality
    concepts = list(inquiry.topics.all())
    fields = {topic.broader_id or topic.code for topic in concepts}
    answered_at = inquiry.first_answered_at
    assert answered_at is not None
    meta = [
        inquiry.number,
        *([place.short_name] if place else []),
        _("beantwortet am %s") % german.date_de(answered_at),
    ]
    return Document(
        kind=KIND,
        object_id=inquiry.pk,
        title=inquiry.subject,
        url=inquiry.get_absolute_url(),
        audience=Audience.TEAM,
        passages=tuple(
            Passage(
                str(message.get_kind_display()), gist.body(message.text), f"nachricht-{message.pk}"
            )
            for message in shown
            if message.text
        ),
        meta=" · ".join(meta),
        facets={
            "field": tuple(sorted(fields)),
            "concept": tuple(topic.code for topic in concepts),
            "land": (place.land_id,) if place else (),
            "size_class": (place.size_class,) if place and place.size_class else (),
            "year": (str(german.local(inquiry.received_at).year),),
        },
        dated_on=german.local(answered_at).date(),
        names=(inquiry.number, *_names(place)),
    )


def _names(place: Municipality | None) -> tuple[str, ...]:
    return (place.name, place.land.name, place.key, place.ars) if place else ()


registry.register(
    Provider(
        kind=KIND,
        label=_("Beantwortete Anfrage"),
        label_plural=_("Beantwortete Anfragen"),
        icon="question",
        documents=documents,
        document=document,
        model=Inquiry,
    )
)
