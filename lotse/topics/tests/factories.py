"""Concepts for tests."""

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from lotse.topics.models import Concept, Label


class FieldFactory(DjangoModelFactory[Concept]):
    """A question field."""

    class Meta:
        model = Concept
        django_get_or_create = ("code",)

    code = Sequence(lambda n: f"F{n}")
    kind = Concept.Kind.FIELD
    name = Sequence(lambda n: f"Themenfeld {n}")
    slug = Sequence(lambda n: f"themenfeld-{n}")


class ConceptFactory(DjangoModelFactory[Concept]):
    """A narrower concept of a field."""

    class Meta:
        model = Concept

    code = Sequence(lambda n: f"C{n}")
    kind = Concept.Kind.CONCEPT
    broader = SubFactory(FieldFactory)
    name = Sequence(lambda n: f"Schlagwort {n}")
    slug = Sequence(lambda n: f"schlagwort-{n}")


class LabelFactory(DjangoModelFactory[Label]):
    class Meta:
        model = Label

    concept = SubFactory(ConceptFactory)
    text = Sequence(lambda n: f"Synonym {n}")
