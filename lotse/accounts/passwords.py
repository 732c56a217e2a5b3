"""What Django's list of common passwords misses: the German ones, ``Sommer2026!!`` above all."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotse.accounts.models import User

_WORDS = (
    *("passwort", "kennwort", "geheim", "hallo", "willkommen", "schatz", "test", "admin", "start"),
    *("lotse", "rathaus", "gemeinde", "stadt", "kreis", "landkreis", "verwaltung", "neu"),
    *("frühling", "fruehling", "sommer", "herbst", "winter", "qwertz", "asdf", "yxcvbnm"),
    *("januar", "februar", "märz", "maerz", "april", "mai", "juni", "juli", "august"),
    *("september", "oktober", "november", "dezember"),
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
)
_GUESSABLE = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))
LETTERS_OF_ONES_OWN = 4


class GermanWordsValidator:
    """Refuse passwords that are nothing but words everybody tries, digits and signs."""

    def validate(self, password: str, user: User | None = None) -> None:
        rest = _GUESSABLE.sub("", password.casefold())
        if sum(sign.isalpha() for sign in rest) < LETTERS_OF_ONES_OWN:
            raise ValidationError(
                _(
                    "Dieses Kennwort ist leicht zu erraten. Nehmen Sie zum Beispiel vier Wörter, "
                    "die nichts miteinander zu tun haben."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("Gut sind vier Wörter, die nichts miteinander zu tun haben.")
