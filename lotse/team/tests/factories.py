from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from lotse.team.models import ProgrammeArea


class ProgrammeAreaFactory(DjangoModelFactory[ProgrammeArea]):
    class Meta:
        model = ProgrammeArea

    name = Sequence(lambda n: f"Fachreferat {n}")  # type: ignore[no-untyped-call]
    initials = "FR"
    slug = Sequence(lambda n: f"fachreferat-{n}")  # type: ignore[no-untyped-call]
    email = "fachreferat@lotse.example"
    position = Sequence(lambda n: n)  # type: ignore[no-untyped-call]
