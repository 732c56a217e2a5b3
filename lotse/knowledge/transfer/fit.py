"""The transferability check: conditions of an example against one municipality. Pure.

There is no score. Each condition gives a reason with a verdict and the field it comes from; the
result is the worst of what is known, and what is not known stays in sight.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lotse.lib import german


class Verdict(IntEnum):
    """Ordered from good to bad; UNKNOWN and NOTE decide nothing."""

    NOTE = 0
    FITS = 1
    UNKNOWN = 2
    ADAPT = 3
    AGAINST = 4


VERDICTS = {
    Verdict.FITS: gettext_lazy("passt"),
    Verdict.ADAPT: gettext_lazy("anpassen"),
    Verdict.AGAINST: gettext_lazy("spricht dagegen"),
    Verdict.UNKNOWN: gettext_lazy("offen"),
    Verdict.NOTE: gettext_lazy("zum Einordnen"),
}


class Grade(Enum):
    """What comes out of it, in words."""

    GOOD = gettext_lazy("Gut übertragbar")
    ADAPT = gettext_lazy("Übertragbar, wenn Sie es anpassen")
    AGAINST = gettext_lazy("So nicht übertragbar")
    OPEN = gettext_lazy("Noch nicht zu beurteilen")


class Said(Enum):
    """What somebody says about a condition only they can know."""

    YES = "ja"
    NO = "nein"
    UNKNOWN = "offen"


@dataclass(frozen=True)
class Place:
    """A municipality as far as it matters here."""

    name: str
    kind: str
    """gemeinde, kreis or verband."""
    is_own_district: bool
    """A town with the duties of a district (kreisfreie Stadt, Stadtkreis, Stadtstaat)."""
    land: str
    """Name of the Land."""
    population: int
    size_class: str

    @property
    def has_town_duties(self) -> bool:
        return self.kind != "kreis" or self.is_own_district

    @property
    def has_district_duties(self) -> bool:
        return self.kind == "kreis" or self.is_own_district


@dataclass(frozen=True)
class Condition:
    """Something only the municipality itself can answer. ``key`` names it in an address."""

    key: str
    text: str
    is_obstacle: bool


@dataclass(frozen=True)
class Conditions:
    """What an example says about where it works."""

    place: Place | None
    """Where it comes from."""
    size_classes: tuple[str, ...] = ()
    legal_basis: str = ""
    jurisdiction: str = ""
    lead_time_days: int | None = None
    capacity: str = ""
    is_failed: bool = False
    is_checked: bool = False
    questions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What the person says. days: how many are left; None if they did not say."""

    said: Mapping[str, Said] = field(default_factory=dict)
    days: int | None = None


@dataclass(frozen=True)
class Reason:
    verdict: Verdict
    text: str
    source: str
    """Name of the field it comes from."""

    @property
    def word(self) -> str:
        return str(VERDICTS[self.verdict])


@dataclass(frozen=True)
class Result:
    grade: Grade
    reasons: tuple[Reason, ...]
    """The worst first; what decides nothing comes last."""

    @property
    def open_count(self) -> int:
        return sum(reason.verdict is Verdict.UNKNOWN for reason in self.reasons)

    @property
    def known_count(self) -> int:
        decided = (Verdict.FITS, Verdict.ADAPT, Verdict.AGAINST)
        return sum(reason.verdict in decided for reason in self.reasons)


_ORDER = (Verdict.AGAINST, Verdict.ADAPT, Verdict.UNKNOWN, Verdict.FITS, Verdict.NOTE)
_TOWNS = ("G1", "G2", "G3", "G4", "G5", "G6", "G7")
_DISTRICTS = ("K1", "K2", "K3")
_ANYWHERE = ("bund", "bundesweit", "bundesrecht", "deutschland")
_VERY_DIFFERENT = 5
"""From this factor between populations on numbers and organisation hardly carry over."""
_PER = 10_000


def check(conditions: Conditions, own: Place, answers: Answers) -> Result:
    """Return what speaks for and against doing the same, and what is not known."""
    found = (
        *_failure(conditions),
        *_size(conditions, own),
        *_duties(conditions, own),
        *_law(conditions, own),
        *_time(conditions, answers),
        *_asked(conditions.questions, answers),
        *_amount(conditions, own),
        *_trust(conditions),
    )
    reasons = tuple(sorted(found, key=lambda reason: _ORDER.index(reason.verdict)))
    return Result(_grade(reasons), reasons)


def _grade(reasons: Sequence[Reason]) -> Grade:
    """The worst verdict decides; good only if at most a third is open."""
    verdicts = [reason.verdict for reason in reasons]
    if Verdict.AGAINST in verdicts:
        return Grade.AGAINST
    unknown, fitting = verdicts.count(Verdict.UNKNOWN), verdicts.count(Verdict.FITS)
    adapt = verdicts.count(Verdict.ADAPT)
    if unknown > (fitting + adapt + unknown) / 3:
        return Grade.OPEN
    return Grade.ADAPT if adapt else Grade.GOOD


