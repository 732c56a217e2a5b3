"""The signed token in a sign-in link: which request it belongs to, and nothing else.

The row knows when it was asked for and whether it was used; a copy of the database without the
secret key opens no account.
"""

from django.core.signing import BadSignature, Signer

_signer = Signer(salt="lotse.accounts.sign-in-link", sep=".")


def token(request_id: int) -> str:
    """Return the token of a sign-in request: letters, digits, ``-``, ``_`` and one dot."""
    return _signer.sign(str(request_id))


def read(token: str) -> int | None:
    """Return the id of the sign-in request, or None if we did not make this token."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
