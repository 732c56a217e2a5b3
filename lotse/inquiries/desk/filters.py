"""What the address of the queue says: a view, some choices, words to look for.

Unknown values in an address are ignored, so an old bookmark still shows a queue.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lotse.accounts.models import User
from lotse.inquiries import clock
from lotse.inquiries.models import Inquiry
from lotse.lib import german
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept

IS_OPEN = Q(closed_at=None)
_YEARS_BACK = 10
"""A number without its year is looked for so far back."""
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
NUMBER = re.compile(r"(?:L-?)?(?:(\d{4})-)?(\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True)
class Desk:
    """Who looks at the queue and when."""

    user: User
    now: datetime
    areas: Sequence[ProgrammeArea]
    """All areas of the team, in their order."""
    own_areas: Sequence[int]
    """Ids of the areas this person answers for, as responsible or deputy."""
    sees_all: bool = True
    """False for press officers: to them only press inquiries exist."""

    @classmethod
    def of(cls, user: User, now: datetime) -> "Desk":
        areas = list(ProgrammeArea.objects.all())
        own = [a.pk for a in areas if user.pk in (a.responsible_id, a.deputy_id)]
        return cls(user, now, areas, own, user.is_desk)

    @property
    def visible(self) -> Q:
        """The condition on inquiries that exist for this person; ``access`` says the same."""
        return Q() if self.sees_all else Q(kind=Inquiry.Kind.PRESS)


@dataclass(frozen=True)
class View:
    """One main view of the queue. ``name`` stands in the address."""

    name: str
    label: StrOrPromise
    where: Callable[[Desk], Q]
    is_counted: bool = False
    icon: str = ""
    needs_clock: bool = False
    """Only inquiries that are due at some instant."""
    is_shown_empty: bool = True
    """False: its chip appears when there is something in it."""


VIEWS = {
    view.name: view
    for view in (
        View("offen", _("Alle offenen"), lambda desk: IS_OPEN, is_counted=True),
        View(
            "ueberfaellig",
            _("Überfällig"),
            lambda desk: IS_OPEN & Q(next_due_at__lt=desk.now),
            is_counted=True,
            icon="danger",
            needs_clock=True,
        ),
        View(
            "knapp",
            _("Unter 4 Std."),
            lambda desk: (
                IS_OPEN & Q(next_due_at__gte=desk.now, next_due_at__lt=desk.now + clock.SOON)
            ),
            is_counted=True,
            icon="warning",
            needs_clock=True,
        ),
        View("meine", _("Meine"), lambda desk: IS_OPEN & Q(owner=desk.user), is_counted=True),
        View(
            "niemand", _("Niemand zuständig"), lambda desk: IS_OPEN & Q(owner=None), is_counted=True
        ),
        View(
            "bereich",
            _("Mein Bereich"),
            lambda desk: IS_OPEN & Q(area__in=desk.own_areas),
            is_counted=True,
        ),
        View(
            "wartet",
            _("Wartet auf Kommune"),
            lambda desk: IS_OPEN & Q(paused_since__isnull=False),
            is_counted=True,
        ),
        View(
            "beantwortet",
            _("Beantwortet"),
            lambda desk: IS_OPEN & Q(answered_at__isnull=False),
        ),
        View(
            "presse",
            Inquiry.Kind.PRESS.label,
            lambda desk: IS_OPEN & Q(kind=Inquiry.Kind.PRESS),
            is_counted=True,
            icon="megaphone",
            is_shown_empty=False,
        ),
        View(
            "besondere",
            _("Notfälle und Einzelfälle"),
            lambda desk: IS_OPEN & Q(kind__in=(Inquiry.Kind.EMERGENCY, Inquiry.Kind.INDIVIDUAL)),
            is_counted=True,
            icon="lifebuoy",
            is_shown_empty=False,
        ),
        View("geschlossen", _("Abgeschlossen"), lambda desk: Q(closed_at__isnull=False)),
        View("alle", _("Alle"), lambda desk: Q()),
    )
}
DEFAULT = "offen"
ORDERS = {
    "": _("Restzeit"),
    "eingang": _("Eingang, neueste zuerst"),
    "bewegung": _("letzte Bewegung"),
    "termin": _("Termin der Kommune"),
}
"""Orders of open inquiries by their name in the address; the empty one is the default."""
PARAMETERS = ("ansicht", "bereich", "thema", "land", "kanal", "art", "q", "sortierung", "sicht")
"""Names in the address, in the order in which they are written."""
_INDEXED = frozenset({"offen", "meine", "alle", "geschlossen"})
"""Views that an index serves in every order."""


@dataclass(frozen=True)
class QueueFilter:
    view: View
    area: str = ""
    topic: str = ""
    land: str = ""
    channel: str = ""
    kind: str = ""
    words: str = ""
    order: str = ""
    saved: str = ""
    """Id of the saved view that was opened; marks its chip and filters nothing."""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "QueueFilter":
        """Read the parameters of an address; what is unknown counts as not given."""

        def one_of(name: str, known: Container[str]) -> str:
            value = parameters.get(name, "")
            return value if value in known else ""

        return cls(
            view=VIEWS.get(parameters.get("ansicht", ""), VIEWS[DEFAULT]),
            area=_digits(parameters.get("bereich", "")),
            topic=_code(parameters.get("thema", "")),
            land=_code(parameters.get("land", "")),
            channel=one_of("kanal", Inquiry.Channel.values),
            kind=one_of("art", Inquiry.Kind.values),
            words=parameters.get("q", "").replace("\x00", "").strip()[:100],
            order=one_of("sortierung", ORDERS),
            saved=_digits(parameters.get("sicht", "")),
        )

    @property
    def address(self) -> str:
        """The filter as the query of an address, without the leading question mark."""
        return urlencode(self.parameters)

    @property
    def parameters(self) -> dict[str, str]:
        """What stands in the address, without what is empty."""
        view = "" if self.view.name == DEFAULT else self.view.name
        values = (
            *(view, self.area, self.topic, self.land, self.channel),
            *(self.kind, self.words, self.order, self.saved),
        )
        return {name: value for name, value in zip(PARAMETERS, values, strict=True) if value}

    @property
    def has_choices(self) -> bool:
        return any((self.area, self.topic, self.land, self.channel, self.kind, self.words))

    @property
    def is_by_due(self) -> bool:
        """The order of the promise, which closed inquiries have left behind."""
        return not self.order and self.view.name not in ("alle", "geschlossen")

    @property
    def is_narrowed(self) -> bool:
        """Something is chosen that no index serves: such a list is looked through in pieces."""
        return self._narrowing(None) != Q()

    def with_view(self, name: str) -> "QueueFilter":
        return replace(self, view=VIEWS[name], saved="")

    def base(self, desk: Desk) -> Q:
        """The condition that an index serves in the order of this filter."""
        condition = desk.visible
        is_indexed = self.is_by_due or self.view.name in _INDEXED
        condition &= self.view.where(desk) if is_indexed else IS_OPEN
        if self.area and self._has_area_index:
            condition &= Q(area=int(self.area))
        exact = _exact(self.words, desk.now)
        return condition & exact if exact else condition

    def narrowing(self, desk: Desk) -> Q:
        """The rest of the condition; empty if ``base`` says it all."""
        return self._narrowing(desk)

    def where(self, desk: Desk) -> Q:
        """The whole condition on inquiries."""
        return self.base(desk) & self.narrowing(desk)

    @property
    def _has_area_index(self) -> bool:
        return self.is_by_due and self.view.name == DEFAULT

    def _narrowing(self, desk: Desk | None) -> Q:
        """Without a desk only whether there is something is right."""
        condition = Q()
        if not (self.is_by_due or self.view.name in _INDEXED):
            condition &= self.view.where(desk) if desk else Q(pk=0)
        if self.area and not self._has_area_index:
            condition &= Q(area=int(self.area))
        if self.topic:
            condition &= _about(self.topic)
        if self.land:
            condition &= Q(municipality__land=self.land)
        if self.channel:
            condition &= Q(channel=self.channel)
        if self.kind:
            condition &= Q(kind=self.kind)
        if self.words and not _is_exact(self.words):
            condition &= words_in(self.words)
        return condition


def _digits(text: str) -> str:
    return text if text.isdecimal() and len(text) < 10 else ""


def _code(text: str) -> str:
    """Return a code of a topic or Land, empty if the text cannot be one."""
    return text if len(text) <= 8 and text.isalnum() else ""


def _about(code: str) -> Q:
    """Inquiries with this topic or one directly below it.

    Asked for each inquiry: a list of all inquiries with a topic grows with the years.
    """
    concepts = Concept.objects.filter(Q(code=code) | Q(broader=code))
    links = Inquiry.topics.through._default_manager
    return Q(Exists(links.filter(concept__in=concepts, inquiry=OuterRef("pk"))))


def _is_exact(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None or _ADDRESS.fullmatch(text) is not None


def _exact(text: str, now: datetime) -> Q | None:
    """A reference number, with or without its year, or a whole address: found by an index."""
    number = NUMBER.fullmatch(text)
    if number:
        year, digits = number.groups()
        this_year = german.local(now).year
        years = [year] if year else range(this_year - _YEARS_BACK, this_year + 1)
        return Q(number__in=[f"L-{year}-{digits.zfill(4)}" for year in years])
    return Q(asker_email=text.lower()) if _ADDRESS.fullmatch(text) else None


def words_in(text: str, now: datetime | None = None) -> Q:
    """Every word must stand in number, subject, sender or municipality; a number is exact.

    now: for a number without its year.
    """
    exact = _exact(text, now) if now else None
    if exact:
        return exact
    condition = Q()
    for word in text.split()[:6]:
        condition &= (
            _contains("subject", word)
            | _contains("asker_name", word)
            | _contains("asker_email", word)
            | _contains("number", word)
            | _contains("municipality__name", word)
        )
    return condition


def _contains(field: str, word: str) -> Q:
    """SQLite's LIKE folds the case of ASCII letters alone, so umlauts are asked for in each."""
    forms = {word} if word.isascii() else {word.lower(), word.upper(), word.capitalize()}
    condition = Q()
    for form in sorted(forms):
        condition |= Q(**{f"{field}__icontains": form})
    return condition
