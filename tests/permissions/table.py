"""Who may do what: every URL pattern and method of the product against every role.

Read a line as: this method on this address gives these people that outcome, everybody else gets
``otherwise``. A pattern that is missing here fails the tests. Addresses name the records of
``world.py`` in braces. POST without data changes nothing; it shows who is let in at all.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from lotse.accounts.roles import Role

ANONYMOUS = "anonymous"
MEMBER, COORDINATOR, DESK, EDITOR, LEAD, PRESS, OPERATOR = (role.value for role in Role)
ROLES = (ANONYMOUS, MEMBER, COORDINATOR, DESK, EDITOR, LEAD, PRESS, OPERATOR)
SIGNED_IN = frozenset(ROLES) - {ANONYMOUS}
TEAM = frozenset({DESK, EDITOR, LEAD, PRESS})
MEMBERS = TEAM | {MEMBER, COORDINATOR}
AT_DESK = frozenset({DESK, LEAD})
COMMISSIONERS = AT_DESK | {EDITOR}
EDITORS = frozenset({EDITOR, LEAD})
ADMIN = frozenset({EDITOR, LEAD, PRESS})
PEOPLE = frozenset({LEAD, OPERATOR})

OK = "ok"
"""The page, 200."""
IN = "let in"
"""Whatever the view answers to this request without data: a page, an error in the form, a
redirect elsewhere; neither sign-in nor 404 nor 405."""
AWAY = "redirect"
"""Sent to another page, not to the sign-in."""
SIGN_IN = "sign in"
ABSENT = "404"
NO_METHOD = "405"
GONE = "410"
FORBIDDEN = "403"
NO_KEY = "401"


@dataclass(frozen=True)
class Line:
    pattern: str
    method: str
    address: str
    outcomes: dict[str, str] = field(hash=False)
    data: str = ""
    """Form fields of a POST that would otherwise name no record."""


def line(
    method: str,
    pattern: str,
    allowed: Collection[str],
    outcome: str,
    *,
    anonymous: str | None = None,
    otherwise: str = ABSENT,
    address: str | None = None,
    data: str = "",
) -> Line:
    """allowed: roles that get ``outcome``; anonymous visitors get ``otherwise`` if not named."""
    outcomes = {role: outcome if role in allowed else otherwise for role in ROLES}
    if ANONYMOUS not in allowed:
        outcomes[ANONYMOUS] = anonymous or otherwise
    return Line(pattern, method, "/" + (pattern if address is None else address), outcomes, data)


def _with(entry: Line, outcomes: dict[str, str]) -> Line:
    """Return a line with other outcomes for some roles."""
    return replace(entry, outcomes=entry.outcomes | outcomes)


def public(pattern: str, *, address: str | None = None, get: str = OK) -> list[Line]:
    """A page for everybody that only shows."""
    return [
        line("GET", pattern, ROLES, get, address=address),
        line("POST", pattern, ROLES, NO_METHOD, address=address),
    ]


def public_form(pattern: str, *, address: str | None = None, get: str = OK) -> list[Line]:
    """A page for everybody that takes something in."""
    return [
        line("GET", pattern, ROLES, get, address=address),
        line("POST", pattern, ROLES, IN, address=address),
    ]


def page(pattern: str, allowed: Collection[str], *, address: str | None = None) -> list[Line]:
    """A page that only shows, for some. The method is looked at after the person."""
    return [
        line("GET", pattern, allowed, OK, anonymous=SIGN_IN, address=address),
        line("POST", pattern, allowed, NO_METHOD, anonymous=SIGN_IN, address=address),
    ]


def form(pattern: str, allowed: Collection[str], *, address: str | None = None) -> list[Line]:
    """A page with a form, for some."""
    return [
        line("GET", pattern, allowed, OK, anonymous=SIGN_IN, address=address),
        line("POST", pattern, allowed, IN, anonymous=SIGN_IN, address=address),
    ]


def action(
    pattern: str, allowed: Collection[str], *, address: str | None = None, data: str = ""
) -> list[Line]:
    """An address that only takes something in, for some."""
    return [
        line("GET", pattern, allowed, NO_METHOD, anonymous=SIGN_IN, address=address),
        line("POST", pattern, allowed, IN, anonymous=SIGN_IN, address=address, data=data),
    ]


ACCOUNTS = [
    # Whoever is signed in has no use for these and is sent on.
    *(
        line(method, pattern, {ANONYMOUS}, IN, otherwise=AWAY)
        for pattern in ("anmelden/", "anmelden/kennwort/")
        for method in ("GET", "POST")
    ),
    *public("anmelden/verschickt/"),
    *public_form("anmelden/link/<str:token>/", address="anmelden/link/{token}/"),
    *public_form("anmelden/kennwort/vergessen/"),
    *public("anmelden/kennwort/vergessen/verschickt/"),
    *public_form(
        "anmelden/kennwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        address="anmelden/kennwort/neu/1-abc/",
    ),
    *public("anmelden/kennwort/neu/fertig/"),
    line("GET", "abmelden/", SIGNED_IN, OK, anonymous=AWAY),
    line("POST", "abmelden/", ROLES, AWAY),
    *form("konto/", SIGNED_IN),
    *page("konto/daten/", SIGNED_IN),
    *form("konto/schluessel/", SIGNED_IN),
    *page("konto/schluessel/alle/", PEOPLE),
    # The key belongs to the lead.
    *(
        line(
            method,
            "konto/schluessel/<int:pk>/widerrufen/",
            allowed,
            outcome,
            anonymous=SIGN_IN,
            address="konto/schluessel/{key}/widerrufen/",
        )
        for method, allowed, outcome in (
            ("GET", SIGNED_IN, NO_METHOD),
            ("POST", PEOPLE, IN),
        )
    ),
    *action("konto/ueberall-abmelden/", SIGNED_IN),
    # Nobody in the table has a password, so all are sent to where a first one is set.
    line("GET", "konto/kennwort/", SIGNED_IN, AWAY, anonymous=SIGN_IN),
    line("POST", "konto/kennwort/", SIGNED_IN, AWAY, anonymous=SIGN_IN),
    *form("konto/kennwort/setzen/", SIGNED_IN),
    *form("konto/kolleginnen-und-kollegen/", {COORDINATOR}),
    *action(
        "konto/kolleginnen-und-kollegen/<int:person_id>/",
        {COORDINATOR},
        address="konto/kolleginnen-und-kollegen/{colleague}/",
    ),
    *page("konto/personen/", PEOPLE),
    *form("konto/personen/neu/", PEOPLE),
    *form("konto/personen/<int:person_id>/", PEOPLE, address="konto/personen/{colleague}/"),
    *action(
        "konto/personen/<int:person_id>/konto/",
        PEOPLE,
        address="konto/personen/{colleague}/konto/",
    ),
]

PORTAL = [
    *public(""),
    *public("themen/<slug:slug>/", address="themen/{topic}/"),
    *public("kompetenzteam/"),
    *public("kompetenzteam/<slug:slug>.vcf", address="kompetenzteam/{area}.vcf"),
    *public("aktuelles/"),
    *public(
        "aktuelles/fluechtlinge-gute-beispiele-aus-kommunen/?$",
        address="aktuelles/fluechtlinge-gute-beispiele-aus-kommunen/",
        get=AWAY,
    ),
    *public("presse/"),
    *public("presse/zahlen.csv"),
    *public("presse/zusage.csv"),
    *public("barriere-melden/"),
    *public_form("feeds/aktuelles.atom"),
    *public_form("feeds/antworten.atom"),
    *public_form("feeds/beispiele.atom"),
    *public_form("feeds/presse.atom"),
    *public_form("feeds/themen/<slug:slug>.atom", address="feeds/themen/{topic}.atom"),
    *public_form(
        "feeds/schlagworte/<slug:code>.atom", address="feeds/schlagworte/{concept_code}.atom"
    ),
    *public_form("feeds/laender/<slug:code>.atom", address="feeds/laender/th.atom"),
    *public_form("abonnements/"),
    *public_form(
        "abonnements/bestaetigen/<str:token>/", address="abonnements/bestaetigen/{confirm_token}/"
    ),
    *public_form(
        "abonnements/verwalten/<str:token>/", address="abonnements/verwalten/{reader_token}/"
    ),
    *public_form(
        "abonnements/abmelden/<str:token>/", address="abonnements/abmelden/{reader_token}/"
    ),
    *public("robots.txt"),
    *public("sitemap.xml"),
]

_EXAMPLE = "beispiele/<slug:slug>/"
_ANSWER = "antworten/<slug:slug>/"
OF_A_MUNICIPALITY = frozenset({MEMBER, COORDINATOR})
READERS = frozenset({EDITOR, LEAD})
_BELOW = ("uebertragbarkeit/", "weitergegeben/", "rueckmeldung/")
DECIDING = [
    *public("beispiele/vergleichen/"),
    *public("b/<int:number>/", address="b/{example_public_id}/", get=AWAY),
    *public("a/<int:number>/", address="a/{answer_public_id}/", get=AWAY),
    *public(f"{_EXAMPLE}uebertragbarkeit/", address="beispiele/{example_public}/uebertragbarkeit/"),
    *public(f"{_EXAMPLE}weitergegeben/", address="beispiele/{example_public}/weitergegeben/"),
    *public_form(f"{_EXAMPLE}rueckmeldung/", address="beispiele/{example_public}/rueckmeldung/"),
    *public_form(f"{_ANSWER}rueckmeldung/", address="antworten/{answer_public}/rueckmeldung/"),
    # What hangs on an example is for those who may see it.
    *(
        line("GET", f"{_EXAMPLE}{part}", allowed, OK, address=f"beispiele/{{{name}}}/{part}")
        for name, allowed in (
            ("example_members", MEMBERS),
            ("example_team", TEAM),
            ("example_draft", ()),
        )
        for part in _BELOW
    ),
    line(
        "GET",
        f"{_ANSWER}rueckmeldung/",
        MEMBERS,
        OK,
        address="antworten/{answer_members}/rueckmeldung/",
    ),
    *form(
        f"{_EXAMPLE}uebernehmen/",
        OF_A_MUNICIPALITY,
        address="beispiele/{example_public}/uebernehmen/",
    ),
    *page("uebernahmen/", OF_A_MUNICIPALITY),
    *(
        entry
        for name in ("zuruecknehmen", "wiederherstellen")
        for entry in action(
            f"uebernahmen/<int:pk>/{name}/",
            OF_A_MUNICIPALITY,
            address=f"uebernahmen/{{adoption}}/{name}/",
        )
    ),
    *form(
        "uebernahmen/<int:pk>/ergebnis/",
        OF_A_MUNICIPALITY,
        address="uebernahmen/{adoption}/ergebnis/",
    ),
    # Of another municipality, for nobody.
    line(
        "GET",
        "uebernahmen/<int:pk>/ergebnis/",
        (),
        OK,
        anonymous=SIGN_IN,
        address="uebernahmen/{foreign_adoption}/ergebnis/",
    ),
    *public_form(
        "uebernahmen/ergebnis/<str:token>/", address="uebernahmen/ergebnis/{adoption_token}/"
    ),
    *public_form(
        "uebernahmen/keine-fragen/<str:token>/",
        address="uebernahmen/keine-fragen/{adoption_token}/",
    ),
    *page("rueckmeldungen/", READERS),
    *form("rueckmeldungen/<int:pk>/", READERS, address="rueckmeldungen/{page_feedback}/"),
    *(
        entry
        for name in ("gelesen", "neu", "uebernehmen", "abgeben")
        for entry in action(
            f"rueckmeldungen/<int:pk>/{name}/",
            READERS,
            address=f"rueckmeldungen/{{page_feedback}}/{name}/",
        )
    ),
]
_FACT = "zahlen-und-regeln/<slug:slug>/"
_REPORT_PATTERN = "stimmt-nicht-mehr/<slug:kind>/<int:pk>/"
_REPORT = "stimmt-nicht-mehr/fact/{}/"
KNOWLEDGE = [
    *public("beispiele/"),
    *public(_EXAMPLE, address="beispiele/{example_public}/"),
    # Not for everybody means: does not exist for the others, also not as a hint to sign in.
    line("GET", _EXAMPLE, MEMBERS, OK, address="beispiele/{example_members}/"),
    line("GET", _EXAMPLE, TEAM, OK, address="beispiele/{example_team}/"),
    line("GET", _EXAMPLE, (), OK, address="beispiele/{example_draft}/"),
    *public("antworten/"),
    *public(_ANSWER, address="antworten/{answer_public}/"),
    line("GET", _ANSWER, MEMBERS, OK, address="antworten/{answer_members}/"),
    line("GET", _ANSWER, TEAM, OK, address="antworten/{answer_team}/"),
    line("GET", _ANSWER, (), OK, address="antworten/{answer_draft}/"),
    *DECIDING,
    *public("zahlen-und-regeln/"),
    *public(_FACT, address="zahlen-und-regeln/f-u-1/"),
    # What nobody has confirmed is the team's.
    line("GET", _FACT, TEAM, OK, address="zahlen-und-regeln/f-u-2/"),
    line("GET", _FACT, (), OK, address="zahlen-und-regeln/f-u-3/"),
    *public("begriffe/"),
    *public("offene-daten/"),
    *public("beispiele/mappe.pdf", address="beispiele/mappe.pdf?vergleich={example_public_id}"),
    *(
        line(
            "GET",
            "beispiele/mappe.pdf",
            allowed,
            OK,
            address=f"beispiele/mappe.pdf?vergleich={{example_{name}_id}}",
        )
        for name, allowed in (("members", MEMBERS), ("team", TEAM), ("draft", ()))
    ),
    *form("einlesen/", READERS),
    *page("einlesen/<int:pk>/", READERS, address="einlesen/{sheet}/"),
    *form("einlesen/<int:pk>/spalten/", READERS, address="einlesen/{sheet}/spalten/"),
    *(
        entry
        for name in ("starten", "zuruecknehmen")
        for entry in action(
            f"einlesen/<int:pk>/{name}/", READERS, address=f"einlesen/{{sheet}}/{name}/"
        )
    ),
    *form("uebernommen/", READERS),
    *page("uebernommen/<int:pk>/", READERS, address="uebernommen/{mirror}/"),
    *(
        entry
        for name in ("aenderungen", "so-lassen")
        for entry in action(
            f"uebernommen/<int:pk>/{name}/", READERS, address=f"uebernommen/{{mirror}}/{name}/"
        )
    ),
    *(
        entry
        for folder in ("beispiele", "antworten", "zahlen-und-regeln", "themen", "kommunen")
        for entry in public(f"{folder}/export.<str:ending>", address=f"{folder}/export.jsonl")
    ),
    *page("nacharbeit/", COMMISSIONERS),
    *(
        entry
        for name in ("erledigen", "wieder-oeffnen")
        for entry in action(
            f"nacharbeit/<int:pk>/{name}/",
            COMMISSIONERS,
            address=f"nacharbeit/{{correction}}/{name}/",
        )
    ),
    *page("redaktion-heute/", frozenset({EDITOR, LEAD})),
    *action(
        "redaktion-heute/geprueft/<int:pk>/",
        frozenset({EDITOR, LEAD}),
        address="redaktion-heute/geprueft/{check}/",
    ),
    *form(
        "durchsicht/<slug:kind>/<int:pk>/",
        frozenset({EDITOR, LEAD}),
        address="durchsicht/fact/{fact}/",
    ),
    *form(
        "durchsicht/<slug:kind>/<int:pk>/vorschlag/",
        SIGNED_IN,
        address="durchsicht/fact/{fact}/vorschlag/",
    ),
    *(
        entry
        for name in ("antworten", "erledigt", "uebernehmen", "ablehnen")
        for entry in action(
            f"durchsicht/kommentar/<int:pk>/{name}/",
            frozenset({EDITOR, LEAD}),
            address=f"durchsicht/kommentar/{{remark}}/{name}/",
        )
    ),
    *public_form("pruefung/<str:token>/", address="pruefung/{review_token}/"),
    *form(
        "geprueft/<slug:kind>/<int:pk>/",
        frozenset({EDITOR, LEAD}),
        address="geprueft/fact/{fact}/",
    ),
    *public_form(_REPORT_PATTERN, address=_REPORT.format("{fact}")),
    line("GET", _REPORT_PATTERN, TEAM, OK, address=_REPORT.format("{fact_unconfirmed}")),
    *public("luecken/"),
    *public(
        "beispiele/<slug:slug>/leichte-sprache/", address="beispiele/{easy_slug}/leichte-sprache/"
    ),
    *public(
        "antworten/<slug:slug>/leichte-sprache/",
        address="antworten/{easy_answer}/leichte-sprache/",
    ),
    *public("themen/<slug:slug>/leichte-sprache/", address="themen/{topic}/leichte-sprache/"),
    *page("leichte-texte/", EDITORS),
    *form(
        "leichte-texte/<slug:kind>/<slug:record_id>/",
        EDITORS,
        address="leichte-texte/example/{easy_example}/",
    ),
    *(
        entry
        for name in ("passt", "zurueckziehen", "zeigen")
        for entry in action(
            f"leichte-texte/<int:pk>/{name}/",
            EDITORS,
            address=f"leichte-texte/{{easy}}/{name}/",
        )
    ),
    *page("nachfrage/", COMMISSIONERS),
    *page("nachfrage/<slug:name>/", COMMISSIONERS, address="nachfrage/anfragen/"),
    *form(
        "nachfrage/<slug:name>/<slug:key>/auftrag/",
        COMMISSIONERS,
        address="nachfrage/anfragen/{wanted}/auftrag/",
    ),
    *form(
        "nachfrage/<int:pk>/auftrag/",
        COMMISSIONERS,
        address="nachfrage/{missed}/auftrag/",
    ),
    *(
        entry
        for name in ("verwerfen", "zurueckholen")
        for entry in action(
            f"nachfrage/<int:pk>/{name}/", COMMISSIONERS, address=f"nachfrage/{{missed}}/{name}/"
        )
    ),
    *page("auftraege/", COMMISSIONERS),
    *(
        entry
        for name in ("uebernehmen", "erledigt", "wieder-oeffnen")
        for entry in action(
            f"auftraege/<int:pk>/{name}/",
            COMMISSIONERS,
            address=f"auftraege/{{commission}}/{name}/",
        )
    ),
    *form(
        "auftraege/<int:pk>/verwerfen/",
        COMMISSIONERS,
        address="auftraege/{commission}/verwerfen/",
    ),
]

_WRITE = "beispiele/melden/"
_SENT = "einsendungen/<str:number>/"
SUBMISSIONS = [
    *public_form(_WRITE),
    # Without anything begun in the session the later steps lead back to the first.
    *(
        entry
        for step in ("kommune", "unterlagen", "kontakt", "pruefen", "spaeter")
        for entry in public_form(f"{_WRITE}{step}/", get=AWAY)
    ),
    *public(f"{_WRITE}gesendet/", get=ABSENT),
    *public(f"{_WRITE}aehnliche/"),
    *public(f"{_WRITE}orte/"),
    *(
        entry
        for step in ("sichern", "neu")
        for entry in (
            line("GET", f"{_WRITE}{step}/", ROLES, NO_METHOD),
            line("POST", f"{_WRITE}{step}/", ROLES, IN),
        )
    ),
    *page(f"{_WRITE}eigene/", SIGNED_IN),
    # The draft belongs to the member.
    line(
        "GET",
        f"{_WRITE}entwurf/<int:pk>/",
        SIGNED_IN,
        NO_METHOD,
        anonymous=SIGN_IN,
        address=f"{_WRITE}entwurf/{{own_draft}}/",
    ),
    line(
        "POST",
        f"{_WRITE}entwurf/<int:pk>/",
        {MEMBER},
        AWAY,
        anonymous=SIGN_IN,
        address=f"{_WRITE}entwurf/{{own_draft}}/",
    ),
    # Whoever has the link from the mail is let in.
    *public(f"{_WRITE}weiter/<str:token>/", address="{resume_path}", get=AWAY),
    *public_form(f"{_WRITE}bestaetigen/<str:token>/", address="{confirm_path}"),
    *public_form("einsendung/neuer-link/"),
    *public_form("einsendung/<str:token>/", address="{submission_path}"),
    *public_form("einsendung/<str:token>/angaben/", address="{submission_path}angaben/"),
    *public(
        "einsendung/<str:token>/datei/<int:pk>/",
        address="{submission_path}datei/{submission_file}/",
    ),
    *public_form("freigabe/<str:token>/", address="{consent_path}"),
    *page("einsendungen/", EDITORS),
    *page(_SENT, EDITORS, address="einsendungen/{submission}/"),
    *page(
        f"{_SENT}datei/<int:pk>/",
        EDITORS,
        address="einsendungen/{submission}/datei/{submission_file}/",
    ),
    *action(
        f"{_SENT}datei/<int:pk>/uebernehmen/",
        EDITORS,
        address="einsendungen/{submission}/datei/{submission_file}/uebernehmen/",
    ),
    *(
        entry
        for name in (
            "uebernehmen",
            "annehmen",
            "ablehnen",
            "gibt-es-schon",
            "rueckfrage",
            "notiz",
            "wieder-oeffnen",
            "freigabe",
            "freigabe-eintragen",
            "oeffentliche-angaben",
        )
        for entry in action(
            f"{_SENT}{name}/", EDITORS, address=f"einsendungen/{{submission}}/{name}/"
        )
    ),
    *public(
        "beispiele/<slug:slug>/bild/<int:pk>/",
        address="beispiele/{example_public}/bild/1/",
        get=ABSENT,
    ),
]

USAGE = [
    *page("nutzung/", ADMIN),
    *page("nutzung/tabelle.csv", ADMIN),
]

LINKS = [
    *page("adressen/", EDITORS),
    *page("adressen/<int:pk>/", EDITORS, address="adressen/{address}/"),
    *(
        entry
        for name in ("zurueckstellen", "aufnehmen")
        for entry in action(
            f"adressen/<int:pk>/{name}/", EDITORS, address=f"adressen/{{address}}/{name}/"
        )
    ),
    line(
        "GET",
        "adressen/<int:pk>/ersetzen/",
        EDITORS,
        OK,
        anonymous=SIGN_IN,
        address="adressen/{address}/ersetzen/?new=https://neu.example/",
    ),
    line(
        "POST",
        "adressen/<int:pk>/ersetzen/",
        EDITORS,
        IN,
        anonymous=SIGN_IN,
        address="adressen/{address}/ersetzen/",
    ),
    *page("adressen/ersetzungen/", EDITORS),
    *page("adressen/ersetzungen/<int:pk>/", EDITORS, address="adressen/ersetzungen/{replacement}/"),
    *action(
        "adressen/ersetzungen/<int:pk>/zuruecknehmen/",
        EDITORS,
        address="adressen/ersetzungen/{replacement}/zuruecknehmen/",
    ),
]

_PROMOTION = "suche/empfehlungen/<int:pk>/"
SEARCH = [
    *public("suche/"),
    *public("suche/vorschlaege/"),
    *page("suche/empfehlungen/", EDITORS),
    *form("suche/empfehlungen/neu/", EDITORS),
    *form(_PROMOTION, EDITORS, address="suche/empfehlungen/{promotion}/"),
    *(
        entry
        for name in ("beenden", "aufnehmen")
        for entry in action(
            f"{_PROMOTION}{name}/", EDITORS, address=f"suche/empfehlungen/{{promotion}}/{name}/"
        )
    ),
]

ASKING = [
    *public("kommunen/suche/"),
    *public("fragen/neu/", get=AWAY),
    *public_form("fragen/neu/frage/"),
    # Without a question in the session the later steps lead back to the first.
    *public_form("fragen/neu/rueckmeldung/", get=AWAY),
    *public_form("fragen/neu/pruefen/", get=AWAY),
    *public("fragen/neu/kommunen/"),
    *public(
        "fragen/<str:number>/bestaetigung/", address="fragen/{inquiry}/bestaetigung/", get=ABSENT
    ),
    *public_form("vorgang/<str:token>/", address="vorgang/{status_token}/"),
    *public(
        "vorgang/<str:token>/anlagen/<int:pk>/",
        address="vorgang/{status_token}/anlagen/{attachment}/",
    ),
    *public_form("rueckmeldung/<str:token>/", address="rueckmeldung/{feedback_token}/"),
    line(
        "GET",
        "rueckmeldung/<str:token>/weiter/",
        ROLES,
        NO_METHOD,
        address="rueckmeldung/{feedback_token}/weiter/",
    ),
    line(
        "POST",
        "rueckmeldung/<str:token>/weiter/",
        ROLES,
        IN,
        address="rueckmeldung/{feedback_token}/weiter/",
    ),
    *public_form(
        "rueckmeldung/ergebnis/<str:token>/", address="rueckmeldung/ergebnis/{outcome_token}/"
    ),
    *public_form(
        "rueckmeldung/abbestellen/<str:token>/",
        address="rueckmeldung/abbestellen/{outcome_token}/",
    ),
    *public_form("vorgang/neuer-link/"),
    *public("fragen/neu/treffer/"),
    line("GET", "fragen/", SIGNED_IN, OK, anonymous=SIGN_IN),
    line("POST", "fragen/", ROLES, NO_METHOD),
]


def _inquiry(rest: str) -> dict[str, str]:
    return {
        "pattern": f"arbeitsplatz/anfragen/<str:number>/{rest}",
        "address": f"arbeitsplatz/anfragen/{{inquiry}}/{rest}",
    }


def _quarantine(rest: str) -> dict[str, str]:
    return {
        "pattern": f"arbeitsplatz/quarantaene/<int:pk>/{rest}",
        "address": f"arbeitsplatz/quarantaene/{{quarantined}}/{rest}",
    }


_DESK_ACTIONS = (
    *("entwurf", "mir-zuweisen", "notiz", "senden", "weiter", "wieder-oeffnen"),
    *("passt-nicht", "wieder-zeigen", "zitat-entfernen", "zitieren"),
)
_DESK_FORMS = (
    "abschliessen",
    "einordnen",
    "ernten",
    "kommune",
    "termin",
    "warten",
    "zuweisen",
    "zwischenstand",
)

AT_CASES = AT_DESK | {PRESS}
"""Press officers see the queue and in it inquiries of the press, of which the world has none."""
WRITING_FORMS = (
    *("geplant", "makros/{macro}", "rueckfrage", "rueckfrage/{team_question}"),
    *("aufwand", "entwuerfe/{draft}"),
)
WRITING_ACTIONS = (
    *("geplant/absagen", "entwurf-teilen/beenden", "anwesenheit", "textbausteine/{text_module}"),
    *("checklisten/{checklist}", "anlage", "anlage-entfernen"),
)


def _writing(rest: str) -> dict[str, str]:
    """An address of an inquiry whose last part may be the id of a record."""
    head, _brace, name = rest.partition("{")
    pattern = f"{head}<int:pk>/" if name else f"{rest}/"
    return {
        "pattern": f"arbeitsplatz/anfragen/<str:number>/{pattern}",
        "address": f"arbeitsplatz/anfragen/{{inquiry}}/{rest}/",
    }


def _also_press(entries: list[Line]) -> list[Line]:
    """For people at the cases the method is looked at first, then whose record it is."""
    return [
        _with(entry, dict.fromkeys(AT_CASES, NO_METHOD))
        if NO_METHOD in entry.outcomes.values()
        else entry
        for entry in entries
    ]


def _kept(kind: str, name: str) -> list[Line]:
    """A list of what the desk keeps ready, with its pages."""
    one = {"pattern": f"arbeitsplatz/{kind}/<int:pk>/"}
    return [
        *page(f"arbeitsplatz/{kind}/", AT_CASES),
        *form(f"arbeitsplatz/{kind}/neu/", AT_CASES),
        *form(one["pattern"], AT_CASES, address=f"arbeitsplatz/{kind}/{{{name}}}/"),
        *action(
            f"{one['pattern']}ablegen/",
            AT_CASES,
            address=f"arbeitsplatz/{kind}/{{{name}}}/ablegen/",
        ),
    ]


WRITING = _also_press(
    [
        *action(**_inquiry("zuruecknehmen/"), allowed=AT_DESK, data="nachricht={message}"),
        # Without a draft there is nothing to plan, to share or to throw away.
        *(
            line(
                method, **_inquiry(f"{name}/"), allowed=AT_DESK, outcome=outcome, anonymous=SIGN_IN
            )
            for name in ("senden-planen", "entwurf-teilen", "entwurf-verwerfen")
            for method, outcome in (("GET", AWAY), ("POST", IN))
        ),
        *(entry for rest in WRITING_FORMS for entry in form(**_writing(rest), allowed=AT_DESK)),
        *(entry for rest in WRITING_ACTIONS for entry in action(**_writing(rest), allowed=AT_DESK)),
        line("GET", **_inquiry("checklisten/"), allowed=AT_DESK, outcome=OK, anonymous=SIGN_IN),
        line(
            "POST",
            **_inquiry("checklisten/"),
            allowed=AT_DESK,
            outcome=IN,
            anonymous=SIGN_IN,
            data="vorlage={checklist_template}",
        ),
        *action(**_inquiry("checklisten/schritt/"), allowed=AT_DESK, data="schritt={step}:done"),
        *page(**_inquiry("textbausteine/"), allowed=AT_DESK),
        *page(
            "arbeitsplatz/anfragen/<str:number>/entwuerfe/<int:pk>/anlagen/<int:place>/",
            AT_DESK,
            address="arbeitsplatz/anfragen/{inquiry}/entwuerfe/{draft}/anlagen/1/",
        ),
        *page(**_inquiry("makros/"), allowed=AT_DESK),
        # Only their own: the sample belongs to the desk officer.
        *action(**_writing("aufwand/{time_entry}"), allowed={DESK}),
        *action(
            "arbeitsplatz/fuer-mich/<int:pk>/erledigt/",
            {DESK},
            address="arbeitsplatz/fuer-mich/{mention}/erledigt/",
        ),
        *page("arbeitsplatz/fuer-mich/", AT_CASES),
        *_kept("textbausteine", "text_module"),
        *_kept("makros", "macro"),
        *_kept("checklisten", "checklist_template"),
    ]
)
WRITING += form("arbeitsplatz/vier-augen/", {LEAD})

_CASE_PAGES = (
    *("", "quellen/", "vorschau/", "entwurf/", "zitieren/", "zitat-entfernen/", "senden/"),
    *("antwort-uebernehmen/", "notiz/", "mir-zuweisen/", "wieder-oeffnen/"),
    *("passt-nicht/", "wieder-zeigen/"),
    *("wieder-trennen/", "aufteilung-zuruecknehmen/", "verknuepfung-loesen/", "fertiger-text/"),
)
_CASE_FILES = (
    "arbeitsplatz/uebernehmen/",
    "arbeitsplatz/anlagen/<int:pk>/",
    "arbeitsplatz/nachrichten/<int:pk>/original/",
)


def _press_is_let_to_the_record(entry: Line) -> Line:
    """For the press the method is looked at first, then the record, which is not theirs."""
    patterns = {_inquiry(rest)["pattern"] for rest in _CASE_PAGES} | {*_CASE_FILES}
    if entry.pattern in patterns and entry.outcomes[DESK] == NO_METHOD:
        return _with(entry, {PRESS: NO_METHOD})
    return entry


CASES = [
    *form("arbeitsplatz/telefon/", AT_DESK),
    *action("arbeitsplatz/sammeln/", AT_DESK),
    *page("arbeitsplatz/sammeln/<int:pk>/", AT_DESK, address="arbeitsplatz/sammeln/{bulk_run}/"),
    *action(
        "arbeitsplatz/sammeln/<int:pk>/zuruecknehmen/",
        AT_DESK,
        address="arbeitsplatz/sammeln/{bulk_run}/zuruecknehmen/",
    ),
    *form("arbeitsplatz/ansichten/", AT_CASES),
    *action("arbeitsplatz/ansichten/standard/", AT_CASES),
    *form(
        "arbeitsplatz/ansichten/<int:pk>/", AT_CASES, address="arbeitsplatz/ansichten/{saved_view}/"
    ),
    *action(
        "arbeitsplatz/ansichten/<int:pk>/loeschen/",
        AT_CASES,
        address="arbeitsplatz/ansichten/{saved_view}/loeschen/",
    ),
    *action(
        "arbeitsplatz/ansichten/<int:pk>/zurueckholen/",
        AT_CASES,
        address="arbeitsplatz/ansichten/{deleted_view}/zurueckholen/",
    ),
    *(
        entry
        for name in ("zusammenfuehren", "aufteilen", "verknuepfen", "art", "angaben")
        for entry in form(**_inquiry(f"{name}/"), allowed=AT_DESK)
    ),
    *action(**_inquiry("wieder-trennen/"), allowed=AT_DESK, data="merge={merge}"),
    *action(**_inquiry("aufteilung-zuruecknehmen/"), allowed=AT_DESK, data="teil={split}"),
    *action(**_inquiry("verknuepfung-loesen/"), allowed=AT_DESK, data="verknuepfung={link}"),
    *action(**_inquiry("fertiger-text/"), allowed=AT_DESK),
]

PROMISES = [
    # Nobody looks after anything for somebody here.
    line("GET", **_inquiry("behalten/"), allowed=AT_DESK, outcome=NO_METHOD, anonymous=SIGN_IN),
    line("POST", **_inquiry("behalten/"), allowed=(), outcome=IN, anonymous=SIGN_IN),
    *form("arbeitsplatz/abwesenheiten/", AT_DESK),
    line(
        "GET",
        "arbeitsplatz/abwesenheiten/<int:pk>/loeschen/",
        AT_DESK,
        NO_METHOD,
        anonymous=SIGN_IN,
        address="arbeitsplatz/abwesenheiten/{absence}/loeschen/",
    ),
    # Absences of others are the lead's.
    line(
        "POST",
        "arbeitsplatz/abwesenheiten/<int:pk>/loeschen/",
        {LEAD},
        IN,
        anonymous=SIGN_IN,
        address="arbeitsplatz/abwesenheiten/{absence}/loeschen/",
    ),
    *page("arbeitsplatz/bericht/", AT_DESK),
    *page("arbeitsplatz/bericht/zusage.csv", AT_DESK),
    *page("arbeitsplatz/bericht/zusage.xlsx", AT_DESK),
    *page("arbeitsplatz/verstoesse/", AT_DESK),
    *form(
        "arbeitsplatz/verstoesse/<int:pk>/", AT_DESK, address="arbeitsplatz/verstoesse/{breach}/"
    ),
    *form("arbeitsplatz/frist/", {LEAD}),
    *page("arbeitsplatz/zuweisung/", {LEAD}),
    *form("arbeitsplatz/zuweisung/<slug:slug>/", {LEAD}, address="arbeitsplatz/zuweisung/{area}/"),
]

_CLUSTER_ACTIONS = (
    *("auftrag", "beantworten", "herausnehmen", "name", "verwerfen", "zurueckholen"),
    "zusammenlegen",
)


def _reuse(pattern: str, name: str, rest: str) -> dict[str, str]:
    """A record of radar, group replies or recall. name: of the record in ``world.py``."""
    return {
        "pattern": f"arbeitsplatz/{pattern}/<int:pk>/{rest}",
        "address": f"arbeitsplatz/{pattern}/{{{name}}}/{rest}",
    }


REUSE = [
    *page("arbeitsplatz/vorschlaege/", AT_DESK),
    *page("arbeitsplatz/radar/", AT_DESK),
    *page(**_reuse("radar", "cluster", ""), allowed=AT_DESK),
    *(
        entry
        for name in _CLUSTER_ACTIONS
        for entry in action(
            **_reuse("radar", "cluster", f"{name}/"),
            allowed=AT_DESK,
            data="anfrage={inquiry}&ziel={cluster}",
        )
    ),
    *form("arbeitsplatz/sammelantworten/", AT_DESK),
    *form(**_reuse("sammelantworten", "group", ""), allowed=AT_DESK),
    *page(**_reuse("sammelantworten", "group", "vorschau/"), allowed=AT_DESK),
    *action(**_reuse("sammelantworten", "group", "senden/"), allowed=AT_DESK),
    *action(**_reuse("sammelantworten", "group", "verwerfen/"), allowed=AT_DESK),
    *page("arbeitsplatz/rueckruf/", AT_DESK),
    *form(**_reuse("rueckruf", "recall", ""), allowed=AT_DESK),
    *action(**_reuse("rueckruf", "recall", "korrigieren/"), allowed=AT_DESK),
]

DESK_LINES = [
    *page("arbeitsplatz/ernten/", AT_DESK),
    # Editors may decide once something was drafted from this inquiry.
    *form(**_inquiry("schwaerzen/"), allowed=COMMISSIONERS),
    *page("arbeitsplatz/", AT_CASES),
    *action("arbeitsplatz/uebernehmen/", AT_DESK, data="number={inquiry}"),
    *page(**_inquiry(""), allowed=AT_DESK),
    *(entry for name in _DESK_ACTIONS for entry in action(**_inquiry(f"{name}/"), allowed=AT_DESK)),
    *(entry for name in _DESK_FORMS for entry in form(**_inquiry(f"{name}/"), allowed=AT_DESK)),
    *action(**_inquiry("antwort-uebernehmen/"), allowed=AT_DESK, data="anfrage={inquiry_id}"),
    # An empty reply has no preview and leads back.
    line("GET", **_inquiry("vorschau/"), allowed=AT_DESK, outcome=AWAY, anonymous=SIGN_IN),
    line("POST", **_inquiry("vorschau/"), allowed=AT_DESK, outcome=IN, anonymous=SIGN_IN),
    *page(**_inquiry("quellen/"), allowed=AT_DESK),
    *page("arbeitsplatz/anlagen/<int:pk>/", AT_DESK, address="arbeitsplatz/anlagen/{attachment}/"),
    *page(
        "arbeitsplatz/nachrichten/<int:pk>/original/",
        AT_DESK,
        address="arbeitsplatz/nachrichten/{message}/original/",
    ),
    *page(
        "arbeitsplatz/nachrichten/<int:pk>/mail/",
        AT_DESK,
        address="arbeitsplatz/nachrichten/{message}/mail/",
    ),
    *page(
        "arbeitsplatz/nachrichten/<int:pk>/html/",
        AT_DESK,
        address="arbeitsplatz/nachrichten/{message}/html/",
    ),
    *action(**_inquiry("weiterleitung/"), allowed=AT_DESK),
    *page(**_quarantine("html/"), allowed=AT_DESK),
    *page("arbeitsplatz/quarantaene/", AT_DESK),
    *page(**_quarantine(""), allowed=AT_DESK),
    *page(**_quarantine("original/"), allowed=AT_DESK),
    *(
        entry
        for name in ("neue-anfrage", "verwerfen", "zuordnen", "zurueckholen")
        for entry in action(**_quarantine(f"{name}/"), allowed=AT_DESK)
    ),
    *CASES,
]
DESK_LINES = [_press_is_let_to_the_record(entry) for entry in DESK_LINES]


def _operation(rest: str, method: str, address: str | None = None) -> list[Line]:
    """An operation for programs: a session opens none. Keys: lotse/inquiries/tests/api."""
    outcomes = {"GET": NO_METHOD, "POST": NO_METHOD} | {method: NO_KEY}
    place = None if address is None else f"api/v1/{address}"
    return [
        line(name, f"api/v1/{rest}", ROLES, outcome, address=place)
        for name, outcome in outcomes.items()
        if name in ("GET", "POST")
    ]


def _open_operation(rest: str, address: str, get: str = OK) -> list[Line]:
    """An operation that needs no key. What a session may see is no concern of it."""
    return [
        line("GET", f"api/v1/{rest}", ROLES, get, address=f"api/v1/{address}"),
        line("POST", f"api/v1/{rest}", ROLES, NO_METHOD, address=f"api/v1/{address}"),
    ]


_ONE = "inquiries/<number>"
KNOWLEDGE_API = [
    *(
        entry
        for name in ("examples", "answers", "facts", "topics")
        for entry in _open_operation(name, name)
    ),
    *_open_operation("examples/<slug:slug>", "examples/{example_public}"),
    *_open_operation("answers/<slug:slug>", "answers/{answer_public}"),
    *_open_operation("facts/<slug:code>", "facts/f-u-1"),
    *_open_operation("topics/<slug:code>", "topics/{topic_code}"),
    *(
        line(
            "GET",
            f"api/v1/{kind}s/<slug:slug>",
            (),
            OK,
            address=f"api/v1/{kind}s/{{{kind}_{name}}}",
        )
        for kind in ("example", "answer")
        for name in ("members", "team", "draft")
    ),
    *(
        line("GET", "api/v1/facts/<slug:code>", (), OK, address=f"api/v1/facts/f-u-{number}")
        for number in (2, 3)
    ),
]
API = [
    *KNOWLEDGE_API,
    *public("api/"),
    *public_form("api/v1/openapi.json"),
    line("GET", "api/v1/", ROLES, ABSENT),
    line("POST", "api/v1/", ROLES, ABSENT),
    line("GET", "api/v1/<path:rest>", ROLES, ABSENT, address="api/v1/unsinn"),
    line("POST", "api/v1/<path:rest>", ROLES, ABSENT, address="api/v1/unsinn"),
    line("GET", "api/v1/inquiries", ROLES, NO_KEY),
    line("POST", "api/v1/inquiries", ROLES, NO_KEY),
    *_operation(_ONE, "GET", "inquiries/{inquiry}"),
    *(
        entry
        for name in ("owner", "area", "topics")
        for entry in _operation(f"{_ONE}/{name}", "PUT", f"inquiries/{{inquiry}}/{name}")
    ),
    *(
        entry
        for name in ("close", "notes", "reopen", "replies")
        for entry in _operation(f"{_ONE}/{name}", "POST", f"inquiries/{{inquiry}}/{name}")
    ),
    *_operation("attachments/<int:pk>", "GET", "attachments/{attachment}"),
    *(
        entry
        for name in ("areas", "people", "reports/promise")
        for entry in _operation(name, "GET")
    ),
]

PROTECTION = [
    *page("betrieb/", PEOPLE),
    *page("betrieb/protokoll/", PEOPLE),
    *page("betrieb/protokoll/protokoll.csv", PEOPLE),
    *form("betrieb/aufbewahrung/", PEOPLE),
    *action(
        "betrieb/aufbewahrung/<int:pk>/freigeben/",
        PEOPLE,
        address="betrieb/aufbewahrung/{hold}/freigeben/",
    ),
    *form("betrieb/auskunft/", PEOPLE),
    *form("betrieb/loeschen/", PEOPLE),
    *action(
        "betrieb/loeschen/<int:pk>/zuruecknehmen/",
        PEOPLE,
        address="betrieb/loeschen/{erasure}/zuruecknehmen/",
    ),
    *form("konto/auskunft/", SIGNED_IN),
    # Whoever has the link from the mail is let in; here it is none of ours.
    *public_form("auskunft/<str:token>/", address="auskunft/fremd.link/", get=ABSENT)[:1],
    line("POST", "auskunft/<str:token>/", ROLES, ABSENT, address="auskunft/fremd.link/"),
]

_HOOK = "betrieb/webhooks/<int:pk>/"
WEBHOOKS = [
    *form("betrieb/webhooks/", PEOPLE),
    *form(_HOOK, PEOPLE, address="betrieb/webhooks/{webhook}/"),
    *action(f"{_HOOK}schalten/", PEOPLE, address="betrieb/webhooks/{webhook}/schalten/"),
    *action(f"{_HOOK}probe/", PEOPLE, address="betrieb/webhooks/{webhook}/probe/"),
    *action(
        f"{_HOOK}nachrichten/<int:delivery_pk>/noch-einmal/",
        PEOPLE,
        address="betrieb/webhooks/{webhook}/nachrichten/{delivery}/noch-einmal/",
    ),
]

OPERATIONS = [
    *public_form("healthz"),
    *public_form("readyz"),
    *public_form("metrics"),
]

# In the demonstration everybody reads it: lotse/mail/tests/test_views.py.
MAIL = [
    *page("postausgang/", {OPERATOR}),
    *page("postausgang/unzustellbar/", AT_DESK | {OPERATOR}),
    *action(
        "postausgang/unzustellbar/<int:entry_id>/freigeben/",
        AT_DESK | {OPERATOR},
        address="postausgang/unzustellbar/{suppressed}/freigeben/",
    ),
    *page("postausgang/<int:mail_id>/", {OPERATOR}, address="postausgang/{outgoing}/"),
    *page("postausgang/<int:mail_id>/html/", {OPERATOR}, address="postausgang/{outgoing}/html/"),
    *page(
        "postausgang/<int:mail_id>/quelltext/",
        {OPERATOR},
        address="postausgang/{outgoing}/quelltext/",
    ),
    *action(
        "postausgang/<int:mail_id>/noch-einmal/",
        {OPERATOR},
        address="postausgang/{outgoing}/noch-einmal/",
    ),
]

UI = [*public_form("muster/"), *public_form("muster/formular/")]

WAGTAIL_SERVE = r"((?:[\w\-]+/)*)$"
PAGES = [
    line("GET", WAGTAIL_SERVE, ROLES, OK, address="impressum/"),
    line("POST", WAGTAIL_SERVE, ROLES, IN, address="impressum/"),
]

_AID = "hilfestellungen/<slug:slug>/"
_COPY = "unsere-fassungen/<int:pk>/"
_POINT = f"{_COPY}punkte/<int:point_pk>/"
AIDS = [
    *public("hilfestellungen/"),
    *public(_AID, address="hilfestellungen/{aid}/"),
    *public(f"{_AID}datei.<slug:ending>", address="hilfestellungen/{aid}/datei.docx"),
    *public(f"{_AID}fassungen/", address="hilfestellungen/{aid}/fassungen/"),
    *public(f"{_AID}fassungen/<str:number>/", address="hilfestellungen/{aid}/fassungen/0.1/"),
    *form(
        f"{_AID}unsere-fassung/", OF_A_MUNICIPALITY, address="hilfestellungen/{aid}/unsere-fassung/"
    ),
    *form(f"{_AID}zurueckziehen/", EDITORS, address="hilfestellungen/{aid}/zurueckziehen/"),
    *action(f"{_AID}wieder-gelten/", EDITORS, address="hilfestellungen/{aid}/wieder-gelten/"),
    *page("unsere-fassungen/", OF_A_MUNICIPALITY),
    *page(_COPY, OF_A_MUNICIPALITY, address="unsere-fassungen/{copy}/"),
    # Of another municipality, for nobody.
    line("GET", _COPY, (), OK, anonymous=SIGN_IN, address="unsere-fassungen/{foreign_copy}/"),
    *page(
        f"{_COPY}liste.<slug:ending>",
        OF_A_MUNICIPALITY,
        address="unsere-fassungen/{copy}/liste.csv",
    ),
    *(
        entry
        for name in ("angaben", "eigener-punkt", "eintippen", "aenderungen")
        for entry in form(
            f"{_COPY}{name}/", OF_A_MUNICIPALITY, address=f"unsere-fassungen/{{copy}}/{name}/"
        )
    ),
    *action(
        f"{_COPY}abschliessen/",
        OF_A_MUNICIPALITY,
        address="unsere-fassungen/{copy}/abschliessen/",
    ),
    *form(_POINT, OF_A_MUNICIPALITY, address="unsere-fassungen/{copy}/punkte/{copy_point}/"),
    *(
        entry
        for name in ("worte", "verbessern")
        for entry in form(
            f"{_POINT}{name}/",
            OF_A_MUNICIPALITY,
            address=f"unsere-fassungen/{{copy}}/punkte/{{copy_point}}/{name}/",
        )
    ),
    *(
        entry
        for name in ("haken", "herausnehmen")
        for entry in action(
            f"{_POINT}{name}/",
            OF_A_MUNICIPALITY,
            address=f"unsere-fassungen/{{copy}}/punkte/{{copy_point}}/{name}/",
        )
    ),
    *page("verbesserungen/", EDITORS),
    *form("verbesserungen/<int:pk>/", EDITORS, address="verbesserungen/{improvement}/"),
]

TABLE: list[Line] = [
    *ACCOUNTS,
    *AIDS,
    *PORTAL,
    *KNOWLEDGE,
    *SUBMISSIONS,
    *SEARCH,
    *LINKS,
    *USAGE,
    *ASKING,
    *DESK_LINES,
    *PROMISES,
    *WRITING,
    *REUSE,
    *API,
    *PROTECTION,
    *WEBHOOKS,
    *OPERATIONS,
    *MAIL,
    *UI,
    *PAGES,
]

WAGTAIL_SAMPLES = [
    # A file of the editors that hangs on no example.
    line("GET", "dokumente/{document}/datei.txt", TEAM, OK),
    line("GET", "_util/authenticate_with_password/1/1/", (), OK),
    # Doors of Wagtail that are shut: they lead to our sign-in.
    line("GET", "redaktion/login/", ADMIN | {ANONYMOUS}, AWAY),
    line("POST", "redaktion/login/", ADMIN | {ANONYMOUS}, AWAY),
    line("GET", "_util/login/", ROLES, AWAY),
    line("POST", "_util/login/", ROLES, AWAY),
    *(
        line("GET", address, ADMIN, OK, anonymous=SIGN_IN)
        for address in (
            "redaktion/",
            "redaktion/images/",
            "redaktion/documents/",
            "redaktion/account/",
        )
    ),
    # Leads to the first page this person may edit.
    line("GET", "redaktion/pages/", ADMIN, AWAY, anonymous=SIGN_IN),
    # People and roles are managed elsewhere: nobody reaches these, so nobody raises own rights.
    *(
        line(method, address, ADMIN, AWAY, anonymous=SIGN_IN)
        for address in (
            "redaktion/users/",
            "redaktion/users/new/",
            "redaktion/users/edit/{colleague}/",
            "redaktion/groups/",
            "redaktion/groups/new/",
            "redaktion/sites/",
            "redaktion/collections/",
        )
        for method in ("GET", "POST")
    ),
    _with(
        line("GET", "redaktion/snippets/team/programmearea/", {LEAD}, OK, anonymous=SIGN_IN),
        {EDITOR: AWAY, PRESS: AWAY},
    ),
]
