"""Forms about signing in and about people; shape only, the rules judge."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotse.accounts import limits, rules, scopes, sessions
from lotse.accounts.models import SignInRequest, User
from lotse.accounts.roles import Role
from lotse.municipalities import queries as municipalities
from lotse.municipalities.models import Municipality
from lotse.municipalities.widgets import MunicipalityInput

ADDRESS = _("Dienstliche E-Mail-Adresse")
STAY = _("Auf diesem Gerät angemeldet bleiben")
STAY_HINT = _(
    "Nur auf einem Gerät, das allein Sie nutzen. Sonst melden wir Sie nach zwei Stunden ab."
)
PASSWORD_HINT = _(
    "Mindestens 12 Zeichen. Gut sind vier Wörter, die nichts miteinander zu tun haben; Ihr Name "
    "oder übliche Kennwörter gehen nicht."
)


def _address_field(autocomplete: str = "email", **options: Any) -> forms.EmailField:
    return forms.EmailField(
        label=ADDRESS,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
        **options,
    )


# --- Signing in ------------------------------------------------------------------------------


class LinkForm(forms.Form):
    email = _address_field(help_text=_("Wir schicken Ihnen einen Anmeldelink. Er gilt 15 Minuten."))


class ConfirmLinkForm(forms.Form):
    stay = forms.BooleanField(label=STAY, help_text=STAY_HINT, required=False)


class PasswordSignInForm(LoginForm):
    """allauth's form in our words; ``remember`` means this device, not this browser window."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address_field(autocomplete="username")
        self.fields["password"] = _password_field(_("Kennwort"), "current-password")
        self.fields["remember"] = forms.BooleanField(
            label=STAY, help_text=STAY_HINT, required=False
        )
        self.order_fields(["login", "password", "remember"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url)
        sessions.begin(request.session, stays=self.cleaned_data["remember"], now=timezone.now())
        return response


class RequestPasswordForm(ResetPasswordForm):
    """Ask for a mail that leads to a new password; the same for every address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address_field()

    def clean_email(self) -> str:
        # Looks nobody up: the worker finds out whether the address is known.
        email: str = self.cleaned_data["email"]
        return email.strip().lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        try:
            rules.request_mail(
                purpose=SignInRequest.Purpose.PASSWORD,
                email=email,
                client=limits.client(request),
                now=timezone.now(),
            )
        except rules.TooManyTries:
            # The next page says that a mail is on its way, and at least three are.
            return email
        return email


def _password_field(label: Any, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class _NewPasswordMixin:
    """Labels of the two fields for a new password."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Neues Kennwort")
        self.fields["password1"].help_text = PASSWORD_HINT
        self.fields["password2"].label = _("Neues Kennwort wiederholen")
        for name in ("oldpassword", "password1", "password2"):
            if name in self.fields:
                # A placeholder is no label (WCAG 3.3.2).
                self.fields[name].widget.attrs.pop("placeholder", None)


class NewPasswordForm(_NewPasswordMixin, ResetPasswordKeyForm):
    pass


class SetFirstPasswordForm(_NewPasswordMixin, SetPasswordForm):
    pass


class ChangeOwnPasswordForm(_NewPasswordMixin, ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Bisheriges Kennwort")
        self.fields["oldpassword"].help_text = ""


# --- People ----------------------------------------------------------------------------------


class OwnDataForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["name", "office", "phone", "has_shortcuts"]
        help_texts = {
            "has_shortcuts": _("Tasten wie j und k blättern am Arbeitsplatz durch die Liste."),
        }


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = _address_field()
    office = forms.CharField(label=_("Amt oder Funktion"), max_length=120, required=False)


class MunicipalityField(forms.CharField):
    """A member municipality by name or official key; cleans to a ``Municipality`` or None."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Municipality.objects.filter(pk=value).first()
        return f"{value.short_name} ({value.key})" if isinstance(value, Municipality) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        # What prepare_value wrote, comes back as the key.
        name, _opening, rest = text.rpartition(" (")
        key = rest.removesuffix(")")
        name = name if key.isdigit() else text
        found = municipalities.find(key if key.isdigit() else name, limit=10)
        today = timezone.localdate()
        members = set(
            municipalities.members(today)
            .filter(pk__in=[row.pk for row in found])
            .values_list("pk", flat=True)
        )
        found = [row for row in found if row.pk in members]
        exact = [row for row in found if name in (row.name, row.short_name)] or found
        if len(exact) == 1:
            return exact[0]
        if not exact:
            raise forms.ValidationError(gettext("Unter diesem Namen kennen wir kein Mitglied."))
        names = ", ".join(f"{row.short_name} ({row.key})" for row in exact)
        raise forms.ValidationError(
            gettext("Mehrere Mitglieder heißen so. Bitte eines davon angeben: %(names)s.")
            % {"names": names}
        )


class PersonForm(forms.Form):
    """Somebody's data and roles; only the roles the editor may give can be ticked."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = _address_field()
    office = forms.CharField(label=_("Amt oder Funktion"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    municipality = MunicipalityField(
        label=_("Kommune"),
        max_length=200,
        widget=MunicipalityInput,
        required=False,
        help_text=_("Name oder Gemeindeschlüssel eines Mitglieds. Leer für das Kompetenzteam."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Rollen"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, by: User, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        givable = rules.may_give(by)
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [(role.value, role.label) for role in Role if role in givable]
        self._kept = (person.roles if person else frozenset()) - givable
        if person:
            # The address is the key of the account: a new address is a new account.
            del self.fields["email"]

    def clean_roles(self) -> frozenset[Role]:
        return frozenset(Role(name) for name in self.cleaned_data["roles"]) | self._kept


class PeopleFilterForm(forms.Form):
    marks_optional = False

    q = forms.CharField(label=_("Name, Adresse oder Kommune"), max_length=80, required=False)
    role = forms.ChoiceField(
        label=_("Rolle"), choices=[("", _("alle")), *Role.choices], required=False
    )
    closed = forms.BooleanField(label=_("Auch geschlossene Konten"), required=False)


class KeyForm(forms.Form):
    """A new API key: what for, what it may do, how long."""

    name = forms.CharField(
        label=_("Wofür"),
        max_length=80,
        help_text=_("Zum Beispiel das Programm und der Rechner, auf dem es läuft."),
    )
    wanted = forms.MultipleChoiceField(
        label=_("Was das Programm darf"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Gilt"),
        coerce=int,
        choices=[(30, _("30 Tage")), (90, _("90 Tage")), (365, _("ein Jahr"))],
        initial=90,
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.MultipleChoiceField)
        wanted.choices = [(scope.value, scope.label) for scope in scopes.open_to(owner)]
