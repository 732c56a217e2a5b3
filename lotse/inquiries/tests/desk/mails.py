"""Mails in quarantine for tests."""

import hashlib
from itertools import count

from django.utils import timezone

from lotse.mail.models import InboundMail

_numbers = count(1)


def quarantined(
    subject: str = "Noch eine Frage",
    text: str = "<p>Guten Tag, wer haftet?</p>",
    *,
    sender: str = "fremd@anders.example",
    reason: str = "Absender unbekannt",
    suggestion: str = "",
) -> InboundMail:
    """Return an HTML mail from a stranger that waits for a person."""
    number = next(_numbers)
    raw = (
        f"From: Fremde Person <{sender}>\r\n"
        "To: fluechtlingsmanagement@lotse.example\r\n"
        f"Subject: {subject}\r\n"
        f"Message-ID: <quarantaene-{number}@anders.example>\r\n"
        "Date: Mon, 23 Nov 2026 10:46:00 +0100\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/html; charset=utf-8\r\n\r\n"
        f"{text}\r\n"
    ).encode()
    now = timezone.now()
    return InboundMail.objects.create(
        source_id=f"test:{number}",
        fingerprint=hashlib.sha256(raw).hexdigest(),
        sender=sender,
        recipients=["fluechtlingsmanagement@lotse.example"],
        raw=raw,
        size=len(raw),
        received_at=now,
        kind=InboundMail.Kind.PERSON,
        from_address=sender,
        subject=subject,
        next_attempt_at=now,
        handled_at=now,
        quarantined_at=now,
        quarantine_reason=reason,
        quarantine_suggestion=suggestion,
    )
