"""Whether this process lives, and whether it can work."""

from django.http import HttpRequest, HttpResponse


def alive(request: HttpRequest) -> HttpResponse:
    """Answer without touching the database: this process runs."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
