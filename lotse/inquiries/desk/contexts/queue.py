"""The queue page: chips, choices, workload, groups of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lotse.inquiries import clock, queries, states
from lotse.inquiries.desk import queue
from lotse.inquiries.desk.contexts import deadlines, mine, saved_views
from lotse.inquiries.desk.contexts.deadlines import Deadline
from lotse.inquiries.desk.filters import DEFAULT, ORDERS, VIEWS, Desk, QueueFilter
from lotse.inquiries.desk.forms import Choice, FilterForm, SearchForm
from lotse.inquiries.models import Inquiry, SavedView
from lotse.lib import german
from lotse.lib.paging import Page
from lotse.municipalities.models import Municipality
from lotse.municipalities.queries import lands
from lotse.topics.models import Concept

PERIOD_DAYS = 30
"""The promise is shown for this many days back."""
_NIGHT = timedelta(hours=6)
"""Until six in the morning "today" goes on: what is due at night is done before going home."""
STATE_ICONS = {
    states.State.NEW: "mail",
    states.State.ASSIGNED: "person-add",
    states.State.REACTED: "clock",
    states.State.IN_WORK: "pencil",
    states.State.WAITING: "hourglass",
    states.State.ANSWERED: "success",
    states.State.CLOSED: "check",
    states.State.OVERDUE: "danger",
}


@dataclass(frozen=True)
class Chip:
    name: str
    label: str
    href: str
    count: str
    is_current: bool
    icon: str = ""


@dataclass(frozen=True)
class Row:
    number: str
    subject: str
    href: str
    deadline: Deadline
    place: str
    channel: str
    topics: str
    owner: str
    """Name of the owner, else of the area; empty if nobody is responsible."""
    is_mine: bool
    can_take: bool
    is_free: bool
    """Nobody is the owner."""
    kind: str
    """In words; empty for an ordinary inquiry."""
    needed_on: date | None
    """The day by which the asker needs an answer."""
    state: str
    icon: str
    present: str
    """Who else has it open: "Cem Aydin"; empty if nobody."""


@dataclass(frozen=True)
class Group:
    title: str
    rows: Sequence[Row]
    count: int | None
    """None if the group may go on behind this page."""


@dataclass(frozen=True)
class Load:
    key: str
    label: str
    count: str
    percent: int
    href: str
    is_own: bool


def count_label(count: int) -> str:
    if count >= queue.COUNT_LIMIT:
        return f"{german.number_de(queue.COUNT_LIMIT)}+"
    return german.number_de(count)


def place_label(municipality: Municipality | None) -> str:
    """Landkreis Mittelaue, NI, Gr. K3"""
    if municipality is None:
        return ""
    parts = [municipality.short_name, municipality.land_id]
    if municipality.size_class:
        parts.append(_("Gr. {size}").format(size=municipality.size_class.removeprefix("G")))
    return ", ".join(parts)


def rows_of(inquiries: Iterable[Inquiry], chosen: QueueFilter, desk: Desk) -> list[Row]:
    return [_row(inquiry, chosen.address, desk) for inquiry in inquiries]


def _row(inquiry: Inquiry, address: str, desk: Desk) -> Row:
    state = states.of(inquiry, desk.now)
    is_draft = bool(inquiry.drafts.all()) and state is not states.State.CLOSED
    owner = inquiry.owner or inquiry.area
    href = inquiry.get_absolute_url()
    return Row(
        number=inquiry.number,
        subject=inquiry.subject or _("ohne Betreff"),
        href=f"{href}?{address}" if address else href,
        deadline=deadlines.of(inquiry, desk.now),
        place=place_label(inquiry.municipality) or inquiry.asker_label,
        channel=inquiry.get_channel_display(),
        topics=", ".join(topic.name for topic in inquiry.topics.all()[:2]),
        owner=str(owner) if owner else "",
        is_mine=inquiry.owner_id == desk.user.pk,
        can_take=inquiry.closed_at is None and inquiry.owner_id != desk.user.pk,
        is_free=inquiry.owner_id is None,
        kind="" if inquiry.kind == Inquiry.Kind.INQUIRY else inquiry.get_kind_display(),
        needed_on=inquiry.asker_deadline_on,
        state=_("Entwurf") if is_draft else str(state.label),
        icon="pencil" if is_draft else STATE_ICONS[state],
        present=", ".join(str(one.person) for one in inquiry.presences.all()),
    )


def groups(page: Page[Inquiry], chosen: QueueFilter, desk: Desk) -> list[Group]:
    """Cut a page into runs with a heading: overdue or soon, today, tomorrow, later, no clock."""
    titled: dict[str, list[Row]] = {}
    for inquiry, row in zip(page.rows, rows_of(page.rows, chosen, desk), strict=True):
        titled.setdefault(_title(inquiry, desk.now, chosen), []).append(row)
    titles = list(titled)
    return [
        Group(title, rows, None if _may_go_on(title, titles, page) else len(rows))
        for title, rows in titled.items()
    ]


def _may_go_on(title: str, titles: list[str], page: Page[Inquiry]) -> bool:
    return (title == titles[0] and page.previous is not None) or (
        title == titles[-1] and page.next is not None
    )


def _title(inquiry: Inquiry, now: datetime, chosen: QueueFilter) -> str:
    if chosen.view.name in ("geschlossen", "alle"):
        return _("Zuletzt abgeschlossen") if chosen.view.name == "geschlossen" else _("Neueste")
    if chosen.order == "termin" and inquiry.asker_deadline_on is None:
        return _("Ohne Termin")
    if chosen.order:
        return str(ORDERS[chosen.order])
    due = inquiry.next_due_at
    if due is None:
        return _("Frist gehalten, noch offen")
    if due < now + clock.SOON:
        return _("Überfällig oder knapp")
    today = german.local(now).date()
    day = (german.local(due) - _NIGHT).date()
    if day <= today:
        return _("Heute und heute Nacht fällig")
    return _("Morgen fällig") if day == today + timedelta(days=1) else _("Später fällig")


def chips(chosen: QueueFilter, counted: Mapping[str, int], desk: Desk) -> list[Chip]:
    """The main views as links; a choice of area, topic or words stays when the view changes."""
    return [
        Chip(
            name=view.name,
            label=str(view.label),
            href=_href(chosen.with_view(view.name)),
            count=count_label(counted[view.name]) if view.name in counted else "",
            is_current=view == chosen.view,
            icon=view.icon,
        )
        for view in VIEWS.values()
        if (view.name != "bereich" or desk.own_areas)
        and (view.is_shown_empty or view == chosen.view or counted.get(view.name))
    ]


def load(counted: Mapping[str, int], desk: Desk) -> list[Load]:
    """How many open inquiries every area has that has any; the longest bar is the fullest area."""
    own = desk.own_areas
    names = [
        (f"area:{area.pk}", area.name, f"?bereich={area.pk}", area.pk in own) for area in desk.areas
    ]
    names.append(("area:", _("ohne Programmbereich"), "", False))
    highest = max([counted[key] for key, *_rest in names] + [10])
    return [
        Load(key, label, count_label(counted[key]), counted[key] * 100 // highest, href, is_own)
        for key, label, href, is_own in names
        if counted[key]
    ]


def _href(chosen: QueueFilter) -> str:
    # Named in full: the bare address opens the view a person has chosen as the first one.
    return f"?{chosen.address}" if chosen.address else f"?ansicht={DEFAULT}"


def rows_context(chosen: QueueFilter, desk: Desk, query: Mapping[str, str]) -> dict[str, Any]:
    """What is renewed every minute: counts and rows."""
    found = queue.page(chosen, desk, query)
    page, counted = found.page, queue.counts(desk)
    return {
        "chosen": chosen,
        "page": page,
        "groups": groups(page, chosen, desk),
        "chips": chips(chosen, counted, desk),
        "load": load(counted, desk) if desk.sees_all else [],
        "is_cut": found.is_cut,
        "can_gather": desk.sees_all and bool(page.rows),
        "window": queue.WINDOW,
        "open_inquiry_count": counted[DEFAULT],
        "now": desk.now,
        "has_shortcuts": desk.user.has_shortcuts,
        "calm": _calm(page, chosen, counted),
    }


def frame_context(chosen: QueueFilter, desk: Desk, saved: Sequence[SavedView]) -> dict[str, Any]:
    """What stands around the rows and does not change by the minute."""
    topics = Concept.objects.exclude(kind=Concept.Kind.CONCEPT).order_by("kind", "position", "code")
    areas = tuple((area.pk, area.name) for area in desk.areas)
    choices = Choices(chosen, areas, tuple(topics.values_list("code", "name")), lands())
    since = desk.now - timedelta(days=PERIOD_DAYS)
    figures = queries.promise_figures(since, desk.now)
    search = SearchForm(initial={"q": chosen.words})
    left_out = queries.uncounted(since)
    return {
        "choices": choices,
        "search": search,
        "figures": figures,
        "left_out": [(Inquiry.Kind(kind).label, count) for kind, count in sorted(left_out.items())],
        "period_days": PERIOD_DAYS,
        "saved": saved_views.of(saved, desk, chosen),
        "can_save": bool(chosen.parameters),
        "waiting_for_me": mine.waiting_for(desk.user),
    }


@dataclass(frozen=True)
class Choices:
    """What can be chosen above the rows; all that the form of the choices is drawn from."""

    chosen: QueueFilter
    areas: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    lands: tuple[Choice, ...]

    @property
    def form(self) -> FilterForm:
        now = self.chosen
        values = {"bereich": now.area, "thema": now.topic, "land": now.land}
        values |= {"kanal": now.channel, "art": now.kind, "sortierung": now.order}
        return FilterForm(initial=values, areas=self.areas, topics=self.topics, lands=self.lands)


def _calm(page: Page[Inquiry], chosen: QueueFilter, counted: Mapping[str, int]) -> str:
    """Why a page is empty: everything is answered, or the choices leave nothing."""
    if page.rows:
        return ""
    return "choices" if chosen.has_choices or counted[DEFAULT] else "answered"
