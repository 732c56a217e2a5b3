"""S/MIME: verify what was signed, open what was encrypted for us, sign what we send.

Decision 0027.

The ``openssl`` program reads foreign CMS in a process of its own: it knows every variant that mail
programs write, and a hostile structure meets it instead of us. Without the program a signature
stays unchecked; nothing is lost.
"""

import logging
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from django.conf import settings

from lotse.mail.parsing.smime import Secured

if TYPE_CHECKING:
    # Ten megabytes that no process needs before the first signature; read where it is used.
    from cryptography import x509

log = logging.getLogger(__name__)

Signature = Literal["", "valid", "otherSender", "untrusted", "expired", "altered", "unchecked"]
Encryption = Literal["", "opened", "locked"]
TIMEOUT_SECONDS = 20


class Unusable(Exception):
    """Our own certificate or key cannot be used; every mail to be signed has to wait."""


@dataclass(frozen=True)
class Protection:
    """What is known about signature and encryption of a mail."""

    signature: Signature = ""
    """``altered``: text and signature do not belong together. ``expired``: the certificate had run
    out at receipt. ``untrusted``: no trusted root vouches for it. ``otherSender``: trusted, but
    made out to another address."""
    signer: str = ""
    """Name in the certificate."""
    address: str = ""
    """First address in the certificate."""
    issuer: str = ""
    valid_until: str = ""
    """ISO date; empty if unknown."""
    is_whole: bool = True
    """False if parts of the mail stand outside the signature."""
    encryption: Encryption = ""

    def as_record(self) -> dict[str, object]:
        """Return what is stored; ``from_record`` reads it back."""
        return asdict(self)


def from_record(record: dict[str, object]) -> Protection | None:
    """Return a stored protection, None if the mail had none."""
    return Protection(**record) if record else None  # type: ignore[arg-type]  # own record


def verify(secured: Secured, *, sender: str, received_at: datetime) -> Protection:
    """Check a signature: does it fit, who made it, is it trusted.

    sender: address in ``From``. received_at: aware; certificates are judged at that instant.
    """
    with tempfile.TemporaryDirectory(prefix="lotse-smime-") as name:
        folder = Path(name)
        try:
            return _verify(secured, folder, sender, received_at)
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("A signature could not be checked: %s", type(error).__name__)
            return Protection(signature="unchecked", is_whole=secured.is_whole)


def _verify(secured: Secured, folder: Path, sender: str, received_at: datetime) -> Protection:
    signature, signer = folder / "signature", folder / "signer.pem"
    signature.write_bytes(secured.data)
    command = ["-verify", "-binary", "-inform", "DER", "-in", str(signature)]
    command += ["-signer", str(signer)]
    if secured.kind == "detached":
        content = folder / "content"
        content.write_bytes(secured.content)
        command += ["-content", str(content)]
    fits = _openssl([*command, "-noverify"]).returncode == 0
    certificate = _first_certificate(signer)
    if not fits or certificate is None:
        return Protection(signature="altered", is_whole=secured.is_whole)
    roots = _roots(folder)
    # Only the operator's roots count, not those of the machine.
    trust = ["-CAfile", str(roots), "-no-CApath", "-no-CAstore"]
    trust += ["-attime", str(int(received_at.timestamp()))]
    is_trusted = roots is not None and _openssl([*command, *trust]).returncode == 0
    addresses = _addresses(certificate)
    state: Signature = "valid"
    if certificate.not_valid_after_utc < received_at:
        state = "expired"
    elif not is_trusted:
        state = "untrusted"
    elif sender.lower() not in addresses:
        state = "otherSender"
    return Protection(
        signature=state,
        signer=_name(certificate.subject)[:120],
        address=addresses[0][:320] if addresses else "",
        issuer=_name(certificate.issuer)[:120],
        valid_until=certificate.not_valid_after_utc.date().isoformat(),
        is_whole=secured.is_whole,
    )


def decrypt(data: bytes) -> bytes | None:
    """Return the MIME part inside an encrypted CMS structure; None if no key of ours opens it."""
    if not settings.SMIME_KEY:
        return None
    keys = ["-recip", settings.SMIME_CERTIFICATE, "-inkey", settings.SMIME_KEY]
    try:
        done = _openssl(["-decrypt", "-binary", "-inform", "DER", *keys], data)
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("A mail could not be decrypted: %s", type(error).__name__)
        return None
    return done.stdout if done.returncode == 0 and b":" in done.stdout[:1_000] else None


def sign(part: bytes) -> bytes:
    """Return the signature of our mailbox over a MIME part, DER. part: as it leaves, byte by byte.

    Raises Unusable if certificate or key cannot be read or do not belong together.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import pkcs7

    try:
        certificate = x509.load_pem_x509_certificate(Path(settings.SMIME_CERTIFICATE).read_bytes())
        key = serialization.load_pem_private_key(Path(settings.SMIME_KEY).read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise Unusable(type(error).__name__) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Unusable("neither RSA nor an elliptic curve")
    if key.public_key() != certificate.public_key():
        raise Unusable("key and certificate differ")
    builder = pkcs7.PKCS7SignatureBuilder().set_data(part)
    builder = builder.add_signer(certificate, key, hashes.SHA256())
    # Binary: the bytes are signed as they are, no line end is changed.
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return builder.sign(serialization.Encoding.DER, options)


def _openssl(arguments: list[str], data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603
        ["openssl", "cms", *arguments],  # noqa: S607
        input=data if data is not None else b"",
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )


def _roots(folder: Path) -> Path | None:
    """Write all trusted roots into one file; None if there are none."""
    if not settings.SMIME_ROOTS:
        return None
    found = sorted(
        path for path in Path(settings.SMIME_ROOTS).glob("*") if path.suffix in (".pem", ".crt")
    )
    if not found:
        return None
    roots = folder / "roots.pem"
    roots.write_bytes(b"\n".join(path.read_bytes() for path in found))
    return roots


def _first_certificate(path: Path) -> "x509.Certificate | None":
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None


def _addresses(certificate: "x509.Certificate") -> list[str]:
    """Return the mail addresses a certificate is made out to, lower case."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    found = [
        str(attribute.value)
        for attribute in certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)
    ]
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found = names.get_values_for_type(x509.RFC822Name) + found
    except (x509.ExtensionNotFound, ValueError):
        pass
    return [address.lower() for address in dict.fromkeys(found)]


def _name(name: "x509.Name") -> str:
    from cryptography.x509.oid import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        attributes = name.get_attributes_for_oid(kind)
        if attributes:
            return str(attributes[0].value)
    return name.rfc4514_string()
