"""Counts what people read. Stands before the kept pages, so that they count as well."""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from lotse.accounts.models import User
from lotse.lib.robots import is_robot
from lotse.usage import counting
from lotse.usage.models import DayCount

# Only addresses that say nothing about a person: no tokens, no forms, no queries.
_PAGE = re.compile(
    r"/(?:$|(?:luecken|begriffe|kompetenzteam|presse|aktuelles|beispiele|antworten"
    r"|zahlen-und-regeln|hilfestellungen)/(?:$|(?!melden/|vergleichen/)[\w-]+/(?:leichte-sprache/)?$)"
    r"|themen/[\w-]+/(?:leichte-sprache/)?$)"
)
_FILE = re.compile(r"/(?:dokumente/\d+/[^/]+|(?:presse|feeds)/[\w-]+\.csv|[\w-]+/export\.\w+)$")
_SEARCH = "/suche/"
_READ = frozenset({200, 304})
"""304: the browser has the page and shows it again."""


class UsageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code in _READ:
            kind, key = _counted(request)
            if kind and not _is_left_out(request):
                counting.count(kind, key, on=timezone.localdate())
        return response


def _counted(request: HttpRequest) -> tuple[str, str]:
    """Return under which kind and key a request counts; empty if it does not."""
    path = request.path
    if _PAGE.match(path):
        return DayCount.Kind.PAGE, path[:300]
    if path == _SEARCH and request.GET.get("q") and "seite" not in request.GET:
        return DayCount.Kind.SEARCH, ""
    if _FILE.match(path):
        return DayCount.Kind.DOWNLOAD, path[:300]
    return "", ""


def _is_left_out(request: HttpRequest) -> bool:
    """Robots, parts of pages, pages a browser fetches ahead, and what the team itself reads."""
    headers = request.headers
    if headers.get("HX-Request") or "prefetch" in headers.get("Sec-Purpose", ""):
        return True
    if is_robot(headers.get("User-Agent", "")):
        return True
    # Known only if the page had to ask who is there; counting never asks.
    person = getattr(request, "_cached_user", None)
    return isinstance(person, User) and person.is_team
