"""The register of personal data is complete, true and printed in the documentation."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from lotse.accounts.models import User
from lotse.accounts.tests.factories import PASSWORD, UserFactory
from lotse.lib import privacy

PAGE = Path(__file__).parents[3] / "docs" / "operate" / "privacy.md"


def test_every_field_that_can_hold_personal_data_is_described() -> None:
    assert privacy.undescribed(User) == [], "describe it in the privacy.py of its slice"


def test_register_names_only_fields_that_exist() -> None:
    assert privacy.mistaken() == []


def test_every_entry_says_whose_why_how_long_and_who_sees_it() -> None:
    silent = [
        entry
        for entry in privacy.entries()
        if not (entry.about and entry.purpose and entry.retention and entry.seen_by)
    ]
    assert silent == []


def test_page_for_operators_shows_the_register_as_it_is() -> None:
    assert PAGE.read_text(encoding="utf-8") == privacy.as_markdown(), (
        "run: lotse privacy > docs/operate/privacy.md"
    )


def test_command_prints_one_object_per_line() -> None:
    out = StringIO()
    call_command("privacy", "--json", stdout=out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(rows) == len(privacy.entries())
    assert set(rows[0]) == {
        "model",
        "fields",
        "about",
        "purpose",
        "retention",
        "seen_by",
        "owner",
        "is_exported",
        "only",
        "address",
        "left_out",
    }


@pytest.mark.django_db
def test_export_holds_what_is_stored_about_a_person_and_nothing_about_others(
    client: Client,
) -> None:
    person = UserFactory(name="Jutta Feldhaus", email="feldhaus@weimar.example", password=PASSWORD)
    UserFactory(name="Fremde Person", email="fremd@weimar.example")
    client.force_login(person)

    answer = client.get("/konto/daten/")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="lotse-meine-daten.json"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    (record,) = answer.json()["records"]["accounts.User"]
    assert (record["name"], record["email"]) == ("Jutta Feldhaus", "feldhaus@weimar.example")
    text = answer.content.decode()
    assert "Fremde" not in text
    assert "argon2" not in text
    assert person.session_salt not in text
