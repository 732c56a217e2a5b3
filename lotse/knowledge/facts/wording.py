"""Facts in German words: amount, jurisdiction, state."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.knowledge.facts.book import Entry, Status, Version
from lotse.lib import german
from lotse.lib.german import NO_BREAK

STATUS: Mapping[str, object] = {
    Status.CURRENT: gettext_lazy("gilt heute"),
    Status.EXPIRED: gettext_lazy("gilt nicht mehr"),
    Status.UNKNOWN: gettext_lazy("heute nicht geprüft"),
}
_NO_RULE: Mapping[str, object] = {
    Status.CURRENT: gettext_lazy("ohne Enddatum"),
    Status.EXPIRED: gettext_lazy("Angabe von damals"),
    Status.UNKNOWN: gettext_lazy("nicht geprüft"),
}
BINDINGNESS: Mapping[str, object] = {
    "law": gettext_lazy("Gesetz"),
    "ordinance": gettext_lazy("Verordnung"),
    "guideline": gettext_lazy("Verwaltungsvorschrift oder Richtlinie"),
    "recommendation": gettext_lazy("Empfehlung"),
    "practice": gettext_lazy("Praxis"),
}
"""The strongest first."""
BADGES: Mapping[str, str] = {
    Status.CURRENT: "success",
    Status.EXPIRED: "info",
    Status.UNKNOWN: "warning",
}


def amount(version: Version) -> str:
    """ "7 m²", "10 bis 14 Tage"; empty without a number."""
    if version.value is None:
        return ""
    number = german.number_de(version.value.normalize())
    if version.value_max is not None:
        number = _("%(least)s bis %(most)s") % {
            "least": number,
            "most": german.number_de(version.value_max.normalize()),
        }
    return f"{number}{NO_BREAK}{version.unit}"


def where(entry: Entry) -> str:
    """ "Baden-Württemberg", "bundesweit" or "ohne Geltungsbereich"."""
    if entry.scope == "land":
        return ", ".join(name for _code, name in entry.lands) or _("einzelne Länder")
    return _("bundesweit") if entry.scope == "federal" else _("Praxis, ohne Geltungsbereich")


def title(entry: Entry) -> str:
    """Name and jurisdiction: "Wohn- und Schlaffläche je Platz (Baden-Württemberg)"."""
    return f"{entry.name} ({where(entry)})"


def bindingness(version: Version) -> str:
    return str(BINDINGNESS[version.bindingness])


def status(entry: Entry, version: Version, on: date) -> str:
    is_rule = entry.kind != "experience" and version.is_legal
    labels = STATUS if is_rule else _NO_RULE
    return str(labels[version.status(on)])


def stated(version: Version, on: date) -> str:
    """What is known about its time, for a bracket: "Stand 19.08.2026"."""
    if version.valid_to and version.valid_to < on:
        return _("galt bis %s") % german.date_de(version.valid_to)
    day = version.stated_on
    said = _("Stand %s") % german.date_de(day) if day else _("Stand nicht bekannt")
    return _("%s, heute nicht geprüft") % said if version.status(on) is Status.UNKNOWN else said


def validity(version: Version) -> str:
    """ "ab 01.09.2018", "bis 31.12.2027", "24.10.2015 bis 31.12.2015" or what is not known."""
    begins = german.date_de(version.valid_from) if version.valid_from else ""
    ends = german.date_de(version.valid_to) if version.valid_to else ""
    if begins and ends:
        return _("%(begins)s bis %(ends)s") % {"begins": begins, "ends": ends}
    if begins:
        return _("ab %s") % begins
    if ends:
        return _("bis %s, Beginn nicht bekannt") % ends
    return _("Beginn nicht bekannt, Ende offen")
