"""Only the editors' admin may run inline code."""

from django.test import Client

from lotse.ui import editor_policy
from lotse.ui.tests.people import person


def test_the_product_keeps_the_strict_policy(client: Client, db: None) -> None:
    for address in ("/muster/", "/gibtsnicht/", "/anmelden/"):
        assert "unsafe" not in client.get(address)["Content-Security-Policy"]


def test_the_admin_gets_what_wagtail_needs_and_no_foreign_host(client: Client, db: None) -> None:
    client.force_login(person("editor", is_superuser=True))
    policy = client.get("/redaktion/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "http" not in policy
    assert set(editor_policy._ADDITIONS) == {"script-src", "style-src", "img-src", "frame-src"}