def _failure(conditions: Conditions) -> Iterator[Reason]:
    if conditions.is_failed:
        yield Reason(
            Verdict.AGAINST,
            _("Dort ist es gescheitert. Lesen Sie zuerst, woran."),
            _("Stand"),
        )


def _size(conditions: Conditions, own: Place) -> Iterator[Reason]:
    source = _("Geeignet für Einwohnerzahlen")
    if conditions.size_classes and own.size_class:
        yield _named_size(conditions.size_classes, own, source)
        return
    origin = conditions.place
    if conditions.size_classes:
        yield Reason(
            Verdict.UNKNOWN,
            _("Genannt sind Größenklassen. Gemeindeverbände haben keine: Vergleichen Sie die "
              "Einwohnerzahlen."),
            source,
        )  # fmt: skip
        return
    if origin is None:
        return
    if own.size_class and own.size_class == origin.size_class:
        yield Reason(
            Verdict.FITS,
            _("%(name)s hat dieselbe Größenklasse wie Sie. Für welche Größen es sonst passt, ist "
              "nicht angegeben.") % {"name": origin.name},
            _("Einwohnerzahl"),
        )  # fmt: skip
        return
    words = {"name": origin.name, "relation": _relation(own.population, origin.population)}
    yield Reason(
        Verdict.UNKNOWN,
        _("Für welche Größen es passt, ist nicht angegeben. Ihre Kommune ist %(relation)s "
          "%(name)s.") % words,
        _("Einwohnerzahl"),
    )  # fmt: skip


def _named_size(suited: Sequence[str], own: Place, source: str) -> Reason:
    if own.size_class in suited:
        return Reason(Verdict.FITS, _("Ihre Größenklasse ist als geeignet genannt."), source)
    scale = _DISTRICTS if own.size_class in _DISTRICTS else _TOWNS
    places = [scale.index(code) for code in suited if code in scale]
    if not places:
        return Reason(
            Verdict.ADAPT,
            _("Genannt sind nur Kreise.") if scale is _TOWNS else _("Genannt sind nur Gemeinden."),
            source,
        )
    if min(abs(place - scale.index(own.size_class)) for place in places) == 1:
        return Reason(
            Verdict.ADAPT,
            _("Ihre Größenklasse ist nicht genannt, aber die benachbarte."),
            source,
        )
    return Reason(Verdict.AGAINST, _("Genannt sind nur deutlich andere Größen als Ihre."), source)


def _relation(own: int, other: int) -> str:
    larger = own > other
    factor = max(own, other) / max(1, min(own, other))
    if factor < 1.5:
        return _("etwa so groß wie")
    words = {"times": german.number_de(factor, 0 if factor >= _VERY_DIFFERENT else 1)}
    if larger:
        return _("%(times)s-mal so groß wie") % words
    return _("%(times)s-mal kleiner als") % words


def _duties(conditions: Conditions, own: Place) -> Iterator[Reason]:
    """Which level did it: districts and towns have different duties, and each Land parts them."""
    origin, source = conditions.place, _("Art der Kommune")
    if origin is None:
        return
    if origin.is_own_district and own.is_own_district:
        yield Reason(Verdict.FITS, _("Beide haben die Aufgaben von Gemeinde und Kreis."), source)
    elif own.is_own_district:
        yield Reason(
            Verdict.FITS,
            _("Sie haben die Aufgaben von Gemeinde und Kreis, also auch die, um die es hier geht."),
            source,
        )
    elif origin.is_own_district:
        yield Reason(
            Verdict.ADAPT,
            _("%(name)s hat die Aufgaben von Gemeinde und Kreis in einer Hand. Bei Ihnen ist ein "
              "Teil davon woanders: Klären Sie, wer zuständig ist.") % {"name": origin.name},
            source,
        )  # fmt: skip
    elif origin.kind == "kreis" and not own.has_district_duties:
        yield Reason(
            Verdict.ADAPT,
            _("Das Beispiel stammt von einem Kreis. Was dort der Kreis entscheidet, entscheidet "
              "bei Ihnen vielleicht Ihr Kreis: Sprechen Sie ihn an."),
            source,
        )  # fmt: skip
    elif origin.kind != "kreis" and not own.has_town_duties:
        yield Reason(
            Verdict.ADAPT,
            _("Das Beispiel stammt von einer Gemeinde. Sie brauchen dafür Ihre Gemeinden."),
            source,
        )
    else:
        yield Reason(Verdict.FITS, _("Dieselbe Ebene der Verwaltung wie bei Ihnen."), source)


