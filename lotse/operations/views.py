"""Whether this process lives and can work, and figures for monitoring."""

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from lotse.operations import metrics as rules
from lotse.operations import preparation

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
    """Answer with counts in Prometheus' text format, to whom ``metrics.may_read`` lets in."""
    if not rules.may_read(request):
        raise Http404
    return HttpResponse(rules.as_text(timezone.now()), content_type=rules.MEDIA_TYPE)
