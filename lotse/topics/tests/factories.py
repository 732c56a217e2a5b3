# mypy: disallow-untyped-calls=False
"""Concepts of the vocabulary."""

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from lotse.topics.models import Concept, Label


class FieldFactory(DjangoModelFactory[Concept]):
    """One of the question fields."""

    class Meta:
        model = Concept
        django_get_or_create = ("code",)

    code = "U"
    kind = Concept.Kind.FIELD
    name = "Unterbringung und Winter"
    slug = LazyAttribute(lambda concept: f"feld-{concept.code.lower()}")


class ConceptFactory(DjangoModelFactory[Concept]):
    """A narrower concept, below the field U unless told otherwise."""

    class Meta:
        model = Concept

    code = Sequence(lambda n: f"X{n:02d}")
    kind = Concept.Kind.CONCEPT
    broader = SubFactory(FieldFactory)
    name = Sequence(lambda n: f"Thema {n}")
    slug = LazyAttribute(lambda concept: f"thema-{concept.code.lower()}")


class LabelFactory(DjangoModelFactory[Label]):
    class Meta:
        model = Label

    concept = SubFactory(ConceptFactory)
    text = Sequence(lambda n: f"Stichwort {n}")
