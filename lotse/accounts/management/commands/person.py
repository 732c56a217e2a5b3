"""``lotse person``: add somebody from the command line, above all the first operator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from lotse.accounts import rules
from lotse.accounts.roles import Role
from lotse.lib.errors import RuleError
from lotse.municipalities.models import Municipality


class Command(BaseCommand):
    help = "Legt ein Konto an und schickt der Person eine Einladung."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="dienstliche Adresse, mit der sich die Person anmeldet")
        parser.add_argument("name", help="Vor- und Nachname")
        parser.add_argument(
            "--role",
            action="append",
            choices=Role.values,
            default=[],
            help="mehrfach möglich: " + ", ".join(Role.values),
        )
        parser.add_argument("--office", default="", help="Amt oder Funktion")
        parser.add_argument("--municipality", default="", help="Gemeindeschlüssel eines Mitglieds")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            person = rules.add_person(
                email=options["email"],
                name=options["name"],
                office=options["office"],
                municipality=_municipality(options["municipality"]),
                roles={Role(name) for name in options["role"]},
                by=None,
                now=timezone.now(),
            )
        except ValidationError:
            raise CommandError("Die Adresse ist keine Mailadresse.") from None
        except RuleError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"Konto {person.pk} angelegt, die Einladung liegt im Postausgang.")


def _municipality(key: str) -> Municipality | None:
    if not key:
        return None
    found = Municipality.objects.filter(key=key).first()
    if found is None:
        raise CommandError("Diesen Gemeindeschlüssel kennt das Verzeichnis nicht.")
    return found
