"""``lotse inquiries``: what the desk has, for operators, exports and checks."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lotse.inquiries import queries, states
from lotse.inquiries.evaluation import suggesting
from lotse.inquiries.models import Inquiry, Message
from lotse.lib import german

BATCH = 500


class Command(BaseCommand):
    help = "Anfragen mit Nummer, Stand, Fristen und Absender; mit --messages jede Nachricht."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            nargs="?",
            choices=["suggestions"],
            help="statt der Liste: wie gut Vorschläge und Radar sind, an Fragen gemessen",
        )
        parser.add_argument("--json", action="store_true", help="ein Objekt je Zeile")
        parser.add_argument(
            "--messages", action="store_true", help="eine JSON-Zeile je gespeicherter Nachricht"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "suggestions":
            self._print_figures(suggesting.evaluate(timezone.now()), as_json=options["json"])
            return
        if options["messages"]:
            self._print_json(_message_rows())
            return
        now = timezone.now()
        if options["json"]:
            self._print_json(_as_json(inquiry, now) for inquiry in _inquiries())
            return
        for inquiry in _inquiries():
            self.stdout.write(_as_text(inquiry, now))

    def _print_figures(self, figures: dict[str, dict[str, float | int]], *, as_json: bool) -> None:
        if as_json:
            self._print_json({"part": part, **values} for part, values in figures.items())
            return
        for part, values in figures.items():
            named = "  ".join(f"{name} {value}" for name, value in values.items())
            self.stdout.write(f"{part:<8}  {named}")

    def _print_json(self, rows: Iterator[dict[str, Any]]) -> None:
        for row in rows:
            self.stdout.write(json.dumps(row, ensure_ascii=False))


def _inquiries() -> Iterator[Inquiry]:
    return Inquiry.objects.order_by("received_at", "pk").iterator(chunk_size=BATCH)


def _message_rows() -> Iterator[dict[str, Any]]:
    return map(_message, queries.messages().iterator(chunk_size=BATCH))


def _as_json(inquiry: Inquiry, now: datetime) -> dict[str, Any]:
    return {
        "number": inquiry.number,
        "state": str(states.of(inquiry, now)),
        "received_at": _instant(inquiry.received_at),
        "due_at": _instant(_due_at(inquiry)),
        "first_human_reply_at": _instant(inquiry.reacted_at),
        "sender": inquiry.asker_email,
        "subject": inquiry.subject,
        "message_count": inquiry.message_count,
    }


def _as_text(inquiry: Inquiry, now: datetime) -> str:
    reply = inquiry.reacted_at
    return "  ".join(
        (
            inquiry.number,
            f"{states.of(inquiry, now).label:<22}",
            f"eingegangen {german.datetime_de(inquiry.received_at, now)}",
            f"fällig {german.datetime_de(_due_at(inquiry), now)}",
            f"erste Antwort {german.datetime_de(reply, now)}" if reply else "noch ohne Antwort",
            inquiry.asker_email or "ohne Adresse",
            inquiry.subject,
            f"({inquiry.message_count})",
        )
    )


def _due_at(inquiry: Inquiry) -> datetime:
    """Until when a person must, or had to, reply: to what waits now, else to the first message."""
    return inquiry.due_at or inquiry.reaction_due_at


def _message(message: Message) -> dict[str, Any]:
    return {
        "inquiry": message.inquiry.number,
        "message_id": message.message_id,
        "direction": message.direction,
        "kind": message.kind,
        "subject": message.subject,
        "text": message.whole_text,
        "attachments": [
            {"name": attachment.name, "size": attachment.size}
            for attachment in message.attachments.all()
        ],
    }


def _instant(instant: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return None if instant is None else f"{instant:%Y-%m-%dT%H:%M:%SZ}"
