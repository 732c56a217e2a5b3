"""Which records belong to a question field, for lists that name records by kind and id."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from lotse.knowledge import documents
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.facts import documents as fact_documents
from lotse.knowledge.facts import queries as facts
from lotse.knowledge.models import Answer, Example, Fact


def records(kind: str, field: str) -> QuerySet[Any]:
    """Return the records of a kind that belong to a field or cross-cutting topic.

    kind: name of the search provider. field: code of a concept.
    """
    about = Q(concepts=field) | Q(concepts__broader=field)
    models: dict[str, tuple[type[Model], Q]] = {
        documents.KIND: (Example, about),
        answer_documents.KIND: (Answer, about),
        fact_documents.KIND: (Fact, facts.about(field)),
    }
    model, belongs = models[kind]
    return model._default_manager.filter(belongs)


def condition(field: str) -> Q:
    """Return the condition that ``record_kind`` and ``record_id`` name a record of the field.

    Without a field everything meets it.
    """
    if not field:
        return Q()
    found = Q(pk__in=[])
    for kind in (documents.KIND, answer_documents.KIND, fact_documents.KIND):
        found |= Q(record_kind=kind, record_id__in=records(kind, field).values("pk"))
    return found
