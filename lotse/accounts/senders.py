"""Who writes to us, as far as an address tells."""

import re
from dataclasses import dataclass

from lotse.accounts import access
from lotse.accounts.models import User
from lotse.lib import statements
from lotse.lib.audience import Audience
from lotse.municipalities import queries as municipalities
from lotse.municipalities.models import Municipality

_ROBOT = re.compile(
    r"""
    (?:.*[._+-])?
    (?: no[._-]?reply | do[._-]?not[._-]?reply | nicht[._-]?antworten | keine[._-]?antwort
      | noreply[0-9]* | mailer[._-]?daemon | postmaster | listserv | majordomo
      | bounces? | (?:owner|request)-.+ | .+-(?:bounces?|owner|request) )
    (?:[._+=-].*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Sender:
    person: User | None
    municipality: Municipality | None
    reach: Audience
    """What this address may be sent: members' content only if it belongs to a member."""


def recognise(address: str) -> Sender:
    """Return what an address tells. Proves nothing: use it for what is sent *to* the address."""
    if not address:
        return Sender(None, None, Audience.PUBLIC)
    person = _person(address)
    by_domain = municipalities.by_mail_address(address)
    reach = Audience.MEMBERS if by_domain else Audience.PUBLIC
    if person:
        # Never more than members' content by mail, not even to our own people.
        reach = min(max(reach, access.reach(person)), Audience.MEMBERS)
    municipality = (person.municipality if person else None) or by_domain
    return Sender(person, municipality, reach)


def _person(address: str) -> User | None:
    # Asked with every mail, and most senders have no account.
    known = statements.rows(
        "SELECT id FROM accounts_user WHERE email = %s AND is_active = %s", [address, True]
    )
    return User.objects.get(pk=known[0][0]) if known else None


def is_robot(address: str) -> bool:
    """Say whether nobody reads mail at this address, or a machine does."""
    return _ROBOT.fullmatch(address.partition("@")[0]) is not None


_FREE_MAIL = frozenset(
    [
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "web.de",
        "t-online.de",
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.de",
        "hotmail.com",
        "hotmail.de",
        "live.de",
        "yahoo.com",
        "yahoo.de",
        "freenet.de",
        "posteo.de",
        "mailbox.org",
        "icloud.com",
        "me.com",
        "arcor.de",
        "aol.com",
        "proton.me",
        "protonmail.com",
        "1und1.de",
        "vodafone.de",
    ]
)
"""Where anybody gets an address: sharing such a domain tells nothing."""


def share_an_office(one: str, other: str) -> bool:
    """Say whether two addresses belong to the same organisation, as far as the domain tells."""
    return domain(one) == domain(other) and domain(one) not in _FREE_MAIL


def domain(address: str) -> str:
    """Return the part behind the @, lower case."""
    return address.rpartition("@")[2].lower()
