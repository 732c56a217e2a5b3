"""Addresses without the one character that no database of ours compares with."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_NUL = re.compile("%00|\x00")


class PlainQueryMiddleware:
    """Takes NUL characters out of the query of an address before anything reads it.

    PostgreSQL refuses them, forms do as well; a filter read straight from the address would end in
    an error page. Nobody types them, so nothing is lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query:
            request.META["QUERY_STRING"] = _NUL.sub("", query)
        return self.get_response(request)
