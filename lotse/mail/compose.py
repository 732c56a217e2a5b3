"""From an outbox row to the message that leaves."""

import re
from base64 import encodebytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from secrets import token_hex

import css_inline
from django.conf import settings
from django.core.files.storage import default_storage

from lotse.mail import loops, smime, tokens
from lotse.mail.models import OutgoingMail

_FIELD = re.compile(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*")


class MissingFile(Exception):
    """A file that has to go with a mail cannot be read."""


def message(mail: OutgoingMail) -> EmailMessage:
    """Return the complete message: text, optional HTML with its styles inlined, files, headers.

    Raises MissingFile if the storage does not give one of its files out.
    """
    result = EmailMessage(policy=SMTP)
    result["From"] = Address(
        mail.sender_name or settings.MAIL_SENDER_NAME, addr_spec=settings.INQUIRY_ADDRESS
    )
    result["To"] = envelope_recipient(mail)
    if mail.copy_to:
        result["Cc"] = in_ascii(mail.copy_to)
    if mail.reply_to:
        result["Reply-To"] = mail.reply_to
    result["Subject"] = mail.subject
    result["Date"] = format_datetime(mail.created_at)
    result["Message-ID"] = mail.message_id
    result[loops.HEADER] = loops.mark()
    if mail.in_reply_to:
        result["In-Reply-To"] = mail.in_reply_to
    references = mail.references or mail.in_reply_to
    if references:
        result["References"] = references
    if mail.is_automatic:
        # RFC 3834, 5: a program answered; no other program shall answer it.
        result["Auto-Submitted"] = "auto-replied" if mail.in_reply_to else "auto-generated"
        # Exchange and Outlook heed this one instead.
        result["X-Auto-Response-Suppress"] = "All"
    if mail.unsubscribe_url:
        result["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        result["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    result.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        # Quoted-printable throughout: no server on the way has a reason to change a signed mail.
        result.add_alternative(styled_html(mail), subtype="html", cte="quoted-printable")
    for file in mail.files:
        main, _, sub = file["content_type"].partition("/")
        result.add_attachment(_content(file["path"]), main, sub, filename=file["name"])
    return result


def _content(path: str) -> bytes:
    try:
        with default_storage.open(path) as file:
            content: bytes = file.read()
    # Each storage has errors of its own, and none of them may stop the other mails.
    except Exception as error:
        raise MissingFile(path) from error
    return content


def as_bytes(mail: OutgoingMail) -> bytes:
    """Return the mail as it leaves, signed if the operator wants that.

    Raises smime.Unusable if it cannot be signed, MissingFile if a file cannot be read.
    """
    raw = message(mail).as_bytes(policy=SMTP)
    return _signed(raw) if settings.SMIME_SIGNS else raw


def _signed(raw: bytes) -> bytes:
    """Put what is read beside a signature over it (RFC 8551, 3.5.3)."""
    head, _, body = raw.partition(b"\r\n\r\n")
    fields = _FIELD.findall(head + b"\r\n")
    about_content = [field for field in fields if field.lower().startswith(b"content-")]
    others = [field for field in fields if field not in about_content]
    part = b"".join(about_content) + b"\r\n" + body
    signature = encodebytes(smime.sign(part)).replace(b"\n", b"\r\n")
    line = b"--lotse-" + token_hex(16).encode()
    return b"".join(
        [
            *others,
            b'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n',
            b' micalg=sha-256; boundary="' + line[2:] + b'"\r\n\r\n',
            *(line, b"\r\n", part, b"\r\n", line, b"\r\n"),
            b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n",
            b"Content-Transfer-Encoding: base64\r\n",
            b"Content-Disposition: attachment; filename=smime.p7s\r\n\r\n",
            *(signature, line, b"--\r\n"),
        ]
    )


def styled_html(mail: OutgoingMail) -> str:
    """Return the HTML with its styles in the elements: many mail programs drop ``style``."""
    return css_inline.inline(mail.html, load_remote_stylesheets=False)


def envelope_sender(mail: OutgoingMail) -> str:
    """Return the bounce address of this one mail (VERP), so that its bounce names it."""
    return tokens.bounce_address(mail.pk)


def envelope_recipient(mail: OutgoingMail) -> str:
    """Return the recipient with its domain in ASCII (IDNA)."""
    return in_ascii(mail.recipient)


def in_ascii(address: str) -> str:
    """Return an address with its domain in ASCII (IDNA)."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address
