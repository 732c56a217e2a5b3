"""The only way from a person and an address to an aid, a copy or an improvement."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from lotse.accounts.access import Visitor, reach
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.aids import queries
from lotse.aids.models import Aid, AidVersion, CopyPoint, Improvement, LocalCopy
from lotse.municipalities.models import Municipality

USERS = (Role.MEMBER, Role.COORDINATOR)
"""Who works with copies, for the municipality they belong to."""
DECIDERS = (Role.EDITOR, Role.LEAD)


def aid(person: Visitor, slug: str) -> Aid:
    """Return a published aid this person may see, withdrawn or not. Raises Http404."""
    return get_object_or_404(queries.complete(queries.shown(reach(person))), slug=slug)


def version(aid: Aid, number: str) -> AidVersion:
    """Return a version by its number ("1.2"). Raises Http404."""
    major, _dot, minor = number.partition(".")
    if not (major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
        raise Http404
    if max(len(major), len(minor)) > 4:
        raise Http404
    found: AidVersion = get_object_or_404(aid.versions, major=int(major), minor=int(minor))
    return found


def place(person: User) -> Municipality:
    """Return the municipality somebody acts for. Raises Http404 for people without one."""
    if person.municipality is None:
        raise Http404
    return person.municipality


def copies(person: User) -> QuerySet[LocalCopy]:
    """Copies of one's own municipality."""
    own = LocalCopy.objects.filter(municipality=place(person))
    return own.select_related("aid", "version", "municipality", "made_by")


def copy(person: User, pk: int) -> LocalCopy:
    return get_object_or_404(copies(person), pk=pk)


def point(copy: LocalCopy, pk: int) -> CopyPoint:
    return get_object_or_404(copy.points.select_related("copy__version", "copy__aid"), pk=pk)


def improvement(person: User, pk: int) -> Improvement:
    """Return a proposal for somebody who decides on it. Raises Http404 for everybody else."""
    if not person.has_role(*DECIDERS):
        raise Http404
    found = Improvement.objects.select_related(
        "aid", "municipality", "proposed_by", "decided_by", "version"
    )
    return get_object_or_404(found, pk=pk)
