from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from lotse.team.models import ProgrammeArea


class ProgrammeAreaFactory(DjangoModelFactory[ProgrammeArea]):
    class Meta:
        model = ProgrammeArea

    name = Sequence(lambda n: f"Fachreferat {n}")
    initials = "FR"
    slug = Sequence(lambda n: f"fachreferat-{n}")
    email = "fachreferat@lotse.example"
    position = Sequence(lambda n: n)
