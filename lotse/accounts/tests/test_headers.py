"""Headers and cookies: what browsers and proxies may do with our answers."""

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from lotse.accounts import limits
from lotse.accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def directives(answer: HttpResponseBase) -> dict[str, str]:
    policy = answer.headers["Content-Security-Policy"]
    parts = (part.strip().partition(" ") for part in policy.split(";") if part.strip())
    return {name: values for name, _space, values in parts}


@pytest.mark.parametrize("path", ["/anmelden/", "/kompetenzteam/", "/gibt-es-nicht/"])
def test_every_answer_carries_the_protective_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert {
        name: headers[name]
        for name in (
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "X-Frame-Options",
        )
    } == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "SAMEORIGIN",
    }
    assert "camera=()" in headers["Permissions-Policy"]


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    policy = directives(client.get("/anmelden/"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }


@pytest.mark.parametrize("path", ["/konto/", "/konto/daten/", "/kompetenzteam/", "/"])
def test_pages_of_somebody_signed_in_are_stored_nowhere(client: Client, path: str) -> None:
    client.force_login(UserFactory())
    assert client.get(path).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/anmelden/", "/anmelden/kennwort/", "/anmelden/link/1.x/"])
def test_sign_in_pages_are_stored_nowhere(client: Client, path: str) -> None:
    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_public_page_sets_no_cookie(client: Client) -> None:
    answer = client.get("/kompetenzteam/")
    assert answer.cookies == {}
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_session_cookie_is_out_of_reach_for_scripts_and_other_sites(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    answer = client.post(
        "/anmelden/kennwort/", {"login": "feldhaus@weimar.example", "password": PASSWORD}
    )
    cookie = answer.cookies["lotse_sitzung"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 7200)
    assert settings.CSRF_COOKIE_HTTPONLY


@override_settings(SECURE_HSTS_SECONDS=31_536_000)
def test_browsers_remember_that_the_platform_is_encrypted() -> None:
    answer = Client().get("/anmelden/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client_address"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (2, "198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "kein Rechner", "unknown"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
)
def test_client_is_who_our_own_proxy_says(
    proxies: int, forwarded: str, client_address: str
) -> None:
    request = RequestFactory(REMOTE_ADDR="192.0.2.1").get(
        "/", headers={"X-Forwarded-For": forwarded}
    )
    with override_settings(TRUSTED_PROXIES=proxies):
        assert limits.client(request) == client_address
