"""What ``lotse doctor`` examines. Every check finds out by doing, not by reading settings."""

import shutil
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

from lotse.mail import fetching, monitor, probe, scanning, smime
from lotse.mail.imap import Connection, ImapTrouble
from lotse.mail.mailboxes import Account, configured
from lotse.operations import figures, preparation
from lotse.operations.models import JobRun

PATIENCE_SECONDS = 5
WORKER_SILENCE = 120
"""Seconds without a sign of life after which no worker runs; it beats every 30."""
MAIL_DELAY = 300
"""Seconds a received mail may wait; the receipt is promised within a minute."""
SENDING_DELAY = 3600
FAILURES = 5
"""In a row; a database that is away for a moment causes fewer."""
MAILBOX_SILENCE = 900
QUARANTINE_DELAY = 86_400
"""Seconds a mail may wait for a person: somebody may be asking in it."""


class Trouble(Exception):
    """Something does not work. The sentence is for the operator and holds no secrets."""


@dataclass(frozen=True)
class Finding:
    check: str
    is_healthy: bool
    sentence: str


def examine(now: datetime) -> list[Finding]:
    """Run every check, each whether or not another failed."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("Konfiguration", _configuration),
        ("Datenbank", _database),
        ("Dateiablage", _storage),
        ("Suchindex", _index),
        ("Postzimmer", _mailroom),
        *((f"Postfach {each.name}", partial(_mailbox, each, now)) for each in configured()),
        ("Versand", _sending),
        ("Virenscanner", _scanner),
        ("S/MIME", _smime),
        ("Aufgaben", lambda: _worker(now)),
        ("Warteschlangen", lambda: _queues(now)),
        ("Postweg", lambda: _channel(now)),
        ("Versprechen", lambda: _promise(now)),
        ("Webhooks", lambda: _webhooks(now)),
    ]
    return [_finding(name, check) for name, check in checks]


def _finding(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, is_healthy=True, sentence=check())
    except Trouble as trouble:
        return Finding(name, is_healthy=False, sentence=str(trouble))
    except DatabaseError as error:
        sentence = f"Die Datenbank antwortet nicht ({type(error).__name__})."
        return Finding(name, is_healthy=False, sentence=sentence)


def _configuration() -> str:
    if settings.IS_PRODUCTION and settings.IS_DEMO:
        raise Trouble("LOTSE_DEMO ist im Echtbetrieb gesetzt: Jeder kann den Postausgang lesen.")
    if settings.IS_PRODUCTION and not settings.BASE_URL.startswith("https://"):
        raise Trouble("LOTSE_BASE_URL beginnt nicht mit https://. Sitzungen wären mitlesbar.")
    return f"{settings.ENVIRONMENT}, Adresse {settings.BASE_URL}"


def _database() -> str:
    if not preparation.is_ready():
        raise Trouble("Die Tabellen sind nicht auf dem Stand. Führen Sie aus: lotse setup")
    return f"{connection.display_name} erreichbar, Tabellen auf dem Stand"


def _storage() -> str:
    try:
        name = default_storage.save("doctor/probe.txt", ContentFile(b"lotse"))
        default_storage.delete(name)
    except OSError as error:
        raise Trouble(f"In die Dateiablage lässt sich nicht schreiben: {error.strerror}.") from None
    return "beschreibbar"


def _index() -> str:
    if not preparation.is_index_current():
        raise Trouble("Der Suchindex passt nicht zu den Inhalten: lotse search reindex")
    return "entspricht den Inhalten"


def _mailroom() -> str:
    host, port = settings.SMTP_LISTEN_HOST, settings.SMTP_LISTEN_PORT
    try:
        with smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS) as server:
            server.helo("doctor.invalid")
            refusal = server.docmd("MAIL FROM:<>")
            answer = server.docmd(f"RCPT TO:<{settings.INQUIRY_ADDRESS}>")
    except (OSError, smtplib.SMTPException) as error:
        raise Trouble(f"Unter {host}:{port} nimmt niemand Mails an ({error}).") from None
    if refusal[0] != 250 or answer[0] != 250:
        raise Trouble(f"Das Postzimmer lehnt das Anfragepostfach ab ({answer[0]}).")
    return f"nimmt unter {host}:{port} Mails an {settings.INQUIRY_ADDRESS} an"


def _mailbox(account: Account, now: datetime) -> str:
    """Sign in as the mailroom does; count, but fetch nothing."""
    known = monitor.mailbox(account.name)
    try:
        connection = Connection(account)
        try:
            waiting = fetching.count_waiting(connection, known)
            way = "meldet neue Mails" if connection.can_push else "wird regelmäßig gefragt"
        finally:
            connection.close()
    except ImapTrouble as trouble:
        raise Trouble(str(trouble)) from None
    if known.last_success_at is None:
        raise Trouble(f"Noch nie abgeholt, {waiting} Mails warten: lotse mailroom")
    age = (now - known.last_success_at).total_seconds()
    if age > settings.IMAP_POLL_SECONDS + MAIL_DELAY:
        raise Trouble(f"Seit {age / 60:.0f} Minuten nicht abgeholt, {waiting} Mails warten.")
    if known.last_error:
        raise Trouble(known.last_error)
    return f"Ordner {account.folder}, {waiting} Mails warten, {way}, abgeholt vor {age:.0f} s"


def _sending() -> str:
    if not settings.SMTP_URL:
        return "kein Mailserver gesetzt (LOTSE_SMTP_URL); Mails bleiben im Postausgang lesbar"
    parts = urlsplit(settings.SMTP_URL)
    host, port = parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 25)
    connect = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with connect(host, port, timeout=PATIENCE_SECONDS) as server:
            server.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        raise Trouble(f"Der Mailserver {host}:{port} antwortet nicht ({error}).") from None
    return f"Mailserver {host}:{port} antwortet"


def _scanner() -> str:
    scanner = scanning.configured()
    if scanner is None:
        return "keiner gesetzt (LOTSE_CLAMAV_ADDRESS); Anlagen gelten als nicht geprüft"
    try:
        scanner.scan(BytesIO(b"Lotse"))
    except (scanning.Unavailable, scanning.Refused) as error:
        raise Trouble(str(error)) from None
    return f"{settings.CLAMAV_ADDRESS} antwortet"


def _smime() -> str:
    if not (settings.SMIME_ROOTS or settings.SMIME_KEY):
        return "nichts gesetzt (LOTSE_SMIME_…); Unterschriften gelten als nicht vertraut"
    if shutil.which("openssl") is None:
        raise Trouble("Das Programm openssl fehlt; Unterschriften bleiben ungeprüft.")
    if not settings.SMIME_KEY:
        return "Unterschriften werden geprüft; verschlüsselte Mails bleiben zu"
    try:
        smime.sign(b"Lotse")
    except smime.Unusable as error:
        raise Trouble(f"Zertifikat oder Schlüssel sind nicht brauchbar ({error}).") from None
    return "Unterschriften werden geprüft, Mails an uns geöffnet"


def _worker(now: datetime) -> str:
    age = figures.by_name(now)["worker_age_seconds"]
    if age is None:
        raise Trouble("Noch nie ist ein Prozess für Aufgaben gelaufen: lotse worker")
    if age > WORKER_SILENCE:
        raise Trouble(f"Seit {age:.0f} s läuft kein Prozess für Aufgaben: lotse worker")
    _jobs(now)
    return f"letztes Lebenszeichen vor {age:.0f} s, alle Aufgaben laufen"


def _jobs(now: datetime) -> None:
    """Raise Trouble for a job that fails again and again, though the worker lives."""
    failing = JobRun.objects.filter(failures__gte=FAILURES).order_by("name")
    names = ", ".join(failing.values_list("name", flat=True))
    if names:
        raise Trouble(f"Diese Aufgaben scheitern immer wieder: {names}. Ursache im Protokoll.")


def _queues(now: datetime) -> str:
    value = {name: number or 0 for name, number in figures.by_name(now).items()}
    if value["mails_waiting_age_seconds"] > MAIL_DELAY:
        raise Trouble(
            f"{value['mails_waiting']:.0f} Mails warten, die älteste länger als fünf Minuten."
        )
    if settings.SMTP_URL and value["outbox_waiting_age_seconds"] > SENDING_DELAY:
        raise Trouble(
            f"{value['outbox_waiting']:.0f} Mails sind seit über einer Stunde nicht versandt."
        )
    return (
        f"eingegangen {value['mails_waiting']:.0f}, zu versenden {value['outbox_waiting']:.0f}, "
        f"endgültig abgelehnt {value['outbox_failed']:.0f}, "
        f"in Quarantäne {value['mails_quarantined']:.0f}"
    )


def _channel(now: datetime) -> str:
    state = monitor.state(now)
    for box in state.mailboxes:
        if box.failing_since and (now - box.failing_since).total_seconds() > MAILBOX_SILENCE:
            raise Trouble(f"{box.name} lässt sich nicht abholen: {box.last_error}")
    value = {name: number or 0 for name, number in figures.by_name(now).items()}
    if value.get("mail_probe_missing"):
        raise Trouble(
            f"Die Probe an uns selbst ist seit {value['mail_probe_waiting_seconds']:.0f} s nicht "
            "angekommen: Versand, Weiterleitung und Abholung prüfen."
        )
    old = value["mails_quarantined_age_seconds"] > QUARANTINE_DELAY
    # A decision that is due is for the desk; the machine is well.
    quarantine = ", in der Quarantäne wartet eine länger als einen Tag" if old else ""
    return f"{_last_received(state)}, {_probe(now)}{quarantine}"


def _last_received(state: monitor.MonitorState) -> str:
    age = state.last_received_seconds
    return "noch keine Mail" if age is None else f"letzte Mail vor {age / 3600:.1f} Stunden"


def _probe(now: datetime) -> str:
    state = probe.state(now)
    if state is None or state.round_trip_seconds is None:
        return "keine Probe an uns selbst" if not probe.is_on() else "erste Probe unterwegs"
    return f"Probe an uns selbst nach {state.round_trip_seconds:.0f} s angekommen"


def _promise(now: datetime) -> str:
    """Say how the promise stands. Late answers are no fault of the machine, so never Trouble."""
    value = {name: number or 0 for name, number in figures.by_name(now).items()}
    overdue = value["inquiries_overdue"]
    if overdue:
        hours = value["inquiries_waiting_age_seconds"] / 3600
        said = "1 Anfrage ist" if overdue == 1 else f"{overdue:.0f} Anfragen sind"
        return (
            f"{said} überfällig, die älteste wartet {hours:.0f} Stunden: "
            "/arbeitsplatz/?ansicht=ueberfaellig"
        )
    left = value["inquiries_next_due_seconds"]
    soon = f", nächste Frist in {left / 3600:.1f} Stunden" if left else ""
    waiting = value["inquiries_waiting"]
    said = "1 Anfrage wartet" if waiting == 1 else f"{waiting:.0f} Anfragen warten"
    return f"{said} auf uns, keine überfällig{soon}"


def _webhooks(now: datetime) -> str:
    value = {name: number or 0 for name, number in figures.by_name(now).items()}
    if value["webhooks_disabled"]:
        raise Trouble(f"{value['webhooks_disabled']:.0f} abgeschaltet: /betrieb/webhooks/")
    return f"{value['webhook_messages_waiting']:.0f} Nachrichten warten"
