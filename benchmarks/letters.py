"""German mails with known contents, the same for every run."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

PLACES = ("Köln", "Münster", "Görlitz", "Weißenfels", "Lübeck", "Nürnberg", "Gießen", "Mölln")
PEOPLE = ["Jörg Müller", "Änne Groß", "Sören Weiß", "Käthe Böhm", "René Lefèvre", "Ulrike Schröder"]
SUBJECTS = (
    "Leichtbauhallen winterfest machen",
    "Wachdienst über die Feiertage",
    "Dolmetscher für die Aufnahme",
    "Ehrenamtliche koordinieren",
    "Stellen kurzfristig besetzen",
    "Überlastung der Mitarbeitenden",
    "Bürgerversammlung bei unklarer Lage",
    "Registrierung und Leistungsgewährung verbinden",
)
SENTENCES = (
    "Wir suchen Beispiele aus Kommunen ähnlicher Größe.",
    "Welche Vorlaufzeit brauchen wir für Heizung und Dämmung der Zelte?",
    "Wie haben andere die Aufgaben zwischen Sozialamt und Bauamt verteilt?",
    "Gibt es ein Muster für die Vereinbarung mit dem Träger?",
    "Wer übernimmt die Koordination der Freiwilligen am Wochenende?",
    "Wie wurde die Nachbarschaft vor der Belegung informiert?",
    "Wie schnell lassen sich befristete Stellen besetzen?",
)
CHARSETS = (
    ("utf-8", "quoted-printable"),
    ("utf-8", "base64"),
    ("utf-8", "8bit"),
    ("iso-8859-1", "quoted-printable"),
    ("windows-1252", "8bit"),
    ("iso-8859-15", "base64"),
)


@dataclass(frozen=True)
class Letter:
    sender: str
    message_id: str
    is_reply: bool
    raw: bytes


def write(
    count: int, *, recipient: str, seed: int = 7, replies: float = 0.4, attachments: float = 0.1
) -> list[Letter]:
    """Return mails in the order of delivery; a reply names only mails before it.

    replies, attachments: shares of all mails. An attachment has 1 MB of noise, as a scan does.
    """
    chance = random.Random(seed)
    start = datetime(2026, 3, 2, 7, tzinfo=UTC)
    letters: list[Letter] = []
    roots: dict[str, tuple[str, list[str], str]] = {}
    """Message-ID to sender, references and subject, for replies by the same person."""
    for number in range(count):
        charset, encoding = CHARSETS[number % len(CHARSETS)]
        mail = EmailMessage(policy=SMTP)
        message_id = f"<bench-{seed}-{number}@mail.gemeinde.example>"
        parent = chance.choice(list(roots)[-300:]) if roots and chance.random() < replies else ""
        if parent:
            sender, references, subject = roots[parent]
            mail["Subject"] = f"AW: {subject}"
            mail["In-Reply-To"] = parent
            mail["References"] = " ".join([*references, parent])
        else:
            sender = f"person{number}@gemeinde-{chance.randrange(60):02d}.example"
            references, subject = [], f"{chance.choice(SUBJECTS)} in {chance.choice(PLACES)}"
            mail["Subject"] = subject
        name = chance.choice(PEOPLE)
        mail["From"] = f"{name} <{sender}>"
        mail["To"] = recipient
        mail["Date"] = start + timedelta(seconds=17 * number)
        mail["Message-ID"] = message_id
        text = " ".join(chance.sample(SENTENCES, 4))
        body = f"Guten Tag,\n\n{text}\n\nMit freundlichen Grüßen\n{name}\n"
        if parent:
            body += "\nAm 02.03.2026 um 08:15 schrieb Kompetenzteam:\n> Guten Tag,\n> anbei mehr.\n"
        mail.set_content(body, charset=charset, cte=encoding)
        html = "".join(f"<p>{line}</p>" for line in body.splitlines())
        mail.add_alternative(
            f"<html><body>{html}</body></html>", subtype="html", charset=charset, cte=encoding
        )
        if chance.random() < attachments:
            mail.add_attachment(
                chance.randbytes(1_000_000),
                maintype="application",
                subtype="pdf",
                filename=f"Übersicht {number}.pdf",
            )
        roots[message_id] = (sender, [*references, parent][-10:] if parent else [], subject)
        letters.append(Letter(sender, message_id, bool(parent), mail.as_bytes()))
    return letters
