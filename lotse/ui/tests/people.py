"""People for tests of ``ui``, which lies below the slice that knows them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group


def person(*roles: str, **fields: Any) -> Any:
    """Return a saved person with these roles."""
    count = get_user_model().objects.count()
    values = {"email": f"person{count}@musterstadt.example", "name": f"Person {count}", **fields}
    user = get_user_model().objects.create(**values)
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    return user
