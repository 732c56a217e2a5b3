"""Public pages from memory: rendered once per state of the content, then sent as they are.

Decision 0010.

A view says ``@public_page()`` if its page is the same for every visitor who is not signed in. The
middleware stands first, so a hit costs one tiny query and no template; what it keeps carries all
headers of the middleware behind it, the content security policy included.

Whoever publishes calls ``content_changed()`` in the same transaction. From its commit on no older
page is sent, by any process: the generation is part of the key and is read before anything else.
Until it was called once nothing is kept.
"""

import gzip
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID, uuid4

import brotli
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from lotse.ui.models import ContentState

logger = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
GetResponse = Callable[[HttpRequest], HttpResponseBase]

_SECONDS = "_public_page_seconds"
# Set per request and not part of the page: they are renewed or do not belong into the cache.
_OWN_HEADERS = frozenset({"content-length", "content-encoding", "etag", "date"})


@dataclass(frozen=True)
class StoredPage:
    headers: tuple[tuple[str, str], ...]
    gzipped: bytes
    brotlied: bytes
    etag: str


def content_changed() -> None:
    """Let every kept page expire when the present transaction commits.

    A fresh random value instead of a count: after a restored backup no old value comes again.
    """
    ContentState.objects.bulk_create(
        [ContentState(id=ContentState.ONLY, generation=uuid4())],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["generation"],
    )


def public_page(*, seconds: int = 300) -> Callable[[View], View]:
    """Declare that a page is the same for everyone who is not signed in.

    seconds: how long figures and words like "heute" on it may be old; what is published shows at
    once in any case. The page must not contain a CSRF token.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return declare_public(view(request, *args, **kwargs), seconds=seconds)

        return declared  # type: ignore[return-value]

    return decorate


def declare_public(response: HttpResponseBase, *, seconds: int = 300) -> HttpResponseBase:
    """The same for code that has a response in its hands, such as a Wagtail page."""
    setattr(response, _SECONDS, seconds)
    return response


class PublicPageMiddleware:
    """Answers anonymous GET requests of public pages from the cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_public(request):
            return self.get_response(request)
        generation = content_state()
        if generation is None:
            return self.get_response(request)
        key = _key(request, generation)
        stored = caches["pages"].get(key)
        if stored is not None:
            return _answer(request, stored)
        rendered = self._render(request, key)
        return _answer(request, rendered) if isinstance(rendered, StoredPage) else rendered

    def _render(self, request: HttpRequest, key: str) -> StoredPage | HttpResponseBase:
        """Return the rendered page, kept if its view declared it public."""
        # Behind us nobody shall compress: we keep both encodings ourselves.
        encodings = request.META.pop("HTTP_ACCEPT_ENCODING", None)
        response = self.get_response(request)
        if encodings is not None:
            request.META["HTTP_ACCEPT_ENCODING"] = encodings
        seconds = getattr(response, _SECONDS, None)
        if (
            seconds is None
            or response.status_code != 200
            or response.cookies
            or not isinstance(response, HttpResponse)
        ):
            return response
        stored = _stored(response)
        caches["pages"].set(key, stored, seconds)
        return stored


def _may_be_public(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        # A key opens more than the public page.
        and "Authorization" not in request.headers
        and "messages" not in request.COOKIES
        and not request.path.startswith(settings.STATIC_URL)
    )


# Plain SQL: asked for every public page and every mail; building the query would cost more than it.
_GENERATION = "SELECT generation FROM ui_contentstate WHERE id = %s"
_last_generation: UUID | None = None


def content_state() -> UUID | None:
    """Return the present generation of the content; while the database is gone the last one seen.

    Also for others who keep in memory what they have read. None: nothing may be kept.
    """
    global _last_generation
    try:
        with connection.cursor() as cursor:
            cursor.execute(_GENERATION, [ContentState.ONLY])
            row = cursor.fetchone()
    except DatabaseError:
        # Nothing can be published meanwhile, so what we have is right, and better than nothing.
        logger.warning("Database is gone; public pages come from memory.")
    else:
        # SQLite has no type of its own for it.
        _last_generation = UUID(str(row[0])) if row else None
    return _last_generation


def _key(request: HttpRequest, generation: UUID) -> str:
    # get_host also refuses foreign host names, before anything is looked up under them.
    parts = (
        generation.hex,
        getattr(staticfiles_storage, "manifest_hash", ""),
        request.scheme or "",
        request.get_host(),
        translation.get_language_from_request(request),
        "fragment" if request.headers.get("HX-Request") else "page",
        request.get_full_path(),
    )
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def _stored(response: HttpResponse) -> StoredPage:
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    # The browser keeps the page but asks each time; the answer is usually 304.
    response.setdefault("Cache-Control", "no-cache")
    body = response.content
    return StoredPage(
        headers=tuple(
            (name, value) for name, value in response.items() if name.lower() not in _OWN_HEADERS
        ),
        gzipped=gzip.compress(body, compresslevel=6, mtime=0),
        brotlied=brotli.compress(body, quality=6),
        etag=f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
    )


def _answer(request: HttpRequest, stored: StoredPage) -> HttpResponseBase:
    asked_for = request.META.get("HTTP_IF_NONE_MATCH", "")
    response: HttpResponse
    if asked_for and stored.etag in (tag.strip() for tag in asked_for.split(",")):
        response = HttpResponseNotModified()
    else:
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if "br" in accepted:
            response = HttpResponse(stored.brotlied)
            response["Content-Encoding"] = "br"
        elif "gzip" in accepted:
            response = HttpResponse(stored.gzipped)
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(gzip.decompress(stored.gzipped))
        response["Content-Length"] = str(len(response.content))
    for name, value in stored.headers:
        if response.status_code == 200 or name.lower() != "content-type":
            response[name] = value
    response["ETag"] = stored.etag
    return response
