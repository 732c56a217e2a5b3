"""The one router of the knowledge."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja import Router

from lotse.accounts import access
from lotse.accounts.bearer import OpenBearer, visitor
from lotse.accounts.models import User
from lotse.accounts.scopes import Scope
from lotse.knowledge.open_data.records import View
from lotse.ui import page_cache

router = Router(tags=["Wissen"])
OPEN = OpenBearer(Scope.CONTENT_READ)


def view(request: HttpRequest, today: Any) -> View:
    """Return what the owner of the key may see; without a key what is public."""
    return View(access.reach(visitor(request)), today)


def shared(request: HttpRequest, response: HttpResponse) -> None:
    """Let an answer without a key be kept until something is published, by us and by others."""
    if isinstance(visitor(request), User):
        return
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Authorization"])
    page_cache.declare_public(response)
