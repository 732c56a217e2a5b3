"""The only way from a person, an id or a link to an adoption."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from lotse.accounts.models import User
from lotse.knowledge.adoption import links
from lotse.knowledge.models import Adoption
from lotse.municipalities.models import Municipality


def place(person: User) -> Municipality:
    """Return the municipality somebody acts for. Raises Http404 for people without one."""
    if person.municipality is None:
        raise Http404
    return person.municipality


def adoption(person: User, pk: int) -> Adoption:
    """Return an adoption of one's own municipality, withdrawn or not. Raises Http404."""
    own = Adoption.objects.select_related("example", "municipality")
    return get_object_or_404(own, pk=pk, municipality=place(person))


def by_token(token: str) -> tuple[Adoption, int]:
    """Return the adoption a link in a mail means, and the months asked about. Raises Http404."""
    try:
        adoption_id, months = links.read(token)
    except ValueError:
        raise Http404 from None
    known = Adoption.objects.select_related("example", "municipality")
    return get_object_or_404(known, pk=adoption_id), months
