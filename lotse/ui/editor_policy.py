"""A looser content security policy for Wagtail's admin, and for nothing else.

Wagtail 8 still starts its date choosers and inline panels with inline scripts, its rich text
editor sets inline styles, uploads are previewed from blobs, and the preview is a frame. All of it
lies behind the sign-in of editors.
"""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PREFIX = "/redaktion/"
_ADDITIONS = {
    "script-src": [UNSAFE_INLINE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["blob:"],
    "frame-src": [SELF],
}


class EditorPolicyMiddleware:
    """Stands behind ``CSPMiddleware``, which merges what we leave on the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(PREFIX):
            setattr(response, "_csp_update", _ADDITIONS)  # noqa: B010 - django-csp's own interface
        return response
