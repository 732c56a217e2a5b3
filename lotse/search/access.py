"""The only way from a person and an id to what editors recommend."""

from django.shortcuts import get_object_or_404

from lotse.accounts.roles import Role
from lotse.search.models import Promotion

EDITORS = (Role.EDITOR, Role.LEAD)


def promotion(pk: int) -> Promotion:
    """Return a promotion. Only behind ``role_required(*EDITORS)``. Raises Http404."""
    return get_object_or_404(Promotion, pk=pk)
