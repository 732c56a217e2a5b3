"""Several municipalities ask the same within some days: what the radar is for."""

from lotse.inquiries.demonstration.script import (
    CLOSING,
    ORGANISATION,
    Conversation,
    Interim,
)

WAVE = (
    Conversation(
        "schneelast-osnabrueck",
        70,
        "03404000",
        "gebaeude",
        "Tanja Brockmann",
        "Schneelast auf der Zelthalle prüfen",
        "Guten Tag,\n\nam Wochenende soll es schneien. Wer prüft die Schneelast auf unserer "
        "Zelthalle, und ab welcher Höhe lassen wir räumen?\n\nMit freundlichen Grüßen\n"
        "Tanja Brockmann",
        (
            Interim(
                52,
                ORGANISATION,
                "Guten Tag Frau Brockmann,\n\nwir fragen bei einem Landkreis mit Erfahrung nach "
                "und melden uns mit einem Ablaufplan." + CLOSING,
                20,
            ),
        ),
    ),
    Conversation(
        "schneelast-amberg",
        47,
        "09371",
        "liegenschaften",
        "Josef Weindl",
        "Zelthalle: Schneelast messen und räumen",
        "Hallo,\n\nunsere Zelthalle steht in einer Gegend mit viel Schnee. Wie messen andere die "
        "Schneelast, wer entscheidet über das Räumen?\n\nViele Grüße\nJosef Weindl",
        (
            Interim(
                30,
                ORGANISATION,
                "Guten Tag Herr Weindl,\n\ndas fragen gerade mehrere Kommunen. Wir stellen die "
                "Antwort zusammen." + CLOSING,
                22,
            ),
        ),
    ),
    Conversation(
        "schneelast-meissen",
        9,
        "14627140",
        "ordnungsamt",
        "Carola Richter",
        "Schneelast Zelthalle: Räumen oder evakuieren?",
        "Guten Morgen,\n\nes liegt Schnee auf der Zelthalle. Bis zu welcher Schneelast dürfen die "
        "Menschen drin bleiben, und wer prüft das?\n\nFreundliche Grüße\nCarola Richter",
    ),
)
