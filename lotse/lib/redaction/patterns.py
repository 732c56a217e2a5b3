"""Shapes and contexts by which personal data is recognised. Only patterns and words, no logic."""

import re

UPPER = "A-ZÄÖÜÉÈÁÓÇŞŽŠČİØÅÆ"
WORD = rf"[{UPPER}][a-zäöüßéèáóçşžščıøåæğ’']+"
NAME = rf"{WORD}(?:-{WORD})*"
PARTICLE = r"(?:(?:von|van|de|del|der|den|zu|zum|zur|vom|al|el|bin|ten)[ -]){0,3}(?:[Aa]l-|El-)?"
TITLES = r"(?:(?:Prof|Dr|Dipl|Ing|med|jur|phil|rer|nat|h\.c|Mag)\.?[- ]?){0,4}"

# "Frau Müller", "Herrn Dr. Ali El-Sayed"; not "Frau Ministerin", not "Frau Müller-Straße".
TITLED = re.compile(
    rf"\b(?:Frau|Herrn?|Hr\.|Fr\.|Familie|Fam\.|Eheleute|Kolleg(?:e|in|en))[ \t]+"
    rf"(?!(?:Frau|Herrn?)\b){TITLES}"
    rf"(?P<name>{PARTICLE}{NAME}(?:[ \t]+{PARTICLE}{NAME}){{0,2}})"
)
GREETED = re.compile(
    rf"^[ \t>]*(?:Liebe[rs]?|Hallo|Hi|Moin|Guten (?:Tag|Morgen|Abend)|Servus)[ \t,]+"
    rf"(?P<name>{NAME}(?:[ \t]+{NAME})?)[ \t]*[,!.:]?[ \t]*$",
    re.MULTILINE,
)
CLOSING = re.compile(
    r"^[ \t>]*(?:(?:mit )?(?:freundliche[nmr]?|beste[nmr]?|herzliche[nmr]?|viele[nmr]?|liebe[nmr]?"
    r"|schöne[nmr]?|kollegiale[nmr]?) (?:kollegiale[nmr]? )?gr(?:ü|ue|u)(?:ß|ss)(?:en?)?"
    r"|mfg|vg|lg|gru(?:ß|ss)"
    r"|i\. ?[av]\.|im auftrag|in vertretung|gez\.?)\b[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
SIGNED = re.compile(
    rf"^[ \t>]*(?:(?:i\. ?[AV]\.|gez\.|Im Auftrag|In Vertretung)[ \t:]*)?{TITLES}"
    rf"(?P<name>(?:{NAME}|[{UPPER}]\.)(?:[ \t]+{PARTICLE}{NAME}){{0,3}})[ \t]*,?[ \t]*$"
)
INLINE_SIGNED = re.compile(
    rf"(?:\bi\. ?[AV]\.|\bgez\.)[ \t]*{TITLES}(?P<name>{NAME}(?:[ \t]+{NAME})?)"
)
PAIR = re.compile(rf"(?<![\w-])(?P<first>{NAME})[ \t]+(?P<last>{PARTICLE}{NAME})(?![\w-])")
REVERSED = re.compile(rf"(?<![\w-])(?P<last>{NAME}),[ \t]+(?P<first>{NAME})(?![\w-])")
INTRODUCED = re.compile(
    rf"\b(?:mein Name ist|ich heiße|ich bin|namens|heißt|genannt|Sachbearbeiter(?:in)?:?"
    rf"|Ansprechpartner(?:in)?:?|Ansprechperson:?|zuständig ist|Betreuer(?:in)? ist|Name:)[ \t]+"
    rf"{TITLES}(?P<name>{NAME}(?:[ \t]+{PARTICLE}{NAME}){{0,2}})"
)
_PUBLIC = (
    "stra(?:ß|ss)e|str\\.|platz|weg|allee|gasse|ring|damm|ufer|schule|halle|gymnasium|stift|haus"
    "|heim|stiftung|institut|klinik|krankenhaus|kaserne|kirche|tag|gesetz|verfahren|modell|schlüssel"
    "|preis|siedlung|quartier|hof|park|verlag|studie|saal|brücke|bibliothek|berufskolleg"
)
PUBLIC_PART = re.compile(rf"(?:{_PUBLIC})", re.IGNORECASE)
"""The last part of what is named after somebody: "Anne-Frank-Schule"."""
PUBLIC_NEXT = re.compile(rf"(?:-{NAME})?(?:-|[ \t])(?:{_PUBLIC})\b", re.IGNORECASE)
"""What follows a name that is part of a public one: "Anne Frank Schule", "Wolf-Park"."""
GLUED = re.compile(
    r"(?:stra(?:ß|ss)e|schule|gymnasium|gesetz|verfahren|schlüssel|halle|kaserne|stiftung)$",
    re.IGNORECASE,
)
MAIL = re.compile(
    r"[\w.+-]+(?:@|\s?\((?:at|ät)\)\s?|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}\b",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w./§-])(?:\+49|0049|\(0\d{1,5}\)|0[1-9]\d{1,4})(?:[ \t]?\(0\))?"
    r"(?:[ \t]?[/–-]?[ \t]?\d{1,5}){2,6}(?:[ \t]?-[ \t]?\d{1,5})?(?![\w.]?\d)"
)
EXTENSION = re.compile(
    r"\b(?:Durchwahl|Dw\.?|Nebenstelle|App\.|Apparat|Tel\.?(?:efon)?|Fax|Mobil|Handy|Ruf)"
    r"[ \t]*(?:-?nummer)?[ \t]*(?:[:.]|ist|lautet)?[ \t]*(?P<number>[-+(\d][\d \t()/–-]{1,20}\d)"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \t]?[A-Z0-9]{4}){3,7}(?:[ \t]?[A-Z0-9]{1,3})?\b")
