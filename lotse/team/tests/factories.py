# mypy: disallow-untyped-calls=False
"""Programme areas of the team."""

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from lotse.team.models import ProgrammeArea


class ProgrammeAreaFactory(DjangoModelFactory[ProgrammeArea]):
    class Meta:
        model = ProgrammeArea

    name = Sequence(lambda n: f"Fachreferat {n}")
    initials = "FR"
    slug = Sequence(lambda n: f"fachreferat-{n}")
    email = Sequence(lambda n: f"fachreferat{n}@lotse.example")
    phone = "030 23125-101"
