"""Registers the members' part of the editorial admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from lotse.municipalities.admin import MembershipViewSet, MunicipalityChooser

register_snippet(MembershipViewSet)


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def municipality_chooser() -> MunicipalityChooser:
    return MunicipalityChooser("municipality_chooser")
