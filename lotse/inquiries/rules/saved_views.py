"""Views of the queue that people keep under a name, for themselves or for the desk."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.inquiries.models import DefaultView, SavedView
from lotse.lib.errors import RuleError
from lotse.team.models import ProgrammeArea

MAX_VIEWS = 30
"""Of one person; more nobody finds again."""


class NameTaken(RuleError):
    message = _("Sie haben schon eine Ansicht mit diesem Namen. Wählen Sie einen anderen.")


def save(
    *,
    owner: User,
    name: str,
    query: str,
    is_shared: bool = False,
    area: ProgrammeArea | None = None,
    now: datetime,
) -> SavedView:
    """Keep a view. query: as it stands in the address, without the question mark.

    is_shared: with the desk, or only with those who answer for ``area``.
    Raises NameTaken, RuleError for too many.
    """
    if SavedView.objects.filter(owner=owner, deleted_at=None).count() >= MAX_VIEWS:
        raise RuleError(
            _("Sie haben schon %s Ansichten. Löschen Sie eine, die Sie nicht mehr brauchen.")
            % MAX_VIEWS
        )
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner=owner,
                name=name.strip(),
                query=query[:500],
                is_shared=is_shared or area is not None,
                area=area,
                saved_at=now,
            )
    except IntegrityError:
        raise NameTaken from None


def change(
    view: SavedView, *, name: str, is_shared: bool, area: ProgrammeArea | None, actor: User
) -> None:
    """Rename a view and say who sees it. Raises RuleError for somebody else's, NameTaken."""
    _check(view, actor)
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(
                name=name.strip(), is_shared=is_shared or area is not None, area=area
            )
    except IntegrityError:
        raise NameTaken from None
    if not is_shared and area is None:
        DefaultView.objects.filter(view=view).exclude(user=view.owner).delete()
    view.refresh_from_db()


def delete(view: SavedView, *, actor: User, now: datetime) -> None:
    """Take a view away; ``restore`` brings it back. Raises RuleError for somebody else's."""
    _check(view, actor)
    SavedView.objects.filter(pk=view.pk, deleted_at=None).update(deleted_at=now)
    view.refresh_from_db()


def restore(view: SavedView, *, actor: User) -> None:
    """Bring a deleted view back. Raises NameTaken if its name is in use by now."""
    _check(view, actor)
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(deleted_at=None)
    except IntegrityError:
        raise NameTaken from None
    view.refresh_from_db()


@transaction.atomic
def make_default(view: SavedView | None, *, user: User) -> None:
    """Let the queue open with this view, or with all open inquiries for None."""
    if view is None:
        DefaultView.objects.filter(user=user).delete()
        return
    DefaultView.objects.update_or_create(user=user, defaults={"view": view})


def may_change(view: SavedView, actor: User) -> bool:
    """Say whether a view is this person's; shared ones are the lead's, too."""
    return view.owner_id == actor.pk or (view.is_shared and actor.has_role(Role.LEAD))


def _check(view: SavedView, actor: User) -> None:
    if not may_change(view, actor):
        raise RuleError(
            _("Diese Ansicht gehört %s. Speichern Sie sie unter eigenem Namen.") % view.owner
        )