STREET = re.compile(
    rf"(?<![\w-])(?:(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Unter den|Hinter der)"
    rf"[ \t]+)?"
    rf"(?:[{UPPER}][\wäöüß.-]*[ \t-])?"
    rf"(?:[{UPPER}]?[\wäöüß-]*(?:stra(?:ß|ss)e|str\.|platz|weg|allee|gasse|ring|damm|ufer|markt)"
    rf"|(?:Stra(?:ß|ss)e|Str\.|Platz|Weg|Allee|Gasse|Ring|Damm|Ufer|Markt))"
    rf"[ \t]+\d{{1,4}}(?:[ \t]?[a-z]\b|\b)"
    rf"(?:[ \t]*,?[ \t]*\n?[ \t]*(?:D-)?\d{{5}}[ \t]+{NAME}(?:[ \t]+{NAME})?)?"
)
POSTCODE = re.compile(
    rf"(?<![\d.,€§-])(?:D-)?\d{{5}}[ \t]+{WORD}"
    rf"(?:[ \t]+(?:am|an der|im|in)[ \t]+{WORD}|[ \t-]{WORD})?"
)
DATE = r"\d{1,2}\.[ \t]?(?:\d{1,2}\.|[A-Z][a-zä]+)[ \t]?(?:19|20)?\d{2}"
BORN = re.compile(
    rf"(?:\b(?:geb(?:oren)?\.?(?:[ \t]am)?|Geburtsdatum|Geburtstag|GebDat|Geb\.-Datum)[ \t]*:?"
    rf"|\*)[ \t]*(?P<number>{DATE}|\d{{4}}-\d{{2}}-\d{{2}})",
    re.IGNORECASE,
)
CASE = re.compile(
    r"\b(?:Az\b\.?|Aktenzeichen|Gz\.?|Geschäftszeichen|Gesch\.?-?Z\.?|Kassenzeichen|Vorgangsnummer"
    r"|Fall-?Nr\.?|Fallnummer|Kunden-?Nr\.?|Kundennummer|BG-Nummer|BAMF-?Az\.?|Unser Zeichen"
    r"|Ihr Zeichen|Personal-?Nr\.?|Personalnummer|Akten-?Nr\.?)"
    r"[ \t]*(?:[:.]|ist|lautet)?[ \t]*(?P<number>(?:[A-Z]{1,4}[ \t])?(?=[^\s,;]*\d)[A-Z0-9][\w./-]*"
    r"(?:[ \t][A-Z]{0,3}[ \t]?\d[\w./-]*){0,3})",
    re.IGNORECASE,
)
COURT = re.compile(r"\b\d{1,3}[ \t][A-Z]{1,3}[ \t]\d{1,5}[/.]\d{2}(?:\.[A-Z]{1,3})?\b")
BAMF = re.compile(r"(?<![\d.,-])\d{7}[ \t]?-[ \t]?\d{3}(?![\d-])")
AZR = re.compile(
    r"\b(?:AZR(?:-(?:Nummer|Nr\.?))?|Ausländerzentralregister(?:-?nummer)?)[ \t]*[:.]?[ \t]*"
    r"(?P<number>\d{9,12}(?:-\d{1,2})?)",
    re.IGNORECASE,
)
PLATE = re.compile(
    r"(?<![\w§.-])(?P<plate>(?!(?:DIN|ISO|EN|ISBN|TOP|BT|EU|EG|KW|OG|UG|DG|SGB|VII|XII)[ -])"
    r"[A-ZÄÖÜ]{1,3}(?:-[ \t]?[A-Z]{1,2}|[ \t][A-Z]{2})[ \t]?[1-9]\d{0,3}[EH]?)(?![\w/.]?\d|[\w-])"
)
PLATE_WORD = re.compile(
    r"\b(?:Kennzeichen|Kfz|Pkw|Auto|Fahrzeug|Wagen|Transporter|Bus)\b", re.IGNORECASE
)
HEALTH = re.compile(
    r"\b(?:krank(?:heit|geschrieben)?\w*|erkrank\w+|schwanger\w*|HIV|AIDS|Tuberkulose|Krebs"
    r"|Diabetes|Depression\w*|depressiv\w*|trauma\w*|PTBS|suizid\w*|Behinderung|behindert\w*|Diagnose\w*"
    r"|Attest\w*|Operation|operiert\w*|psychisch\w*|Epilepsie|Hepatitis|Dialyse|Therapie|pflegebedürftig\w*)\b",
    re.IGNORECASE,
)
PERSON_WORD = re.compile(
    r"\b(?:er|sie|ihr|ihm|ihn|seine?r?|Bewohner(?:in)?|Sohn|Tochter|Mutter|Vater|Kind|Mann|Frau|Herr"
    r"|Patient(?:in)?|Klient(?:in)?|Mädchen|Junge|Jugendliche[rn]?|Mitarbeiter(?:in)?|Kollegin"
    r"|Kollege|Ehemann|Ehefrau|Person)\b"
)
NEAR = 90
"""Characters between a health word and a person that still belong together."""
SIGNATURE_LINES = 3
COMMON_TEXT = """
kurz lang klein groß gross jung stark winter sommer herbst sonntag montag haus bauer könig
kaiser richter schuster fischer jäger wolf fuchs hirsch vogel engel stein berg wald feld bach
holz gold silber braun schwarz weiß roth rose horn kern keller koch krebs kraft frank frey
freund link lauer hof jahn karl merkel otto paul rau reich rausch reiter ritter sauer scharf
siegel singer stahl stock strauß unger urban wild witt zimmer ernst adam simon thomas martin
lorenz ludwig werner walter wilhelm konrad heinrich friedrich günther hermann peters ott popp
may mai marx maurer metzger müller schneider schreiber schulze schäfer weber wagner meister
zimmermann tischler gärtner graf herzog bischoff probst ziegler förster hahn pohl heller hesse
auer blum brandt busch bader decker preuß römer schade schütz
"""
COMMON = frozenset(COMMON_TEXT.split())
"""Surnames that are words too: a name only beside a first name or with Herr and Frau."""
FIRST_WORDS_TEXT = """
ernst frank hans jan jens kai karl leon mai rosa till tim wolf maria christ viola
"""
FIRST_WORDS = frozenset(FIRST_WORDS_TEXT.split())
PLACE_WORDS_TEXT = """
bad neu alt groß klein ober unter nieder sankt st land stadt kreis landkreis gemeinde markt
universität hochschule klinik kirche verein haus schule straße platz
"""
PLACE_WORDS = frozenset(PLACE_WORDS_TEXT.split())

OFFICE = re.compile(
    r"(?:amt|büro|stelle|team|referat|bereich|dienst|verwaltung|stadt|kreis|gemeinde|leitung"
    r"|redaktion|koordination|abteilung|behörde|zentrum|dezernat|anlage|grüße|dank)\w*$",
    re.IGNORECASE,
)
