"""Short links, and addresses a record had before."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from lotse.knowledge import access
from lotse.knowledge.models import Answer, Example

View = Callable[..., HttpResponse]


@require_safe
def short_example(request: HttpRequest, number: int) -> HttpResponse:
    return redirect(access.by_number(request.user, Example, number))


@require_safe
def short_answer(request: HttpRequest, number: int) -> HttpResponse:
    return redirect(access.by_number(request.user, Answer, number))


def follows_moves(record: type[Example] | type[Answer]) -> Callable[[View], View]:
    """Lead from an address the record had before to the present one, below it as well."""

    def decorate(view: View) -> View:
        @wraps(view)
        def followed(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, slug, *args, **kwargs)
            except Http404:
                moved = access.moved(request.user, record, slug)
                if moved is None or request.method not in ("GET", "HEAD"):
                    raise
                path = request.get_full_path().replace(f"/{slug}/", f"/{moved}/", 1)
                response = redirect(path, permanent=True)
                # An address may be taken back; a browser that kept this would go in circles.
                response["Cache-Control"] = "no-cache"
                return response

        return followed

    return decorate
