"""Pictures of an example, for those who may see it."""

from typing import cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lotse.knowledge import access

WIDTH, HEIGHT = 960, 540
"""Pixels. The focus point of the image says what is cut off."""


@require_safe
def picture(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = access.picture(request.user, slug, pk)
    # Made once, then read from the storage.
    rendition = found.image.get_rendition(f"fill-{WIDTH}x{HEIGHT}|format-jpeg")
    response = FileResponse(rendition.file.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return cast(HttpResponse, response)
