"""What a role may do in the editorial admin. Called by the ``bootstrap`` of each slice.

Django's permissions matter there alone; everywhere else ``access.role_required`` decides.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from lotse.accounts.roles import Role


def group(role: Role) -> Group:
    """Return the group of a role, made if it is missing."""
    return Group.objects.get_or_create(name=role.value)[0]


def allow(role: Role, model: type[Model], *actions: str) -> None:
    """Give a role actions (add, change, delete, view, publish) on a model. Doing it twice is fine.

    Raises ValueError for an action the model has no permission for.
    """
    group(role).permissions.add(*_permissions(model, actions))


def allow_pages(role: Role, below: Page, *actions: str) -> None:
    """Give a role actions (add, change, publish, bulk_delete, lock, unlock) on pages below one."""
    for permission in _permissions(Page, actions):
        GroupPagePermission.objects.get_or_create(
            group=group(role), page=below, permission=permission
        )


def allow_collection(role: Role, model: type[Model], *actions: str) -> None:
    """Give a role actions (add, change, choose) on the files of all collections."""
    root = Collection.get_first_root_node()
    for permission in _permissions(model, actions):
        GroupCollectionPermission.objects.get_or_create(
            group=group(role), collection=root, permission=permission
        )


def _permissions(model: type[Model], actions: Iterable[str]) -> list[Permission]:
    wanted = {f"{action}_{model._meta.model_name}" for action in actions}
    found = list(
        Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(model), codename__in=wanted
        )
    )
    if missing := wanted - {permission.codename for permission in found}:
        raise ValueError(f"no such permission: {sorted(missing)}")
    return found
