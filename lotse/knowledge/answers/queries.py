"""Reads of answered questions. Everything shown to somebody starts at ``visible``."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lotse.knowledge.models import Answer, AnswerSource
from lotse.lib.audience import Audience
from lotse.topics.models import Concept

PAGE_SIZE = 20


def visible(reach: Audience) -> QuerySet[Answer]:
    """Published answers this reach may see."""
    shown: QuerySet[Answer] = Answer.objects.filter(live=True, audience__lte=reach)
    return shown


def complete(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Load everything ``reading.of`` and ``documents`` read, in four queries for any number."""
    return answers.select_related("owner").prefetch_related(
        Prefetch("concepts", Concept.objects.select_related("broader")),
        "lands",
        Prefetch("sources", AnswerSource.objects.select_related("example", "other")),
    )


def rows(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Load what an entry of a list shows."""
    return answers.prefetch_related("lands")


def about(field: str) -> Q:
    """Return the condition that an answer belongs to a field or cross-cutting topic."""
    through = Answer.concepts.through.objects.filter(answer=OuterRef("pk"))
    return Q(Exists(through.filter(Q(concept=field) | Q(concept__broader=field))))


def newest(reach: Audience, limit: int, *, field: str) -> list[Answer]:
    """Return the answers of a field published last. Two queries."""
    answers = rows(visible(reach).filter(about(field)))
    return list(answers.order_by("-first_published_at", "-pk")[:limit])


def similar(answer: Answer, reach: Audience, limit: int = 3) -> list[Answer]:
    """Return answers that share a concept, the newest first."""
    codes = [concept.pk for concept in answer.concepts.all()]
    through = Answer.concepts.through.objects.filter(answer=OuterRef("pk"), concept__in=codes)
    others = visible(reach).exclude(pk=answer.pk).filter(Exists(through))
    return list(rows(others).order_by("-first_published_at", "-pk")[:limit])
