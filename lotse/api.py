"""The machine interface at /api/v1/, slice by slice, as urls.py does for pages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from lotse.accounts import keys, repeats
from lotse.accounts.bearer import OpenBearer
from lotse.accounts.scopes import Scope
from lotse.inquiries import api as inquiries
from lotse.inquiries.rules import AlreadyAnswered, NewMessage
from lotse.knowledge import api as knowledge
from lotse.lib import problems
from lotse.lib.errors import RuleError
from lotse.lib.problems import Problem

OPEN = OpenBearer.__name__
TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    409: "Conflict",
    412: "Precondition failed",
    422: "Refused",
    428: "Precondition required",
    429: "Too many requests",
}
CONFLICTS: dict[type[RuleError], str] = {
    AlreadyAnswered: "already_answered",
    NewMessage: "new_message",
}
"""Refusals because somebody was faster, and their stable codes."""

PROBLEM = {
    "description": "Refused; application/problem+json as in RFC 9457",
    "content": {
        problems.MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "code", "detail"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            }
        }
    },
}
REPEAT = {
    "name": repeats.HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": repeats.MAX_KEY},
    "description": "Sent again with the same key within 24 hours, it is done once.",
}


class Api(NinjaAPI):
    """Ninja's interface, saying also what all operations have in common."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **kwargs)
        for path in schema["paths"].values():
            for method, operation in path.items():
                operation["responses"]["default"] = PROBLEM
                if {OPEN: []} in operation.get("security", ()):
                    # An empty requirement beside it says that no key is needed.
                    operation["security"] = [{}, {OPEN: []}]
                if method != "get":
                    operation["parameters"] = [*operation.get("parameters", ()), REPEAT]
        return schema

    def create_response(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().create_response(*args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


api = Api(
    title="Lotse",
    version="1.0",
    description=(
        "Anfragen des Kompetenzteams lesen und bearbeiten; Beispiele, Antworten, Zahlen und Themen "
        "lesen. Was öffentlich ist, braucht keinen Schlüssel. "
        "Schlüssel gibt es unter /konto/schluessel/. "
        "Jede Ablehnung ist application/problem+json mit einem festen code."
    ),
    docs_url=None,
    urls_namespace="api",
    servers=[{"url": settings.BASE_URL}],
)
api.add_router("", inquiries.router)
api.add_router("", knowledge.router)


def _say(problem: Problem) -> HttpResponse:
    return problems.answer(problem, title=TITLES.get(problem.status, "Problem"))


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return _say(error)


@api.exception_handler(RuleError)
def on_rule_error(request: HttpRequest, error: RuleError) -> HttpResponse:
    code = CONFLICTS.get(type(error))
    if code:
        return _say(Problem(412, code, error.message))
    return _say(Problem(422, "refused", error.message))


@api.exception_handler(Http404)
def on_absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return _say(Problem(404, "not_found", _("Das gibt es nicht.")))


@api.exception_handler(ValidationError)
def on_wrong_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # Only where and what kind of mistake: what was sent may be personal.
    errors = [
        {"field": ".".join(str(part) for part in one["loc"][1:]), "mistake": one["type"]}
        for one in error.errors
    ]
    detail = _("Die Anfrage hat nicht die beschriebene Form.")
    return _say(Problem(422, "wrong_shape", detail, errors=errors))


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _say(Problem(error.status_code, "bad_request", _("Die Anfrage ist nicht lesbar.")))


def not_there(request: HttpRequest, rest: str = "") -> JsonResponse:
    """Answer an address below /api/v1/ that is none."""
    return problems.answer(Problem(404, "not_found", _("Das gibt es nicht.")), title=TITLES[404])


@dataclass(frozen=True)
class Line:
    """One operation on the page that explains the interface."""

    method: str
    path: str
    summary: str


@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """Explain the interface in our own look; the machine-readable form is openapi.json."""
    paths = api.get_openapi_schema()["paths"]
    lines = [
        Line(method.upper(), path, operation.get("summary", ""))
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
    context = {"lines": lines, "scopes": list(Scope), "per_minute": keys.PER_MINUTE}
    return render(request, "inquiries/api.html", context)
