"""Authorities and keys for S/MIME, made for each test run; mails signed and encrypted with them."""

import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lotse.mail.tests.factories import NOW

HEAD = (
    "From: Käthe Böhm <{sender}>\r\nTo: fluechtlingsmanagement@lotse.example\r\n"
    "Subject: Satzung\r\nMessage-ID: <{number}@gemeinde-seeberg.example>\r\n"
    "Date: Thu, 12 Nov 2026 10:12:00 +0100\r\n"
)
CLERK = "kaethe.boehm@gemeinde-seeberg.example"
PART = (
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Guten Tag,\r\nwer pr\xc3\xbcft die Schneelast?\r\n"
)


@dataclass(frozen=True)
class Identity:
    certificate: Path
    key: Path


@dataclass(frozen=True)
class Authority:
    """A root and the folder that holds nothing else."""

    folder: Path
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def authority(folder: Path, name: str = "Amt für Vertrauen") -> Authority:
    folder.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        _builder(subject, subject, key, NOW - timedelta(days=900), NOW + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "wurzel.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return Authority(folder, made, key)


def identity(
    folder: Path,
    issuer: Authority,
    *,
    address: str = CLERK,
    until: datetime = NOW + timedelta(days=300),
) -> Identity:
    """Make a key and a certificate for an address."""
    folder.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Käthe Böhm")])
    made = (
        _builder(subject, issuer.certificate.subject, key, NOW - timedelta(days=400), until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(address)]), critical=False)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .sign(issuer.key, hashes.SHA256())
    )
    found = Identity(folder / "zertifikat.pem", folder / "schluessel.pem")
    found.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return found


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    start: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(until)
    )


def signed(by: Identity, *, part: bytes = PART, is_opaque: bool = False) -> bytes:
    """Return a part signed as mail programs do: beside it, or wrapped around it."""
    kind = ["-nodetach"] if is_opaque else []
    return _openssl(
        ["-sign", "-signer", str(by.certificate), "-inkey", str(by.key), "-binary", *kind], part
    )


def encrypted(to: Identity, *, part: bytes = PART) -> bytes:
    return _openssl(["-encrypt", "-aes256", "-binary", str(to.certificate)], part)


def mail(part: bytes, *, sender: str = CLERK, number: int = 1) -> bytes:
    """Return a whole mail around a signed or encrypted part."""
    return HEAD.format(sender=sender, number=number).encode() + part.replace(
        b"\r\n", b"\n"
    ).replace(b"\n", b"\r\n")


def _openssl(arguments: list[str], data: bytes) -> bytes:
    done = subprocess.run(
        ["openssl", "cms", "-outform", "SMIME", *arguments],
        input=data,
        capture_output=True,
        check=True,
    )
    return done.stdout