def _law(conditions: Conditions, own: Place) -> Iterator[Reason]:
    if conditions.legal_basis:
        yield _named_law(conditions.jurisdiction, own)
        return
    origin = conditions.place
    if origin is None:
        return
    if origin.land == own.land:
        yield Reason(
            Verdict.FITS,
            _("Dasselbe Land. Eine Rechtsgrundlage ist nicht angegeben."),
            _("Land"),
        )
        return
    yield Reason(
        Verdict.UNKNOWN,
        _("Das Beispiel stammt aus %(there)s. Welches Recht gilt, ist nicht angegeben: Prüfen Sie "
          "es für %(here)s.") % {"there": origin.land, "here": own.land},
        _("Land"),
    )  # fmt: skip


def _named_law(jurisdiction: str, own: Place) -> Reason:
    source = _("Geltungsbereich der Rechtsgrundlage")
    words = jurisdiction.casefold()
    if not words.strip():
        return Reason(
            Verdict.UNKNOWN, _("Für welches Land das Recht gilt, ist nicht angegeben."), source
        )
    if any(word in _ANYWHERE for word in words.replace(",", " ").replace(".", " ").split()):
        return Reason(Verdict.FITS, _("Bundesrecht gilt auch bei Ihnen."), source)
    if own.land.casefold() in words:
        return Reason(Verdict.FITS, _("Das Recht Ihres Landes ist genannt."), source)
    return Reason(
        Verdict.ADAPT,
        _("Genannt ist: %(there)s. In %(here)s gilt anderes Landesrecht.")
        % {"there": jurisdiction, "here": own.land},
        source,
    )


def _time(conditions: Conditions, answers: Answers) -> Iterator[Reason]:
    needed, left, source = conditions.lead_time_days, answers.days, _("Vorlauf")
    if needed is None:
        yield Reason(
            Verdict.UNKNOWN, _("Wie viel Vorlauf es braucht, ist nicht angegeben."), source
        )
        return
    needs = ngettext("Es braucht %d Tag.", "Es braucht %d Tage.", needed) % needed
    if left is None:
        yield Reason(Verdict.UNKNOWN, _("%s Wie viel Zeit haben Sie?") % needs, source)
    elif needed <= left:
        yield Reason(Verdict.FITS, _("%s So viel Zeit haben Sie.") % needs, source)
    else:
        yield Reason(Verdict.AGAINST, _("%s So viel Zeit haben Sie nicht.") % needs, source)


def _asked(questions: Sequence[Condition], answers: Answers) -> Iterator[Reason]:
    """What only the municipality knows: until it says so, it is open."""
    for question in questions:
        said = answers.said.get(question.key, Said.UNKNOWN)
        if question.is_obstacle:
            source = _("Passt weniger, wenn")
            verdict = {Said.YES: Verdict.AGAINST, Said.NO: Verdict.FITS}.get(said, Verdict.UNKNOWN)
            words = {
                Verdict.AGAINST: _("Trifft bei Ihnen zu: %s"),
                Verdict.FITS: _("Trifft bei Ihnen nicht zu: %s"),
                Verdict.UNKNOWN: _("Noch zu klären: %s"),
            }
        else:
            source = _("Passt gut, wenn")
            verdict = {Said.YES: Verdict.FITS, Said.NO: Verdict.ADAPT}.get(said, Verdict.UNKNOWN)
            words = {
                Verdict.FITS: _("Ist bei Ihnen erfüllt: %s"),
                Verdict.ADAPT: _("Fehlt bei Ihnen: %s"),
                Verdict.UNKNOWN: _("Noch zu klären: %s"),
            }
        yield Reason(verdict, words[verdict] % question.text, source)


def _amount(conditions: Conditions, own: Place) -> Iterator[Reason]:
    """How much it would be at the same rate. A rule of three to think with, never a verdict."""
    amount, origin = only_number(conditions.capacity), conditions.place
    if amount is None or origin is None or not origin.population:
        return
    rate = amount / origin.population
    yield Reason(
        Verdict.NOTE,
        _("Dort: %(there)s, das sind %(rate)s je 10.000 Menschen. Im selben Verhältnis wären es "
          "bei Ihnen rund %(here)s.")
        % {
            "there": conditions.capacity,
            "rate": german.number_de(rate * _PER, 1),
            "here": german.number_de(rate * own.population, 0),
        },
        _("Umfang"),
    )  # fmt: skip


def only_number(text: str) -> int | None:
    """Return the one number in a text such as "92 Plätze" or "1.400 Menschen"; None if not one."""
    numbers = [word.strip(".,;:()") for word in text.split() if any(map(str.isdigit, word))]
    if len(numbers) != 1:
        return None
    digits = numbers[0].replace(".", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None


def _trust(conditions: Conditions) -> Iterator[Reason]:
    if not conditions.is_checked:
        yield Reason(
            Verdict.NOTE,
            _("Die Angaben sind noch nicht geprüft. Fragen Sie dort nach."),
            _("Geprüft"),
        )
