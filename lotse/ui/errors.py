"""Error pages: each says what is, and what to do now. None of them needs the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from lotse.ui import navigation

RETRY_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or the browser refuses cookies."""
    return _page(request, 403, "ui/errors/csrf.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an uncaught exception; a database that is gone is no fault of the page."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        response = _page(request, 503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _page(request, 500)


def _page(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    # Without the request no context processor runs, so nobody asks who is signed in.
    context = {"frame": navigation.public(request.path), "status": status}
    html = render_to_string(template or f"ui/errors/{status}.html", context)
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    return response
