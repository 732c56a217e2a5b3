"""Twenty-six conversations. People are invented; sources are good examples by their code."""

from lotse.inquiries.demonstration.script import (
    LEAD,
    ORGANISATION,
    PERSONNEL,
    Answer,
    Assign,
    AwaitAsker,
    Bounce,
    Close,
    Conversation,
    Draft,
    FollowUp,
    Interim,
    Note,
)
from lotse.inquiries.models import Inquiry

WEB, PHONE = Inquiry.Channel.WEB, Inquiry.Channel.PHONE
CLOSING = "\n\nFreundliche Grüße\nKompetenzteam"

CONVERSATIONS = (
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
        "Guten Tag, bei uns stehen mehrere Häuser leer. Wie sprechen wir die Eigentümer an, damit "
        "sie an Geflüchtete vermieten?",
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
    # --- Answered --------------------------------------------------------------------------------
    Conversation(
        "app-mehrsprachig",
        30,
        "16055000",
        "mitglied",
        "Jutta Feldhaus",
        "Mehrsprachige App oder gedruckter Wegweiser?",
        "Lohnt sich für eine Stadt unserer Größe eine eigene App, oder genügt ein Wegweiser zum "
        "Ausdrucken?",
        (
            Assign(29, ORGANISATION),
            Answer(
                25,
                ORGANISATION,
                "Guten Tag Frau Feldhaus,\n\nkurz gesagt: Eine eigene App brauchen Sie nicht. Es "
                "gibt eine mit offener Lizenz, die andere Kommunen mitnutzen [1].\n\n"
                "1. Klären Sie, wer die Texte aktuell hält. Das ist der größte Aufwand.\n"
                "2. Beginnen Sie mit vier Sprachen [2].\n"
                "3. Bieten Sie dieselben Seiten zum Ausdrucken an." + CLOSING,
                ("EX-010", "EX-011"),
            ),
        ),
        has_publication_consent=True,
    ),
    Conversation(
        "stellenplan-vorrat",
        75,
        "13003000",
        "personalamt",
        "Dirk Paulsen",
        "Stellen schaffen, bevor der Nachtragshaushalt steht",
        "Wie können wir Personal einstellen, ohne auf den Nachtragsstellenplan zu warten?",
        (
            Assign(74, PERSONNEL),
            Answer(
                68,
                PERSONNEL,
                "Guten Tag Herr Paulsen,\n\nkurz gesagt: Lassen Sie sich vom Rat ermächtigen.\n\n"
                "- Ein Vorratsbeschluss mit kw-Vermerk schafft Stellen auf Abruf [1].\n"
                "- Eine Ermächtigung erlaubt Einstellungen außerhalb des Stellenplans [2].\n\n"
                "Bitte prüfen Sie die Form mit Ihrer Kommunalaufsicht." + CLOSING,
                ("EX-030", "EX-029"),
            ),
        ),
        has_publication_consent=True,
    ),
    Conversation(
        "holz-oder-container",
        98,
        "05362028",
        "hochbau",
        "Claudia Esser",
        "Holzmodule oder Container für 60 Plätze?",
        "Wir müssen bis Sommer 60 Plätze bauen. Container sind schnell, aber teuer in der Miete. "
        "Was sagen Kommunen mit Holzmodulen?",
        (
            Assign(97, ORGANISATION),
            Interim(
                90,
                ORGANISATION,
                "Guten Tag Frau Esser,\n\nwir vergleichen Bauzeit und Kosten aus zwei Vorhaben und "
                "schicken Ihnen die Zahlen." + CLOSING,
                -60,
            ),
            Answer(
                70,
                ORGANISATION,
                "Guten Tag Frau Esser,\n\nkurz gesagt: Holzmodule rechnen sich, wenn Sie das "
                "Gebäude danach weiter nutzen.\n\n1. Ein Landkreis hat Container durch Holzmodule "
                "ersetzt [1].\n2. Eine Stadt zeigt ein Musterhaus, das Sie besichtigen können "
                "[2].\n\nDie Kosten beruhen auf Angaben der Kommunen." + CLOSING,
                ("EX-014", "EX-013"),
            ),
        ),
    ),
    Conversation(
        "antwort-und-nachfrage",
        50,
        "01002000",
        "ehrenamt",
        "Sönke Petersen",
        "Helferportal: selbst bauen oder anschließen?",
        "Sollen wir ein eigenes Helferportal bauen oder uns einem anschließen?",
        (
            Assign(49, LEAD),
            Answer(
                44,
                LEAD,
                "Guten Tag Herr Petersen,\n\nkurz gesagt: Schließen Sie sich an. Eine Stadt nutzt "
                "ein bestehendes Portal mit [1], andere teilen sich eines mit dem Landkreis [2]."
                + CLOSING,
                ("EX-046", "EX-045"),
            ),
            FollowUp(
                5,
                "Vielen Dank! Und wer moderiert dort die Angebote, wenn etwas nicht passt?",
            ),
        ),
    ),
    Conversation(
        "wohnung-statt-heim",
        120,
        "06533003",
        "bauamt",
        "Ute Hartleb",
        "Privatwohnungen statt Sammelunterkunft: Wie anfangen?",
        "Unser Ausschuss will weg von der Sammelunterkunft. Womit fangen wir an?",
        (
            Assign(119, ORGANISATION),
            Answer(
                112,
                ORGANISATION,
                "Guten Tag Frau Hartleb,\n\nkurz gesagt: Beginnen Sie mit einer Stelle, die "
                "Vermieterinnen und Vermieter anspricht und danach erreichbar bleibt.\n\n"
                "1. Eine Großstadt bringt Geflüchtete seit Jahren zuerst in Wohnungen unter [1].\n"
                "2. Ein Aufruf an Eigentümer leerer Wohnungen brachte Angebote [2]." + CLOSING,
                ("EX-004", "EX-019"),
            ),
        ),
    ),
    Conversation(
        "supervision",
        140,
        "10044115",
        "personal",
        "Corinne Weber",
        "Supervision für belastete Mitarbeitende",
        "Unsere Leute sind am Ende. Wie organisieren andere Supervision kurzfristig?",
        (
            Assign(139, PERSONNEL),
            Answer(
                130,
                PERSONNEL,
                "Guten Tag Frau Weber,\n\nkurz gesagt: Fangen Sie mit kollegialer Beratung an, "
                "während Sie Supervision ausschreiben. Eine fachübergreifende Schulung im Haus hat "
                "einer Stadt geholfen, die Lasten zu verteilen [1]." + CLOSING,
                ("EX-037",),
            ),
        ),
    ),
    Conversation(
        "polizei-richtigstellung",
        160,
        "16055000",
        "koordination",
        "Bernd Ostrowski",
        "Gemeinsame Richtigstellung mit der Polizei",
        "Hat jemand Erfahrung mit einer gemeinsamen Erklärung von Verwaltung und Polizei?",
        (
            Assign(158, LEAD),
            Answer(
                150,
                LEAD,
                "Guten Tag Herr Ostrowski,\n\nkurz gesagt: Ja. Ein Landkreis hat Gerüchte "
                "gemeinsam mit der Polizei richtiggestellt, mit Zahlen und Datum [1]." + CLOSING,
                ("EX-055",),
            ),
        ),
    ),
    # --- Closed ----------------------------------------------------------------------------------
    Conversation(
        "buchungsmanagement",
        240,
        "03159",
        "soziales",
        "Heike Lampe",
        "Freie Plätze tagesaktuell sehen",
        "Wie sehen andere Landkreise jeden Morgen, wo Plätze frei sind?",
        (
            Assign(239, ORGANISATION),
            Answer(
                230,
                ORGANISATION,
                "Guten Tag Frau Lampe,\n\nkurz gesagt: mit einem Buchungsmanagement, das die "
                "Häuser selbst pflegen [1]. Eine Großstadt führt auch die Zimmerpläne so [2]."
                + CLOSING,
                ("EX-028", "EX-027"),
            ),
            Close(200, ORGANISATION, "toQuestion"),
        ),
        has_publication_consent=True,
    ),
    Conversation(
        "online-broschuere",
        300,
        "07339030",
        "presse",
        "Elke Adam",
        "Broschüre für die Nachbarschaft aktuell halten",
        "Unsere Broschüre ist nach vier Wochen veraltet. Drucken wir weiter?",
        (
            Assign(299, LEAD),
            Answer(
                290,
                LEAD,
                "Guten Tag Frau Adam,\n\nkurz gesagt: Drucken Sie nicht mehr. Ein Landkreis hat "
                "nur noch eine Online-Fassung, die laufend gepflegt wird [1]. Die Fragen der "
                "Nachbarschaft finden Sie als Vorlage in [2]." + CLOSING,
                ("EX-052", "EX-051"),
            ),
            Close(280, LEAD, "toExample"),
        ),
        has_publication_consent=True,
    ),
    Conversation(
        "einzelfall",
        330,
        "12052000",
        "buergerbuero",
        "Ralf Kuntze",
        "Frage zu einem Aufenthaltstitel",
        "Können Sie prüfen, ob jemand eine Aufenthaltserlaubnis verlängern kann?",
        (
            Answer(
                326,
                PERSONNEL,
                "Guten Tag Herr Kuntze,\n\nEinzelfälle prüfen wir nicht. Bitte wenden Sie sich an "
                "Ihre Ausländerbehörde. Zu Abläufen und Organisation helfen wir gern." + CLOSING,
            ),
            Close(320, PERSONNEL, "none", "Einzelfall, an die Ausländerbehörde verwiesen"),
        ),
    ),
    Conversation(
        "werbung",
        340,
        "",
        "vertrieb@hallenbau.example",
        "Vertrieb Hallenbau",
        "Angebot Traglufthallen zum Sonderpreis",
        "Sichern Sie sich jetzt Ihre Traglufthalle!",
        (Close(339, ORGANISATION, "none", "Werbung"),),
    ),
    Conversation(
        "vorratsbeschluss-checkliste",
        400,
        "09371",
        "personal",
        "Maria Hofbauer",
        "Quereinstieg: Wie gewinnen wir fachfremde Bewerbende?",
        "Auf die letzten Ausschreibungen kam niemand mit Verwaltungsausbildung. Wie machen das "
        "andere mit dem Quereinstieg?",
        (
            Assign(399, PERSONNEL),
            Answer(
                390,
                PERSONNEL,
                "Guten Tag Frau Hofbauer,\n\nkurz gesagt: Sprechen Sie gezielt fachfremde "
                "Bewerbende an [1] und werben Sie offen mit dem Quereinstieg [2]." + CLOSING,
                ("EX-033", "EX-034"),
            ),
            Close(370, PERSONNEL, "toAid"),
        ),
    ),
)
