"""Conversations that were answered, some of them closed."""

from lotse.inquiries.demonstration.script import (
    CLOSING,
    LEAD,
    ORGANISATION,
    PERSONNEL,
    Answer,
    Assign,
    Close,
    Conversation,
    FollowUp,
    Interim,
    Rate,
    Reap,
)

SETTLED = (
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
            Rate(20, True, "Der Hinweis auf die Textpflege war Gold wert."),
            Reap(19, ORGANISATION, there="kosten-mehrsprachige-app"),
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
            Rate(60, True),
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
            Rate(100, False, "Kollegiale Beratung haben wir schon. Wer bezahlt Supervision?"),
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
            Reap(279, LEAD),
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
            Reap(
                369,
                PERSONNEL,
                title="Textbausteine für Ausschreibungen zum Quereinstieg",
                why="Schon dreimal gefragt. Zwei Kommunen haben Texte, die man anpassen kann.",
            ),
        ),
    ),
)
