"""Which records may have an easy text, and who sees it: whoever sees the record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import queries as examples
from lotse.knowledge.answers import queries as answers
from lotse.lib.audience import Audience
from lotse.search import registry
from lotse.search.documents import Document, Passage
from lotse.topics import queries as topics

ADDRESS = "leichte-sprache/"
"""Behind the address of the record."""


@dataclass(frozen=True)
class Kind:
    label: str | Promise
    document: Callable[[str], Document | None]
    """What the record says, None if it is not published. Called with an id."""
    by_slug: Callable[[str, Audience], str | None]
    """From the last part of its address and a reach to its id."""
    path: str
    """Of its page, with %s for the slug."""


def _record(kind: str) -> Callable[[str], Document | None]:
    def find(record_id: str) -> Document | None:
        return registry.providers[kind].document(int(record_id)) if _is_id(record_id) else None

    return find


def _is_id(raw: str) -> bool:
    return raw.isdecimal() and len(raw) < 18


def _topic(code: str) -> Document | None:
    top = topics.top_level().filter(code=code).first()
    if top is None:
        return None
    return Document(
        kind="topic",
        object_id=0,
        title=top.name,
        url=top.get_absolute_url(),
        audience=Audience.PUBLIC,
        passages=(Passage("", top.lead_question),),
    )


def _example_id(slug: str, reach: Audience) -> str | None:
    pk = examples.visible(reach).filter(slug=slug).values_list("pk", flat=True).first()
    return None if pk is None else str(pk)


def _answer_id(slug: str, reach: Audience) -> str | None:
    pk = answers.visible(reach).filter(slug=slug).values_list("pk", flat=True).first()
    return None if pk is None else str(pk)


def _topic_id(slug: str, reach: Audience) -> str | None:
    return topics.top_level().filter(slug=slug).values_list("code", flat=True).first()


KINDS: Mapping[str, Kind] = {
    "example": Kind(_("Gutes Beispiel"), _record("example"), _example_id, "/beispiele/%s/"),
    "answer": Kind(_("Beantwortete Frage"), _record("answer"), _answer_id, "/antworten/%s/"),
    "topic": Kind(_("Thema"), _topic, _topic_id, "/themen/%s/"),
}
