"""What arrives on a day at the desk: invented people, and what they are told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    sender: str
    subject: str
    text: str
    answer: str
    """A sentence of the answer that is sent."""


MORNING = (
    Letter(
        "bauamt@kiel.example",
        "Wärme im Zelt",
        "Guten Tag,\n\nwelche Heizung ist in einem Zelt mit 60 Plätzen zulässig?\n\nBauamt Kiel",
        "Warmluft von außen, keine offenen Flammen.",
    ),
    Letter(
        "sozialamt@osnabrueck.example",
        "Betreuung nachts",
        "Guten Tag,\n\nbrauchen wir nachts Betreuung in der Unterkunft oder reicht der Wachdienst?",
        "Eine Rufbereitschaft reicht meistens.",
    ),
    Letter(
        "hauptamt@bremerhaven.example",
        "Stellen ohne Stellenplan",
        "Moin,\n\nwie stellen wir in zwei Wochen Hausmeister ein, wenn der Stellenplan voll ist?",
        "Mit einer Ermächtigung des Rates und befristet.",
    ),
    Letter(
        "ehrenamt@tuebingen.example",
        "Kleiderkammer",
        "Hallo,\n\nwer haftet, wenn Ehrenamtliche in der Kleiderkammer stürzen?",
        "Die Unfallkasse, wenn Sie sie beauftragt haben.",
    ),
    Letter(
        "pressestelle@rostock.example",
        "Gerüchte im Stadtteil",
        "Guten Tag,\n\nim Stadtteil kursieren Gerüchte. Antworten wir öffentlich oder warten wir?",
        "Antworten Sie schnell und nur mit dem, was Sie wissen.",
    ),
    Letter(
        "jugendamt@cottbus.example",
        "Gastfamilien",
        "Guten Tag,\n\nwie werben wir Gastfamilien für unbegleitete Minderjährige?",
        "Über Vereine und einen Abend mit Familien, die es schon machen.",
    ),
    Letter(
        "team@saarlouis.example",
        "Supervision",
        "Guten Tag,\n\nwie oft brauchen Mitarbeitende in der Ausgabe Supervision?",
        "Alle vier Wochen, in den ersten Monaten öfter.",
    ),
    Letter(
        "versammlung@meissen.example",
        "Bürgerversammlung",
        "Guten Tag,\n\nwie läuft eine Bürgerversammlung, bei der es laut werden kann?",
        "Mit Moderation von außen und kurzen Runden an Tischen.",
    ),
    Letter(
        "kaemmerei@huerth.example",
        "Vergabe",
        "Guten Tag,\n\ndürfen wir Container ohne Ausschreibung kaufen?",
        "Ja, bei Dringlichkeit. Dokumentieren Sie, warum.",
    ),
    Letter(
        "gebaeude@weimar.example",
        "Schimmel",
        "Guten Tag,\n\nin zwei Wohnungen ist Schimmel. Wer lüftet, wer zahlt?",
        "Erst messen lassen, dann entscheidet die Ursache.",
    ),
    Letter(
        "leitstelle@ludwigslust-parchim.example",
        "Busankunft in der Nacht",
        "Guten Tag,\n\nwie bereiten wir uns auf Busse vor, die nachts ankommen?",
        "Mit einer Liste von zwölf Handgriffen und einer Nummer, die immer jemand abnimmt.",
    ),
)
CITED = Letter(
    "helferkreis@dessau-rosslau.example",
    "Helferportal",
    "Guten Tag,\n\nwie gewinnen wir Ehrenamtliche und koordinieren sie mit einem Helferportal?",
    "Schließen Sie sich einem Portal an, das es schon gibt.",
)
UNDELIVERABLE = Letter(
    "weg@bocholt.example",
    "Möblierung",
    "Guten Tag,\n\nwelche Betten halten länger als ein Jahr?",
    "Stahlrohr, verschraubt.",
)
EMERGENCY = Letter(
    "nele.albers@post.example",
    "Bitte helfen Sie",
    "Eine Familie ist heute Nacht ohne Unterkunft. Was sollen wir tun?\n\nNele Albers",
    "wählen Sie bitte sofort die 112",
)
INDIVIDUAL = Letter(
    "samir@post.example",
    "Frage",
    "Guten Tag, mein Asylantrag ist abgelehnt. Können Sie mir helfen?",
    "Diese Stellen helfen weiter, kostenlos und vertraulich:",
)
MISROUTED = Letter(
    "spende@post.example",
    "Spenden",
    "Guten Tag, ich möchte Möbel spenden. Wohin damit?",
    "Die Behördennummer 115 nennt Ihnen die richtige Stelle.",
)
ADVERTISING = Letter(
    "angebot@werbung.example",
    "Mehr Besuche für Ihre Seite",
    "Wir verkaufen Backlinks, 100 % kostenlos für den ersten Monat.",
    "",
)
PRESS = (
    Letter(
        "redaktion@morgenblatt.example",
        "Zahl der Plätze",
        "Guten Tag, wie viele Plätze sind frei? Redaktionsschluss ist um 16 Uhr.",
        "Die Zahlen stehen in unserer Meldung von heute.",
    ),
    Letter(
        "dreh@freiefilm.example",
        "Drehanfrage",
        "Guten Tag, dies ist eine Drehanfrage für eine Reportage über Ehrenamtliche.",
        "Gern, bitte nennen Sie uns Tag und Ort.",
    ),
)
FIRST_ASKER = "soeren.weiss@kreis-hohenau.example"
FORWARDED = Letter(
    "buergermeisterin@gemeinde-talheim.example",
    "WG: Sprachkurse",
    f"""Bitte um Beratung.

