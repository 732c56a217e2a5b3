"""The parts that the knowledge base itself puts on the editors' board, in their order."""

from django.utils.translation import gettext_lazy

from lotse.knowledge.board import providers, sections, upkeep
from lotse.knowledge.board.sections import Section
from lotse.knowledge.submissions.states import State

sections.add(
    Section(
        "sofort",
        gettext_lazy("Sofort erschienen, noch zu prüfen"),
        gettext_lazy(
            "Steht schon im Netz, mit dem Vermerk „Noch nicht geprüft“. Eine zweite Person prüft."
        ),
        providers.flash,
        order=10,
    ),
    Section(
        "pruefung",
        gettext_lazy("In Prüfung"),
        gettext_lazy("Entwürfe, die zur Prüfung eingereicht sind. Erscheinen nach der Freigabe."),
        providers.tasks,
        order=20,
    ),
    Section(
        "neu",
        gettext_lazy("Neue Einsendungen"),
        gettext_lazy("Noch niemand hat sie gesichtet. Ziel: innerhalb von vier Arbeitsstunden."),
        providers.submissions(State.RECEIVED),
        list_url="/einsendungen/?stand=received",
        order=30,
    ),
    Section(
        "vorbereitung",
        gettext_lazy("Einsendungen in Vorbereitung"),
        gettext_lazy("Gesichtet, angenommen oder mit offener Rückfrage."),
        providers.submissions(State.TRIAGED, State.PREPARATION, State.BACK),
        list_url="/einsendungen/",
        order=40,
    ),
    Section(
        "freigabe",
        gettext_lazy("Wartet auf Freigabe der Kommune"),
        gettext_lazy("Nach drei Tagen erinnern wir einmal von selbst."),
        providers.submissions(State.CONSENT),
        list_url="/einsendungen/?stand=consent",
        order=50,
    ),
    Section(
        "entwuerfe",
        gettext_lazy("Entwürfe"),
        gettext_lazy("Angefangen und nicht veröffentlicht, auch Änderungen an Veröffentlichtem."),
        providers.drafts,
        order=60,
    ),
    Section(
        "wiedervorlage",
        gettext_lazy("Wiedervorlagen"),
        gettext_lazy("Fällig oder fällig in den nächsten zwei Wochen. Stimmt es noch?"),
        providers.reviews,
        order=70,
    ),
    Section(
        "niemand",
        gettext_lazy("Fällig, niemand zuständig"),
        gettext_lazy(
            "Tragen Sie ein, wer den Eintrag aktuell hält; sonst bekommt niemand eine Mail."
        ),
        providers.ownerless,
        order=80,
    ),
    Section(
        "rueckmeldungen",
        gettext_lazy("Neue Rückmeldungen"),
        gettext_lazy("Was Lesende unter den Seiten geschrieben haben."),
        providers.feedback,
        list_url="/rueckmeldungen/",
        order=90,
    ),
    Section(
        "kommentare",
        gettext_lazy("Kommentare und Vorschläge"),
        gettext_lazy("Zu einzelnen Stellen. Vorschläge übernehmen Sie mit einem Klick."),
        providers.remarks,
        order=100,
    ),
    Section(
        "nacharbeit",
        gettext_lazy("Nacharbeit"),
        gettext_lazy("Eine Zahl oder Regel hat sich geändert; diese Einträge zeigen sie."),
        providers.corrections,
        list_url="/nacharbeit/",
        order=110,
    ),
    Section(
        "auftraege",
        gettext_lazy("Aufträge"),
        gettext_lazy("Was in Suche und Anfragen fehlt und noch geschrieben werden soll."),
        providers.commissions,
        list_url="/auftraege/",
        order=120,
    ),
    Section(
        "bilder",
        gettext_lazy("Bilder ohne Alternativtext"),
        gettext_lazy("Wer das Bild nicht sieht, erfährt nichts. Tragen Sie eine Beschreibung ein."),
        upkeep.pictures,
        order=140,
    ),
    Section(
        "sprache",
        gettext_lazy("Schwer zu lesen"),
        gettext_lazy("Lange Sätze und lange Wörter. Die schwersten zuerst."),
        upkeep.language,
        order=150,
    ),
    Section(
        "gesperrt",
        gettext_lazy("Gesperrt"),
        gettext_lazy("Solange eine Person sperrt, kann niemand sonst ändern."),
        upkeep.locked,
        order=160,
    ),
    Section(
        "alt",
        gettext_lazy("Seit einem Jahr nicht veröffentlicht"),
        gettext_lazy("Die ältesten zuerst. Stimmt das noch, und liest es noch jemand?"),
        upkeep.aging,
        order=170,
    ),
)
