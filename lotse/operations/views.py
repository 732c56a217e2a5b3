"""Whether this process lives and can work, and figures for monitoring."""

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from lotse.operations import figures, preparation

PLAIN = "text/plain; charset=utf-8"


def alive(request: HttpRequest) -> HttpResponse:
    """Answer without touching the database: this process runs."""
    return HttpResponse("ok\n", content_type=PLAIN)


def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 if this process can do its work, 503 if the database is away or too old."""
    try:
        is_ready = preparation.is_ready_now()
    except DatabaseError:
        return HttpResponse("database unreachable\n", content_type=PLAIN, status=503)
    if not is_ready:
        return HttpResponse("database not set up\n", content_type=PLAIN, status=503)
    return HttpResponse("ok\n", content_type=PLAIN)


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with counts in Prometheus' text format, to this machine alone.

    A proxy on the same machine names its client; then the question comes from elsewhere.
    """
    is_local = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    if not is_local or "HTTP_X_FORWARDED_FOR" in request.META:
        raise Http404
    lines = figures.as_text(timezone.now())
    return HttpResponse(lines, content_type="text/plain; version=0.0.4; charset=utf-8")
