"""Registers aids in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from lotse.aids.editing import AidViewSet
from lotse.aids.models import Aid
from lotse.knowledge.editing.viewsets import RecordPolicy

register_permission_policy(Aid, RecordPolicy(Aid))
register_snippet(AidViewSet)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def improvements_in_the_menu() -> MenuItem:
    return MenuItem(_("Verbesserungen"), "/verbesserungen/", icon_name="edit", order=206)
