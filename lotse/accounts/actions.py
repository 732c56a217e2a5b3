"""What the log of access says about people and their keys."""

from django.utils.translation import gettext_lazy as _

from lotse.audit.actions import name

SIGNED_IN = name("sign-in.done", _("angemeldet"))
SIGN_IN_FAILED = name("sign-in.failed", _("Anmeldung gescheitert"))
SIGNED_OUT_EVERYWHERE = name("sign-in.ended", _("überall abgemeldet"))
PERSON_ADDED = name("person.added", _("Konto angelegt"))
RIGHTS_CHANGED = name("person.rights", _("Rollen oder Kommune geändert"))
PERSON_CLOSED = name("person.closed", _("Konto geschlossen"))
PERSON_REOPENED = name("person.reopened", _("Konto wieder geöffnet"))
PERSON_ERASED = name("person.erased", _("Konto anonymisiert"))
TOKEN_MADE = name("token.made", _("API-Schlüssel angelegt"))
TOKEN_REVOKED = name("token.revoked", _("API-Schlüssel widerrufen"))
