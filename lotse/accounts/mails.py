"""Outgoing mails about accounts, one function each. All are secret: they open doors."""

from datetime import datetime

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from lotse.accounts import tokens
from lotse.accounts.models import SignInRequest, User
from lotse.mail import outbox


def sign_in_link(
    user: User, *, request: SignInRequest, expires_at: datetime, now: datetime
) -> None:
    """Send a link that lets its reader in once."""
    path = reverse("accounts:confirm_link", args=[tokens.token(request.pk)])
    _send(
        user,
        subject=_("Ihr Anmeldelink für %(site)s"),
        template="link",
        context={"url": settings.BASE_URL + path, "expires_at": expires_at, "now": now},
        now=now,
    )


def new_password(user: User, *, minutes: int, now: datetime) -> None:
    """Send a link to a page where its reader sets a new password."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    _send(
        user,
        subject=_("Neues Kennwort für %(site)s"),
        template="password",
        context={"url": settings.BASE_URL + path, "minutes": minutes},
        now=now,
    )


def invitation(user: User, *, by: User | None, now: datetime) -> None:
    """Tell somebody that there is an account for them now. Holds no link that opens it."""
    _send(
        user,
        subject=_("Ihr Zugang zu %(site)s"),
        template="invitation",
        context={
            "url": settings.BASE_URL + reverse("accounts:sign_in"),
            "by": by,
            "contact": settings.INQUIRY_ADDRESS,
        },
        now=now,
    )


def password_changed(user: User, *, now: datetime) -> None:
    """Warn somebody whose password was set or changed, in case it was not them."""
    _send(
        user,
        subject=_("Ihr Kennwort für %(site)s wurde geändert"),
        template="password_changed",
        context={"url": settings.BASE_URL + reverse("account_reset_password"), "now": now},
        now=now,
    )


def _send(
    user: User, *, subject: str, template: str, context: dict[str, object], now: datetime
) -> None:
    site = settings.PLATFORM_NAME
    outbox.queue(
        purpose="sign-in",
        recipient=user.email,
        subject=subject % {"site": site},
        text=render_to_string(
            f"accounts/mails/{template}.txt", {"user": user, "site": site, **context}
        ),
        is_automatic=True,
        is_secret=True,
        now=now,
    )
