"""Delivery reports: who was not reached, why, and which of our mails came back (RFC 3464)."""

import re
from dataclasses import dataclass, replace

from lotse.mail.parsing.characters import clean_line
from lotse.mail.parsing.headers import Headers, message_ids
from lotse.mail.parsing.mime import Part, Reader

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'=]{1,64}@[\w.-]{1,190}\.[^\W\d_]{2,24}\b")
_SUBJECT = re.compile(
    r"(?:Undeliver(?:ed|able)|Unzustellbar|Nicht zustellbar|Unzustellbarkeit|Zustell(?:ung)?s?"
    r"(?:fehler|hinweis)|Zustellung .{0,60}(?:fehlgeschlagen|nicht)|Returned mail|failure notice|"
    r"Delivery (?:Status Notification|failure|report|has failed|unsuccessful)|"
    r"Mail delivery (?:failed|failure|system)|Mail System Error|Mail konnte nicht zugestellt|"
    r"Nachricht (?:konnte )?nicht zugestellt|DELIVERY FAILURE|Warning: could not send)",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"(?:mailer-?daemon|postmaster|mail-?delivery|mdaemon|microsoftexchange)")
_TEXT_STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3}|5[0-5]\d)\b[ -]?([^\n]{0,150})")
_COPY = re.compile(
    r"^[ \t]*(?:-{2,80}.{0,80}(?:copy of (?:the|your) message|Original message|Ursprüngliche "
    r"Nachricht|Urspr.ngliche Nachricht|Below this line).{0,80}|"
    r"-{3,80} ?(?:This is a copy|The header of the original|Unsent message below).{0,80}|"
    r"\|?-{3,80} ?Message (?:text|header) follows.{0,80}|Original message headers:.{0,20}|"
    r"Urspr.ngliche Nachrichtenkopfzeilen:.{0,20})$",
    re.IGNORECASE | re.MULTILINE,
)
_RECIPIENT_LINE = re.compile(
    r"^[ \t]*<?([^\s<>]{1,64}@[^\s<>]{1,190}?)>?[:;]?[ \t]*$", re.MULTILINE
)
_QUOTED_ID = re.compile(
    r"^[ \t>]*Message-ID:[ \t]*(<[^<>\s]{1,248}>)", re.IGNORECASE | re.MULTILINE
)
_LATE = re.compile(r"\bWarning\b|\bdelay|verz.ger", re.IGNORECASE)
_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_COPY_TYPES = frozenset(
    {
        "message/rfc822",
        "message/global",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
    }
)
_BLANK_LINES = re.compile(rb"\n[ \t\r]*\n")
_MAX_RECIPIENTS = 200
_REPORT_BYTES = 200_000
_EXPLANATION = 20_000
"""Characters within which a report says what happened."""


@dataclass(frozen=True)
class Report:
    recipients: tuple[str, ...]
    message_id: str
    status: str
    is_final: bool
    """False for "delayed" and "delivered": nobody has to do anything."""


def read(root: Part, headers: Headers, *, sender: str, subject: str, text: str) -> Report | None:
    """Return what a delivery report says, or None if the mail is none."""
    status_part = next((part for part in root.walk() if part.type in _STATUS_TYPES), None)
    is_report = root.type == "multipart/report" and root.parameters.get(
        "report-type", "delivery-status"
    ).lower() in ("delivery-status", "")
    failed_header = [
        match.lower()
        for match in _ADDRESS.findall(headers.raw_all("x-failed-recipients")[:_EXPLANATION])
    ]
    if status_part is not None and (is_report or _looks_like_report(headers, sender, subject)):
        return _standard(status_part, root, headers, text, failed_header)
    if failed_header or is_report or _looks_like_report(headers, sender, subject):
        # Behind the colon stands the subject of our own mail.
        is_final = bool(failed_header) or _LATE.search(subject[:300].partition(":")[0]) is None
        report = _prose(root, headers, text, failed_header)
        return report if is_final else replace(report, recipients=(), is_final=False)
    return None


def _looks_like_report(headers: Headers, sender: str, subject: str) -> bool:
    local = sender.partition("@")[0]
    is_daemon = _DAEMON.match(local) is not None or headers.raw("return-path").strip() == "<>"
    return is_daemon and _SUBJECT.search(subject[:300]) is not None


def _standard(
    status_part: Part, root: Part, headers: Headers, text: str, failed_header: list[str]
) -> Report:
    failed: list[str] = []
    reasons: list[str] = []
    is_other = False
    raw = status_part.content()[:_REPORT_BYTES].replace(b"\r\n", b"\n")
    for block in _BLANK_LINES.split(raw)[: _MAX_RECIPIENTS + 1]:
        fields = Headers(block.strip(b"\n"))
        named = fields.raw("original-recipient") or fields.raw("final-recipient")
        final = _ADDRESS.search(fields.raw("final-recipient")) or _ADDRESS.search(named)
        if not named:
            continue
        action = fields.raw("action").lower().split(" ")[0]
        status = fields.raw("status").split(" ")[0]
        if action in ("delayed", "delivered", "relayed", "expanded") or (
            not action and not status.startswith("5")
        ):
            is_other = True
            continue
        original = _ADDRESS.search(fields.raw("original-recipient"))
        address = original or final
        if address:
            failed.append(address[0].lower())
        diagnostic = fields.raw("diagnostic-code").partition(";")[2] or ""
        reasons.append(clean_line(f"{status} {diagnostic}")[:250])
    if not failed and is_other:
        return Report((), _original_id(root, headers, text), "", is_final=False)
    return Report(
        tuple(dict.fromkeys(failed or failed_header))[:_MAX_RECIPIENTS],
        _original_id(root, headers, text),
        reasons[0] if reasons else "",
        is_final=True,
    )


def _prose(root: Part, headers: Headers, text: str, failed_header: list[str]) -> Report:
    """Exim, qmail, older Exchange and web mailers say it in sentences."""
    copy = _COPY.search(text, 0, _EXPLANATION)
    explanation = text[: copy.start()] if copy else text[:5_000]
    own = {match.lower() for match in _ADDRESS.findall(headers.raw_all("to")[:_EXPLANATION])}
    recipients = failed_header or [
        match.lower() for match in _RECIPIENT_LINE.findall(explanation) if _ADDRESS.fullmatch(match)
    ]
    if not recipients:
        recipients = [match.lower() for match in _ADDRESS.findall(explanation)]
    recipients = [
        address
        for address in recipients
        if address not in own and not _DAEMON.match(address.partition("@")[0])
    ]
    status = _TEXT_STATUS.search(explanation)
    return Report(
        tuple(dict.fromkeys(recipients))[:_MAX_RECIPIENTS],
        _original_id(root, headers, text),
        clean_line(status[0])[:250] if status else "",
        is_final=True,
    )


def _original_id(root: Part, headers: Headers, text: str) -> str:
    """Return the Message-ID of the mail that came back, from its copy or the report's headers."""
    for part in root.walk():
        if part.type in _COPY_TYPES:
            original = Reader().read(part.content()[:_REPORT_BYTES]).headers
            found = message_ids(original.raw("message-id"))
            if found:
                return found[0]
    quoted = _QUOTED_ID.search(text)
    if quoted:
        return quoted[1]
    answered = message_ids(headers.raw("in-reply-to")) or message_ids(headers.raw("references"))
    return answered[-1] if answered else ""
