"""What is known about a mail and its files, in words: who sent it, is it safe, is it whole."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from lotse.inquiries.models import Attachment, Message
from lotse.mail import authenticity, display, reading, smime
from lotse.mail.models import InboundMail

MAX_SHOWN = 100_000
"""Characters of a mail's text on the page; the rest stands in the original."""
WARNINGS: dict[str, StrOrPromise] = {
    "executable": gettext_lazy("ist ein Programm"),
    "executableInside": gettext_lazy("enthält ein Programm"),
    "macros": gettext_lazy("enthält Makros"),
    "activeContent": gettext_lazy("enthält aktive Inhalte"),
    "encrypted": gettext_lazy("ist mit einem Kennwort geschützt"),
    "bomb": gettext_lazy("wird ausgepackt übermäßig groß"),
    "unreadableArchive": gettext_lazy("lässt sich nicht von außen prüfen"),
    "mismatch": gettext_lazy("Inhalt passt nicht zur Endung"),
}
_SIGNATURES: dict[str, tuple[str, StrOrPromise, StrOrPromise]] = {
    "valid": (
        "success",
        gettext_lazy("Unterschrift gültig"),
        gettext_lazy("Die Mail kam unverändert von dieser Person an."),
    ),
    "otherSender": (
        "warning",
        gettext_lazy("Unterschrift auf andere Adresse"),
        gettext_lazy("Unterschrieben hat eine andere Adresse als die des Absenders."),
    ),
    "untrusted": (
        "warning",
        gettext_lazy("Unterschrift nicht vertraut"),
        gettext_lazy("Die Mail ist unverändert, aber niemand, dem Lotse vertraut, bürgt dafür."),
    ),
    "expired": (
        "warning",
        gettext_lazy("Zertifikat abgelaufen"),
        gettext_lazy("Das Zertifikat galt beim Eingang der Mail nicht mehr."),
    ),
    "altered": (
        "danger",
        gettext_lazy("Unterschrift passt nicht"),
        gettext_lazy("Die Mail wurde nach dem Unterschreiben verändert oder beschädigt."),
    ),
    "unchecked": (
        "info",
        gettext_lazy("Unterschrift nicht geprüft"),
        gettext_lazy("Die Prüfung war nicht möglich. Die Mail kann trotzdem echt sein."),
    ),
}
_AUTHENTICITY: dict[str, tuple[str, StrOrPromise, StrOrPromise]] = {
    "confirmed": (
        "success",
        gettext_lazy("Absender bestätigt"),
        gettext_lazy("Unser Mailserver hat geprüft: Die Mail kommt von der Domain des Absenders."),
    ),
    "refuted": (
        "warning",
        gettext_lazy("Absender nicht bestätigt"),
        gettext_lazy(
            "Die Prüfung unseres Mailservers schlug fehl. Das kann an einer Weiterleitung liegen "
            "oder an einer Fälschung. Fragen Sie im Zweifel telefonisch nach."
        ),
    ),
    "unknown": (
        "info",
        gettext_lazy("Absender nicht geprüft"),
        gettext_lazy("Unser Mailserver hat zu dieser Mail nichts festgestellt."),
    ),
}


@dataclass(frozen=True)
class FileLine:
    """A file of a message as the desk sees it."""

    pk: int
    name: str
    content_type: str
    size: int
    is_offered: bool
    """It may be downloaded."""
    warnings: Sequence[StrOrPromise]
    state: str
    """What the virus scanner said, or why the file is not here; may be empty."""
    is_alarming: bool


@dataclass(frozen=True)
class Mark:
    """One finding as a badge with its explanation."""

    badge: str
    label: StrOrPromise
    text: StrOrPromise
    detail: str = ""


def file_line(attachment: Attachment) -> FileLine:
    state, is_alarming = _scan_state(attachment)
    return FileLine(
        pk=attachment.pk,
        name=attachment.name,
        content_type=attachment.content_type,
        size=attachment.size,
        is_offered=attachment.is_kept and not attachment.is_infected,
        warnings=[WARNINGS[code] for code in attachment.warnings if code in WARNINGS],
        state=state,
        is_alarming=is_alarming,
    )


def _scan_state(attachment: Attachment) -> tuple[str, bool]:
    if not attachment.is_kept:
        return _("zu groß, nur in der Original-Mail"), False
    if attachment.is_infected:
        return _("Schadsoftware gefunden: %s") % attachment.finding, True
    if attachment.scanned_at:
        return _("ohne Befund geprüft"), False
    if attachment.scan_error:
        return _("Virenprüfung fehlgeschlagen: %s") % attachment.scan_error, False
    return _("nicht auf Viren geprüft"), False


def marks(mail: InboundMail | None) -> list[Mark]:
    """Return what is worth knowing at a glance: nothing for a plain mail nobody judged."""
    if mail is None:
        return []
    found = []
    if mail.authenticity:
        found.append(_authenticity(mail))
    protection = smime.from_record(mail.protection)
    if protection is not None:
        found += _protection(protection)
    return found


def _authenticity(mail: InboundMail) -> Mark:
    verdict = authenticity.verdict(mail.authenticity, sender=mail.from_address)
    badge, label, text = _AUTHENTICITY[verdict]
    results = [
        f"{method.upper()}: {mail.authenticity[method]['result']}"
        for method in authenticity.METHODS
        if method in mail.authenticity
    ]
    return Mark(badge, label, text, ", ".join(results))


def _protection(protection: smime.Protection) -> list[Mark]:
    found = []
    if protection.encryption == "opened":
        text = _("Die Mail kam verschlüsselt an und wurde mit unserem Schlüssel geöffnet.")
        found.append(Mark("info", _("war verschlüsselt"), text))
    elif protection.encryption == "locked":
        text = _(
            "Lotse hat keinen Schlüssel zu dieser Mail. Bitten Sie darum, sie unverschlüsselt "
            "noch einmal zu schicken; die Frist läuft."
        )
        found.append(Mark("danger", _("verschlüsselt, kein Schlüssel"), text))
    if protection.signature:
        badge, label, meaning = _SIGNATURES[protection.signature]
        found.append(Mark(badge, label, meaning, _signer(protection)))
    if protection.signature and not protection.is_whole:
        text = _("Zum Beispiel die Fußzeile eines Verteilers steht außerhalb der Unterschrift.")
        found.append(Mark("info", _("nur ein Teil unterschrieben"), text))
    return found


def _signer(protection: smime.Protection) -> str:
    if not protection.signer:
        return ""
    who = f"{protection.signer} <{protection.address}>" if protection.address else protection.signer
    return _("%(who)s, ausgestellt von %(issuer)s, gültig bis %(until)s") % {
        "who": who,
        "issuer": protection.issuer,
        "until": protection.valid_until,
    }


def original(mail: InboundMail) -> dict[str, Any]:
    """Return everything about a mail as it came, for a page of its own."""
    parsed = reading.read(mail)
    shown = display.show(parsed.html, parsed.attachments, has_images=False) if parsed.html else None
    fingerprint = hashlib.sha256(bytes(mail.raw)).hexdigest()
    return {
        "mail": mail,
        "parsed": parsed,
        "text": parsed.text[:MAX_SHOWN],
        "shown": shown,
        "marks": marks(mail),
        "sha256": fingerprint,
        "is_intact": not mail.sha256 or mail.sha256 == fingerprint,
        "has_fingerprint": bool(mail.sha256),
        "message": Message.objects.filter(inbound=mail).select_related("inquiry").first(),
    }
