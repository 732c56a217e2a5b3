"""People who sign in."""

from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from lotse.accounts.roles import DESK_ROLES, EDITOR_ROLES, TEAM_ROLES, Role
from lotse.municipalities.models import Municipality


def new_session_salt() -> str:
    return get_random_string(16)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person. Without a password they sign in by mail link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person: staff of a member municipality or of the competence team."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    office = models.CharField(_("Amt oder Funktion"), max_length=120, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("Kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    is_active = models.BooleanField(_("aktiv"), default=True)
    deactivated_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Since when the person may not sign in any more; starts the retention period."""
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Since when neither name nor address is left; such an account never opens again."""
    has_shortcuts = models.BooleanField(_("Tastenkürzel benutzen"), default=True)
    session_salt = models.CharField(max_length=16, default=new_session_salt, editable=False)
    """Part of every session's signature: a new value signs the person out everywhere."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        indexes = [
            models.Index(fields=["name", "id"], name="person_by_name"),
            models.Index(fields=["municipality", "name", "id"], name="person_by_municipality"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    # Wagtail and allauth ask for these names.
    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django signs sessions with the password alone, which never changes for people who
        # sign in by link; the salt gives them "sign out everywhere" as well.
        return salted_hmac(
            "lotse.accounts.session",
            f"{self.password}|{self.session_salt}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles of this person, read once per request."""
        # Not values_list: lists of people read the groups of all of them beforehand.
        names = (group.name for group in self.groups.all())
        return frozenset(Role(name) for name in names if name in Role.values)

    def has_role(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_team(self) -> bool:
        return self.has_role(*TEAM_ROLES)

    @property
    def is_desk(self) -> bool:
        return self.has_role(*DESK_ROLES)

    @property
    def is_editor(self) -> bool:
        return self.has_role(*EDITOR_ROLES)


class SignInRequest(models.Model):
    """A wish for a mail that lets its owner in.

    The page writes the same row for known and unknown addresses and is as quick for both; the
    worker sends a mail only where the address belongs to an active person (decision 0061).
    """

    class Purpose(models.TextChoices):
        LINK = "link", _("Anmeldelink")
        PASSWORD = "password", _("neues Kennwort")

    purpose = models.CharField(max_length=8, choices=Purpose)
    email = models.EmailField()
    next_url = models.CharField(max_length=500, blank=True)
    """Path on this site to go to afterwards; empty for the usual start."""
    requested_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="sign_in_requests"
    )
    """The person the mail went to; None if nobody has this address."""
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Anmeldewunsch")
        verbose_name_plural = _("Anmeldewünsche")
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(handled_at=None),
                name="sign_in_request_waiting",
            )
        ]


class Attempt(models.Model):
    """One counted try of a limited action. Holds a keyed hash, never an address."""

    action = models.CharField(max_length=30)
    key = models.CharField(max_length=40)
    happened_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["action", "key", "happened_at"], name="attempt_by_action_key")
        ]


class ApiToken(models.Model):
    """A key with which a program works on behalf of a person, never beyond that person's roles."""

    name = models.CharField(_("Wofür"), max_length=80)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="keys")
    prefix = models.CharField(max_length=12, unique=True)
    """The open part of the key: finds the row and names the key in lists and in the log."""
    secret_hash = models.CharField(max_length=64)
    """SHA-256; the secret has 256 random bits, so a slow hash would only cost time."""
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="revoked_tokens"
    )
    window_started_at = models.DateTimeField(null=True, blank=True)
    window_uses = models.PositiveIntegerField(default=0)
    """Requests since ``window_started_at``: the limit holds for all processes together."""

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API-Schlüssel")
        verbose_name_plural = _("API-Schlüssel")


class ApiRepeat(models.Model):
    """A write that a program marked with ``Idempotency-Key``: sent twice, it is done once."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="repeats")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 over method, path and body: the same key for something else is a mistake."""
    created_at = models.DateTimeField(db_index=True)
    claimed_until = models.DateTimeField()
    result_id = models.BigIntegerField(null=True, blank=True)
    """Primary key of what was written; None while it is being written."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="one_write_per_repeat_key")
        ]
