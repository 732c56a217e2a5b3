"""A topic below a field."""

from lotse.topics.models import Concept
from lotse.topics.tests.factories import ConceptFactory, FieldFactory


def winter() -> Concept:
    return Concept.objects.filter(code="U11").first() or ConceptFactory(
        code="U11", name="Winterfestigkeit", broader=FieldFactory(code="U")
    )
