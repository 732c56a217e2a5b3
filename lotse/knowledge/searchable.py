"""Good examples, answered questions, and facts in the search."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import documents, queries
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.answers import queries as answer_queries
from lotse.knowledge.comparing import choice
from lotse.knowledge.facts import documents as fact_documents
from lotse.knowledge.facts import queries as fact_queries
from lotse.knowledge.facts import wording
from lotse.knowledge.models import Answer, Example, Fact
from lotse.knowledge.reading import LEAD_TIME_LABELS, SETBACK_LABELS
from lotse.search import registry
from lotse.search.documents import Document, Pick, Provider


def _documents() -> Iterator[Document]:
    today = timezone.localdate()
    live = queries.complete(Example.objects.filter(live=True).order_by("pk"))
    for example in live.iterator(chunk_size=500):
        yield documents.document(example, today=today)


def _document(object_id: int) -> Document | None:
    example = queries.complete(Example.objects.filter(live=True, pk=object_id)).first()
    return None if example is None else documents.document(example, today=timezone.localdate())


def _facet_labels(facet: str, values: Iterable[str]) -> dict[str, str]:
    names: Mapping[str, Mapping[str, object]] = {
        "status": dict(Example.Status.choices),
        "evidence": dict(Example.Evidence.choices),
        "lead_time": LEAD_TIME_LABELS,
        "setback": SETBACK_LABELS,
        "check": {"checked": _("geprüft"), "open": _("Prüfung offen")},
    }
    known = names.get(facet, {})
    wanted = set(values)
    return {value: str(name) for value, name in known.items() if value in wanted}


registry.register(
    Provider(
        kind=documents.KIND,
        label=_("Gutes Beispiel"),
        label_plural=_("Gute Beispiele"),
        icon="example",
        documents=_documents,
        document=_document,
        model=Example,
        facet_labels=_facet_labels,
        pick=Pick(
            parameter=choice.PARAMETER,
            path=choice.PATH,
            label=_("Vergleichen"),
            hint=_("Bis zu vier gute Beispiele ankreuzen und nebeneinander sehen."),
        ),
    )
)


def _answer_documents() -> Iterator[Document]:
    today = timezone.localdate()
    live = answer_queries.complete(Answer.objects.filter(live=True).order_by("pk"))
    for answer in live.iterator(chunk_size=500):
        yield answer_documents.document(answer, today=today)


def _answer_document(object_id: int) -> Document | None:
    found = answer_queries.complete(Answer.objects.filter(live=True, pk=object_id)).first()
    return None if found is None else answer_documents.document(found, today=timezone.localdate())


def _answer_labels(facet: str, values: Iterable[str]) -> dict[str, str]:
    names: Mapping[str, Mapping[str, object]] = {
        "certainty": dict(Answer.Certainty.choices),
        "scope": dict(Answer.Scope.choices),
    }
    known = names.get(facet, {})
    wanted = set(values)
    return {value: str(name) for value, name in known.items() if value in wanted}


registry.register(
    Provider(
        kind=answer_documents.KIND,
        label=_("Beantwortete Frage"),
        label_plural=_("Beantwortete Fragen"),
        icon="answer",
        documents=_answer_documents,
        document=_answer_document,
        model=Answer,
        facet_labels=_answer_labels,
    )
)


def _fact_documents() -> Iterator[Document]:
    today = timezone.localdate()
    live = fact_queries.complete(Fact.objects.filter(live=True).order_by("pk"))
    for fact in live.iterator(chunk_size=500):
        yield fact_documents.document(fact, today=today)


def _fact_document(object_id: int) -> Document | None:
    found = fact_queries.complete(Fact.objects.filter(live=True, pk=object_id)).first()
    return None if found is None else fact_documents.document(found, today=timezone.localdate())


def _fact_labels(facet: str, values: Iterable[str]) -> dict[str, str]:
    names: Mapping[str, Mapping[str, object]] = {
        "scope": dict(Fact.Scope.choices),
        "fact_kind": dict(Fact.Kind.choices),
        "bindingness": wording.BINDINGNESS,
        "fact_status": wording.STATUS,
    }
    known = names.get(facet, {})
    wanted = set(values)
    return {value: str(name) for value, name in known.items() if value in wanted}


registry.register(
    Provider(
        kind=fact_documents.KIND,
        label=_("Zahl oder Regel"),
        label_plural=_("Zahlen und Regeln"),
        icon="rule",
        documents=_fact_documents,
        document=_fact_document,
        model=Fact,
        facet_labels=_fact_labels,
    )
)
