"""Puts the guide for editors and what is new into the admin's help menu."""

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lotse.portal.guide import pages, views


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def guide_addresses() -> list[URLPattern]:
    return [
        path("hilfe/", views.index, name="guide"),
        path("hilfe/<slug:slug>/", views.page, name="guide_page"),
    ]


@hooks.register("register_help_menu_item")  # type: ignore[untyped-decorator]
def guide_in_the_menu() -> MenuItem:
    return MenuItem(_("Anleitungen"), reverse_lazy("guide"), icon_name="help", order=100)


@hooks.register("register_help_menu_item")  # type: ignore[untyped-decorator]
def news_in_the_menu() -> MenuItem:
    address = reverse_lazy("guide_page", args=[pages.NEWS])
    return MenuItem(_("Was ist neu?"), address, icon_name="info-circle", order=110)
