# mypy: disallow-untyped-calls=False
"""Concepts of the vocabulary."""

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from lotse.topics.models import Concept, Label


class ConceptFactory(DjangoModelFactory[Concept]):
    """A narrower concept; a field needs ``kind=Concept.Kind.FIELD``."""

    class Meta:
        model = Concept

    code = Sequence(lambda n: f"X{n:02d}")
    kind = Concept.Kind.CONCEPT
    name = Sequence(lambda n: f"Thema {n}")
    slug = LazyAttribute(lambda concept: f"thema-{concept.code.lower()}")


class LabelFactory(DjangoModelFactory[Label]):
    class Meta:
        model = Label

    concept = SubFactory(ConceptFactory)
    text = Sequence(lambda n: f"Stichwort {n}")
