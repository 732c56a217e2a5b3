"""What Wagtail's content checker looks for in the preview of every editor."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

AXE_RULES = (
    *("button-name", "empty-heading", "empty-table-header", "frame-title", "heading-order"),
    *("input-button-name", "link-name", "p-as-heading", "alt-text-quality", "image-alt"),
    *("color-contrast", "page-has-heading-one", "list", "td-headers-attr", "valid-lang"),
)
"""Names of rules of axe-core. Wagtail leaves out contrast, missing alternative texts and lists; of
its own ones the description for search engines is left out, because our pages write none by hand.
"""


@hooks.register("construct_wagtail_userbar")  # type: ignore[untyped-decorator]
def look_for_more(request: HttpRequest, items: list[Any], page: Any) -> None:
    for item in items:
        if isinstance(item, ContentCheckerItem):
            item.axe_run_only = list(AXE_RULES)
