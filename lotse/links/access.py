"""The only way from a person and an id to an address or a replacement."""

from django.shortcuts import get_object_or_404

from lotse.accounts.roles import Role
from lotse.links.models import Link, Replacement

EDITORS = (Role.EDITOR, Role.LEAD)


def link(pk: int) -> Link:
    """Return an address. Only behind ``role_required(*EDITORS)``. Raises Http404."""
    return get_object_or_404(Link.objects.select_related("ignored_by"), pk=pk)


def replacement(pk: int) -> Replacement:
    """Return a replacement. Only behind ``role_required(*EDITORS)``. Raises Http404."""
    return get_object_or_404(Replacement.objects.select_related("made_by", "undone_by"), pk=pk)