Von: Weiß, Sören <{FIRST_ASKER}>
Gesendet: Montag, 23. November 2026 08:12
An: Rathaus Talheim
Betreff: Sprachkurse

Wer darf Sprachkurse in der Unterkunft halten?
""",
    "Alle, die ein Führungszeugnis vorlegen.",
)
DUPLICATES = (
    Letter(
        "schule@ingelheim.example",
        "Schulplätze",
        "Guten Tag,\n\nwann müssen geflüchtete Kinder in die Schule?",
        "Mit der Zuweisung beginnt bei Ihnen die Schulpflicht.",
    ),
    Letter(
        "schulamt@bad-camberg.example",
        "Schulplätze für Kinder",
        "Guten Tag,\n\nab wann gilt die Schulpflicht für geflüchtete Kinder?",
        "In Hessen gilt sie nach der Zuweisung in die Kommune.",
    ),
)
TWO_QUESTIONS = Letter(
    "unterkunft@landkreis-goettingen.example",
    "Zwei Fragen",
    "Guten Tag,\n\nwie viele Waschmaschinen brauchen 100 Menschen? Und: Brauchen wir ein "
    "Spielzimmer?",
    "Eine Maschine für zwölf Personen.",
)
ALL = (
    *MORNING,
    CITED,
    UNDELIVERABLE,
    EMERGENCY,
    INDIVIDUAL,
    MISROUTED,
    ADVERTISING,
    *PRESS,
    FORWARDED,
    *DUPLICATES,
    TWO_QUESTIONS,
)
FORMS = (
    Letter(
        "wohnen@weimar.example",
        "",
        "Dürfen wir leerstehende Wohnungen beschlagnahmen, wenn Plätze fehlen?",
        "Nur als letztes Mittel und befristet.",
    ),
    Letter(
        "gesundheit@kiel.example",
        "",
        "Welche Untersuchung ist vor dem Einzug in die Gemeinschaftsunterkunft Pflicht?",
        "Der Ausschluss von Tuberkulose.",
    ),
    Letter(
        "kita@rostock.example",
        "",
        "Wie vergeben wir Plätze in der Kita, ohne andere Familien zu verärgern?",
        "Nach denselben Regeln für alle, öffentlich erklärt.",
    ),
)
CALLER = "wache@osnabrueck.example"
CALL = Letter(
    CALLER,
    "",
    "Wer zahlt den Sicherheitsdienst?",
    "Der Betreiber der Unterkunft; die Erstattung regelt das Land.",
)


def delivery_report(recipient: str) -> bytes:
    """Return what a mail server writes when an address does not exist (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@mail.verband.example\r\n"
        f"Subject: Undelivered Mail Returned to Sender {recipient}\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n--b--\r\n"
    ).encode()
