"""What the address of the queue says: a view, some choices, words to look for.

Unknown values in an address are ignored, so an old bookmark still shows a queue.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lotse.accounts.models import User
from lotse.inquiries import clock
from lotse.inquiries.models import Inquiry
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept

IS_OPEN = Q(closed_at=None)
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

    @classmethod
    def of(cls, user: User, now: datetime) -> "Desk":
        areas = list(ProgrammeArea.objects.all())
        own = [a.pk for a in areas if user.pk in (a.responsible_id, a.deputy_id)]
        return cls(user, now, areas, own)


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
        View("geschlossen", _("Abgeschlossen"), lambda desk: Q(closed_at__isnull=False)),
        View("alle", _("Alle"), lambda desk: Q()),
    )
}
DEFAULT = "offen"
PARAMETERS = ("ansicht", "bereich", "thema", "land", "kanal", "q")
"""Names in the address, in the order in which they are written."""


@dataclass(frozen=True)
class QueueFilter:
    view: View
    area: str = ""
    topic: str = ""
    land: str = ""
    channel: str = ""
    words: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "QueueFilter":
        """Read the parameters of an address; what is unknown counts as not given."""
        channel = parameters.get("kanal", "")
        area = parameters.get("bereich", "")
        return cls(
            view=VIEWS.get(parameters.get("ansicht", ""), VIEWS[DEFAULT]),
            area=area if area.isdecimal() and len(area) < 10 else "",
            topic=_code(parameters.get("thema", "")),
            land=_code(parameters.get("land", "")),
            channel=channel if channel in Inquiry.Channel.values else "",
            words=parameters.get("q", "").replace("\x00", "").strip()[:100],
        )

    @property
    def address(self) -> str:
        """The filter as the query of an address, without the leading question mark."""
        return urlencode(self.parameters)

    @property
    def parameters(self) -> dict[str, str]:
        """What stands in the address, without what is empty."""
        view = "" if self.view.name == DEFAULT else self.view.name
        values = (view, self.area, self.topic, self.land, self.channel, self.words)
        return {name: value for name, value in zip(PARAMETERS, values, strict=True) if value}

    @property
    def has_choices(self) -> bool:
        return any((self.area, self.topic, self.land, self.channel, self.words))

    def with_view(self, name: str) -> "QueueFilter":
        return replace(self, view=VIEWS[name])

    def where(self, desk: Desk) -> Q:
        """The condition on inquiries."""
        condition = self.view.where(desk)
        if self.area:
            condition &= Q(area=int(self.area))
        if self.topic:
            condition &= Q(pk__in=_about(self.topic))
        if self.land:
            condition &= Q(municipality__land=self.land)
        if self.channel:
            condition &= Q(channel=self.channel)
        return condition & words_in(self.words)


def _code(text: str) -> str:
    """Return a code of a topic or Land, empty if the text cannot be one."""
    return text if len(text) <= 8 and text.isalnum() else ""


def _about(code: str) -> "QuerySet[Any, Any]":
    """Ids of the inquiries with this topic or one directly below it."""
    concepts = Concept.objects.filter(Q(code=code) | Q(broader=code))
    links = Inquiry.topics.through._default_manager
    found: QuerySet[Any, Any] = links.filter(concept__in=concepts).values("inquiry_id")
    return found


def words_in(text: str) -> Q:
    """Every word must stand in number, subject, sender or municipality; a bare number is exact."""
    number = NUMBER.fullmatch(text)
    if number:
        year, digits = number.groups()
        padded = digits.zfill(4)
        return Q(number=f"L-{year}-{padded}") if year else Q(number__endswith=f"-{padded}")
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
    # SQLite's LIKE folds the case of ASCII letters alone; its regular expressions are Python's
    # and fold umlauts as PostgreSQL does.
    if word.isascii():
        return Q(**{f"{field}__icontains": word})
    return Q(**{f"{field}__iregex": re.escape(word)})
