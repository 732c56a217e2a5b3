"""Concepts for tests."""

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from lotse.topics.models import Concept, Label


class FieldFactory(DjangoModelFactory[Concept]):
    """A question field."""

    class Meta:
        model = Concept
        django_get_or_create = ("code",)

    code = Sequence(lambda n: f"F{n}")  # type: ignore[no-untyped-call]
    kind = Concept.Kind.FIELD
    name = Sequence(lambda n: f"Themenfeld {n}")  # type: ignore[no-untyped-call]
    slug = Sequence(lambda n: f"themenfeld-{n}")  # type: ignore[no-untyped-call]


class ConceptFactory(DjangoModelFactory[Concept]):
    """A narrower concept of a field."""

    class Meta:
        model = Concept

    code = Sequence(lambda n: f"C{n}")  # type: ignore[no-untyped-call]
    kind = Concept.Kind.CONCEPT
    broader = SubFactory(FieldFactory)  # type: ignore[no-untyped-call]
    name = Sequence(lambda n: f"Schlagwort {n}")  # type: ignore[no-untyped-call]
    slug = Sequence(lambda n: f"schlagwort-{n}")  # type: ignore[no-untyped-call]


class LabelFactory(DjangoModelFactory[Label]):
    class Meta:
        model = Label

    concept = SubFactory(ConceptFactory)  # type: ignore[no-untyped-call]
    text = Sequence(lambda n: f"Synonym {n}")  # type: ignore[no-untyped-call]
