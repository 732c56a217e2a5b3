"""Paths for signing in and for accounts.

Of allauth only the pages listed here exist, under our paths; the names without a namespace are the
ones allauth looks up itself.
"""

from allauth.account import views as allauth
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from lotse.accounts.views import account, keys, people, sign_in

_own = [
    path("anmelden/", sign_in.sign_in, name="sign_in"),
    path("anmelden/verschickt/", sign_in.link_sent, name="link_sent"),
    path("anmelden/link/<str:token>/", sign_in.confirm_link, name="confirm_link"),
    path("konto/", account.account, name="account"),
    path("konto/daten/", account.own_data, name="own_data"),
    path("konto/schluessel/", keys.keys, name="keys"),
    path("konto/schluessel/alle/", keys.all_keys, name="all_keys"),
    path("konto/schluessel/<int:pk>/widerrufen/", keys.revoke, name="revoke_key"),
    path("konto/ueberall-abmelden/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("konto/kolleginnen-und-kollegen/", people.colleagues, name="colleagues"),
    path(
        "konto/kolleginnen-und-kollegen/<int:person_id>/",
        people.remove_colleague,
        name="remove_colleague",
    ),
    path("konto/personen/", people.people, name="people"),
    path("konto/personen/neu/", people.add_person, name="add_person"),
    path("konto/personen/<int:person_id>/", people.change_person, name="change_person"),
    path("konto/personen/<int:person_id>/konto/", people.close_person, name="close_person"),
]

_allauth = [
    path("anmelden/kennwort/", allauth.login, name="account_login"),
    path("anmelden/kennwort/vergessen/", allauth.password_reset, name="account_reset_password"),
    path(
        "anmelden/kennwort/vergessen/verschickt/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^anmelden/kennwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "anmelden/kennwort/neu/fertig/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("abmelden/", allauth.logout, name="account_logout"),
    path("konto/kennwort/", allauth.password_change, name="account_change_password"),
    path("konto/kennwort/setzen/", allauth.password_set, name="account_set_password"),
]

_to_sign_in = RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)

# Wagtail brings two sign-in forms of its own, which know neither our limits nor our links.
_closed = [
    path("redaktion/login/", _to_sign_in),
    path("_util/login/", _to_sign_in),
]

urlpatterns = [*_closed, path("", include((_own, "accounts"))), *_allauth]
