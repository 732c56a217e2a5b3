"""Stands before everything else, so that a probe asks neither the database nor for a host name."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lotse.operations import views

PROBES = {"/healthz": views.alive, "/readyz": views.ready}


class ProbeMiddleware:
    """Answers the probes of load balancers and containers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self._get_response(request)
