"""How allauth behaves here: our mails, our limits, our words, no open sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.accounts import actions, limits, mails
from lotse.accounts.models import User
from lotse.accounts.roles import DESK_ROLES, WAGTAIL_ROLES
from lotse.audit import rules as audit
from lotse.mail import outbox


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "E-Mail-Adresse und Kennwort passen nicht zusammen. Sie können sich auch einen "
            "Anmeldelink schicken lassen."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Zu viele falsche Kennwörter. Bitte lassen Sie sich einen Anmeldelink schicken oder "
            "versuchen Sie es in 15 Minuten noch einmal."
        ),
        "enter_current_password": gettext_lazy("Das bisherige Kennwort stimmt nicht."),
        "rate_limited": gettext_lazy("Bitte warten Sie einen Augenblick."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        # allauth would answer scripts with JSON that nobody here reads.
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.client(request)

    # --- Password tries, counted for address and client in the database -----------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        for limit, key in _password_limits(request, credentials):
            if limits.is_reached(limit, key=key, now=timezone.now()):
                raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        for limit, key in _password_limits(request, credentials):
            limits.count(limit, key=key, now=timezone.now())
        address = _tried_address(credentials)
        # The log names accounts by number; what strangers type in is not worth keeping.
        known = User.objects.filter(email=address).values_list("pk", flat=True).first()
        subject = f"person:{known}" if known else ""
        audit.record(actions.SIGN_IN_FAILED, subject=subject, now=timezone.now())

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        subject = f"person:{user.pk}"
        audit.record(actions.SIGNED_IN, actor_id=user.pk, subject=subject, now=timezone.now())

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(
            request, _("Dieses Konto ist geschlossen. Bitte wenden Sie sich an das Kompetenzteam.")
        )
        return redirect("accounts:sign_in")

    # --- Where it goes on ----------------------------------------------------------------------

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home(request.user) if isinstance(request.user, User) else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    # --- Mails ---------------------------------------------------------------------------------

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        # The only notices of allauth in use are those about passwords.
        mails.password_changed(user, now=timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put whatever else allauth mails into the outbox, never past it."""
        message = self.render_mail(template_prefix, email, context)
        outbox.queue(
            purpose="sign-in",
            recipient=email,
            subject=message.subject,
            text=message.body,
            is_automatic=True,
            is_secret=True,
            now=timezone.now(),
        )

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_from_email(self) -> str:
        # The outbox writes the sender.
        return ""


def home(person: User) -> str:
    """Return the path where a person's work begins."""
    if person.has_role(*DESK_ROLES):
        return "/arbeitsplatz/"
    if person.has_role(*WAGTAIL_ROLES):
        return "/redaktion/"
    return "/"


def _password_limits(
    request: HttpRequest, credentials: dict[str, Any]
) -> list[tuple[limits.Limit, str]]:
    return [
        (limits.PASSWORD_PER_ADDRESS, _tried_address(credentials)),
        (limits.PASSWORD_PER_CLIENT, limits.client(request)),
    ]


def _tried_address(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").lower()
