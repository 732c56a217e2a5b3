"""What changes the members' own data; the register itself only changes by ``bootstrap``."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.lib.errors import RuleError
from lotse.municipalities.models import MailDomain, Municipality

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
# Anybody can have an address there, so such a domain says nothing about a municipality.
_OPEN_TO_ALL = frozenset(
    {"gmail.com", "googlemail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de"}
    | {"outlook.de", "outlook.com", "hotmail.com", "hotmail.de", "live.de", "yahoo.de"}
    | {"yahoo.com", "icloud.com", "posteo.de", "mailbox.org", "proton.me", "protonmail.com"}
)


def read_domains(text: str) -> list[str]:
    """Return the mail domains named in a text, one per line, in small letters.

    "@stadt.example" and "Name@stadt.example" are understood. Raises RuleError for what is none.
    """
    domains = []
    for line in text.split():
        domain = line.rpartition("@")[2].strip(".,;<>").casefold()
        if len(domain) > 120 or not _HOST.fullmatch(domain):
            raise RuleError(_("„%s“ ist keine Maildomäne. Beispiel: musterstadt.de") % line)
        if domain in _OPEN_TO_ALL:
            raise RuleError(
                _("Bei „%s“ kann jeder eine Adresse haben. Nennen Sie die eigene Domäne.") % domain
            )
        domains.append(domain)
    return list(dict.fromkeys(domains))


def check_mail_domains(municipality: Municipality, domains: Sequence[str]) -> None:
    """Refuse domains of another municipality. Raises RuleError."""
    taken = MailDomain.objects.filter(domain__in=domains).exclude(municipality=municipality)
    if other := taken.select_related("municipality").first():
        raise RuleError(
            _("„%(domain)s“ gehört schon zu %(name)s.")
            % {"domain": other.domain, "name": other.municipality}
        )


@transaction.atomic
def set_mail_domains(municipality: Municipality, domains: Sequence[str]) -> None:
    """Make these the mail domains of a member, and no others.

    domains: as from ``read_domains``. Raises RuleError if one belongs to another municipality.
    """
    check_mail_domains(municipality, domains)
    MailDomain.objects.filter(municipality=municipality).exclude(domain__in=domains).delete()
    MailDomain.objects.bulk_create(
        [MailDomain(municipality=municipality, domain=domain) for domain in domains],
        ignore_conflicts=True,
    )
