"""What the machine interface answers when it says no: RFC 9457, ``application/problem+json``."""

from collections.abc import Mapping
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Ends a request of a program. code: stable, for programs. detail: German, for people."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.more = dict(headers or {}), more
        super().__init__(code)


def answer(problem: Problem, *, title: str) -> JsonResponse:
    """Return the answer. Personal data never stands in it, so it needs no further care."""
    content = {
        "type": f"/api/#{problem.code}",
        "title": title,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        **problem.more,
    }
    response = JsonResponse(content, status=problem.status, content_type=MEDIA_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    return response
