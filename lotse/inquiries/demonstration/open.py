"""Conversations in which the desk has the next word, or waits for it."""

from lotse.inquiries.demonstration.script import (
    CLOSING,
    ORGANISATION,
    PERSONNEL,
    Assign,
    AwaitAsker,
    Bounce,
    Conversation,
    Draft,
    Interim,
    Note,
    PassedOn,
    Sort,
)
from lotse.inquiries.models import Inquiry

WEB, PHONE = Inquiry.Channel.WEB, Inquiry.Channel.PHONE

OPEN = (
    # --- Of another kind -------------------------------------------------------------------------
    Conversation(
        "presse-plaetze",
        5,
        "",
        "redaktion@tagblatt-mittelaue.example",
        "Jonas Ebel",
        "Presseanfrage: Wie viele Plätze sind winterfest?",
        "Guten Tag,\n\nfür einen Beitrag am Samstag: Wie viele Kommunen haben ihre Hallen "
        "winterfest gemacht, und wer kann dazu sprechen? Redaktionsschluss ist am Freitag.\n\n"
        "Jonas Ebel",
        (Sort(4, ORGANISATION, Inquiry.Kind.PRESS),),
    ),
    Conversation(
        "familie-ohne-unterkunft",
        2.5,
        "",
        "n.albers@post.example",
        "Nele Albers",
        "Familie steht heute Nacht auf der Straße",
        "Hallo,\n\neine Familie mit zwei Kindern steht heute Nacht auf der Straße. Wer hilft "
        "jetzt?\n\nNele Albers",
    ),
    # --- New, in all fields ----------------------------------------------------------------------
    Conversation(
        "zelthalle-schneelast",
        23.2,
        "03159",
        "bauamt",
        "Rolf Steinkamp",
        "Zelthalle: Wer prüft die Schneelast nach dem ersten Schneefall?",
        "Guten Tag,\n\nwir betreiben seit Mai eine Zelthalle mit 120 Plätzen. Für Freitag sind "
        "20 cm Schnee gemeldet. Die Vermietungsfirma verweist auf uns, unsere Bauaufsicht auf die "
        "Firma. Wer muss prüfen, ab welcher Schneehöhe müssen wir räumen lassen, und gibt es "
        "einen Ablaufplan?\n\nMit freundlichen Grüßen\nRolf Steinkamp",
        (
            Assign(22.5, ORGANISATION),
            Note(
                3,
                ORGANISATION,
                "Mit Beratung & Vergleiche gesprochen: Ein Landkreis in Bayern hat dazu eine "
                "Dienstanweisung.",
            ),
            Draft(
                1,
                ORGANISATION,
                "Guten Tag,\n\nkurz gesagt: Für den sicheren Betrieb ist der Landkreis als "
                "Betreiber verantwortlich. Die Vermietungsfirma schuldet die Standsicherheit nach "
                "Vertrag und Prüfbuch.",
            ),
        ),
        urgency=Inquiry.Urgency.HIGH,
    ),
    Conversation(
        "turnhalle-freigeben",
        26.5,
        "05554008",
        "sozialamt",
        "Anke Terhorst",
        "Wohin mit 80 Personen, wenn die Turnhalle frei werden muss?",
        "Wir müssen bis Ende Januar eine Turnhalle wieder freigeben. Wohin mit 80 Personen, ohne "
        "neue Zelte? Das Wohnungsamt hat nur Einzelwohnungen.",
        channel=WEB,
        has_publication_consent=True,
    ),
    Conversation(
        "hausmeister-gesucht",
        21.4,
        "08416041",
        "hauptamt",
        "Miriam Seiler",
        "Hausmeister für drei Unterkünfte: befristet oder Dienstleister?",
        "Guten Tag, wir brauchen innerhalb von zwei Wochen drei Hausmeister. Stellenplan ist "
        "ausgeschöpft. Befristete Einstellung oder Zeitarbeit? Wie machen es andere?\n\nViele "
        "Grüße\nMiriam Seiler",
    ),
    Conversation(
        "dolmetschen-nachts",
        17.0,
        "14627140",
        "sozialamt",
        "Jens Albrecht",
        "Dolmetscherpool: Wer zahlt bei Einsätzen in der Nacht?",
        "Hallo,\n\nwir bauen einen Dolmetscherpool mit Laiendolmetschern auf. Wie regeln andere "
        "Städte Honorar und Versicherung bei Einsätzen nachts und am Wochenende?\n\nDanke und "
        "Grüße\nJens Albrecht",
        (Assign(15, PERSONNEL),),
    ),
    Conversation(
        "geruechte-unterkunft",
        12.3,
        "15001000",
        "pressestelle",
        "Katrin Wendler",
        "Gerüchte über eine geplante Unterkunft: wie schnell reagieren?",
        "Guten Tag, in sozialen Medien heißt es, wir wollten ein Hotel anmieten. Das stimmt nicht. "
        "Richtigstellen oder nicht verstärken? Gibt es gute Beispiele, auch mit der Polizei?",
    ),
    Conversation(
        "ehrenamt-fuehrungszeugnis",
        9.8,
        "06533003",
        "ehrenamt",
        "Tobias Reuter",
        "Müssen Ehrenamtliche ein erweitertes Führungszeugnis vorlegen?",
        "Unser Helferkreis gibt Nachhilfe für Kinder. Brauchen alle ein erweitertes "
        "Führungszeugnis, und was dürfen wir davon aufbewahren?",
        channel=WEB,
    ),
    Conversation(
        "zuweisung-excel",
        6.1,
        "10044115",
        "edv",
        "Laura Klein",
        "Zuweisungsdaten: Gibt es eine Alternative zur Excel-Liste?",
        "Guten Morgen,\n\ndie Zuweisungen kommen als PDF, wir tippen sie in drei Listen ab. Hat "
        "jemand das automatisiert?\n\nMit freundlichen Grüßen\nLaura Klein",
    ),
    Conversation(
        "buergerversammlung",
        3.5,
        "07339030",
        "buero-ob",
        "Henning Vogt",
        "Bürgerversammlung vor dem Bau einer Wohnanlage",
        "Wir laden in drei Wochen zur Einwohnerversammlung ein. Moderation extern oder selbst? "
        "Was hat sich bewährt?",
        channel=WEB,
        has_publication_consent=True,
    ),
    Conversation(
        "unbekannte-gemeinde",
        2.2,
        "",
        "gemeindebuero@post.example",
        "Doris Hagen",
        "Leerstand anmieten",
        "Guten Tag, die Frage kommt von einer Ratsfrau.\n\n"
        "Von: Ute Lindner <ute.lindner@ratsinfo.example>\n"
        "Gesendet: gestern\nAn: Gemeindebüro\nBetreff: Leerstand\n\n"
        "Bei uns stehen mehrere Häuser leer. Wie sprechen wir die Eigentümer an, damit "
        "sie an Geflüchtete vermieten?",
        (PassedOn(2.1, "Ute Lindner", "ute.lindner@ratsinfo.example"),),
    ),
    Conversation(
        "anruf-brandschutz",
        1.3,
        "12052000",
        "",
        "Herr Noack, Feuerwehr",
        "Anruf: Rauchmelder und Brandwache in der Notunterkunft",
        "Fragt, ob eine Brandwache nötig ist, solange die Brandmeldeanlage im früheren Baumarkt "
        "noch nicht abgenommen ist. Bittet um Rückruf.",
        (Assign(1.2, ORGANISATION, ORGANISATION),),
        channel=PHONE,
        phone="0355 612-0",
        urgency=Inquiry.Urgency.URGENT,
    ),
    Conversation(
        "mail-kam-zurueck",
        7.4,
        "13076",
        "integration",
        "Simone Ahrens",
        "Kennzahlen für den Lagebericht",
        "Welche Kennzahlen gehören in einen wöchentlichen Lagebericht für den Kreistag?",
        (
            Bounce(
                7.3,
                "<integration@ludwigslust-parchim.example>: host mx.ludwigslust-parchim.example "
                "said: 552 5.2.2 Mailbox full",
            ),
        ),
    ),
    # --- Reacted, in work, waiting ---------------------------------------------------------------
    Conversation(
        "vormundschaft",
        40,
        "04012000",
        "jugendamt",
        "Frauke Ehlers",
        "Unbegleitete Minderjährige: Gastfamilien gewinnen und begleiten",
        "Guten Tag,\n\nwir wollen Gastfamilien für unbegleitete Jugendliche gewinnen. Wie läuft "
        "die Eignungsprüfung, und wer begleitet die Familien danach?\n\nMit freundlichen Grüßen\n"
        "Frauke Ehlers",
        (
            Assign(38, PERSONNEL),
            Interim(
                33,
                PERSONNEL,
                "Guten Tag Frau Ehlers,\n\nSie möchten wissen, wie Eignungsprüfung und Begleitung "
                "von Gastfamilien laufen. Ein Landkreis hat das schon aufgebaut [1]. Wir fragen "
                "dort nach dem Ablauf und melden uns." + CLOSING,
                20,
                ("EX-057",),
            ),
        ),
    ),
    Conversation(
        "betreuungsschluessel",
        52,
        "03404000",
        "soziales",
        "Marlies Dreyer",
        "Betreuungsschlüssel in Gemeinschaftsunterkünften",
        "Mit welchem Betreuungsschlüssel arbeiten vergleichbare Städte in der sozialen Betreuung? "
        "Wir brauchen die Zahl für den Haushalt.",
        (
            Assign(50, PERSONNEL),
            Interim(
                46,
                PERSONNEL,
                "Guten Tag Frau Dreyer,\n\nwir stellen Ihnen Schlüssel aus Städten Ihrer "
                "Größenklasse zusammen, mit Stand und Quelle." + CLOSING,
                3,
            ),
            Draft(2, PERSONNEL, "Guten Tag Frau Dreyer,\n\ndrei Städte haben geantwortet:"),
        ),
        urgency=Inquiry.Urgency.HIGH,
    ),
    Conversation(
        "koordinierungsstelle-rolle",
        70,
        "09371",
        "hauptamt",
        "Alois Brandl",
        "Koordinierungsstelle: Stabsstelle oder Sachgebiet?",
        "Wir richten eine Koordinierungsstelle ein. Gehört sie direkt an die Spitze oder ins "
        "Sozialamt?",
        (
            Assign(69, ORGANISATION),
            Interim(
                60,
                ORGANISATION,
                "Guten Tag Herr Brandl,\n\nbeides gibt es. Damit wir passend antworten: Wie viele "
                "Stellen sind geplant, und welche Ämter sollen sich abstimmen?" + CLOSING,
                30,
            ),
            AwaitAsker(60, ORGANISATION, "Zahl der Stellen und beteiligte Ämter"),
        ),
    ),
)
