"""What holds for every answer: who stays signed in, who enters the editorial admin, headers."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View

from lotse.accounts import limits, sessions
from lotse.accounts.models import User
from lotse.audit import origin

GetResponse = Callable[[HttpRequest], HttpResponse]
ADMIN = "/redaktion/"

# Nothing here needs the hardware of the visitor; an injected script should not get at it either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class OriginMiddleware:
    """Remember for the log where this request comes from, coarsely and only while it runs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = origin.current.set(origin.coarse(limits.client(request)))
        try:
            return self.get_response(request)
        finally:
            origin.current.reset(mark)


class SignedInMiddleware:
    """Keep a sign-in alive while it is used, and the editorial admin to those who may enter."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: list[object], kwargs: dict[str, object]
    ) -> None:
        # Without the cookie nobody is signed in: public pages never open a session.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        if not isinstance(request.user, User):
            return
        sessions.renew(request.session, now=timezone.now())
        # Wagtail would send a signed-in person to the sign-in page, which sends them back.
        if request.path.startswith(ADMIN) and not request.user.has_perm(
            "wagtailadmin.access_admin"
        ):
            raise Http404


class PrivacyHeadersMiddleware:
    """Say what browsers and proxies may do with an answer.

    Whoever sends a session cookie may get personal pages: these are stored nowhere. A view that
    knows better sets ``Cache-Control`` itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies
        if is_personal and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response
