"""The clock of an inquiry in words, for the time bar."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.inquiries import clock, states
from lotse.inquiries.models import Inquiry
from lotse.lib import german


@dataclass(frozen=True)
class Deadline:
    state: str
    """One of the states of the time bar: calm, soon, overdue, answered."""
    text: str
    """noch 48 Min.; überfällig seit 2 Std.; nach 2 Std. 10 Min."""
    note: str
    """fällig 11:38 Uhr; geantwortet am 24.11."""
    share: float
    """Used part of the time, 0 to 1."""
    promise: str
    """Which promise this is, in words."""

    @property
    def hint(self) -> str:
        """What the bar means, where the remaining time stands beside it already."""
        return str(_HINTS[self.state])


_STATES = {
    clock.Level.DANGER: "overdue",
    clock.Level.WARNING: "soon",
    clock.Level.PLAIN: "calm",
    clock.Level.SUCCESS: "answered",
}


_HINTS = {
    "overdue": gettext_lazy("überfällig"),
    "soon": gettext_lazy("knapp, unter 4 Stunden"),
    "calm": gettext_lazy("im Zeitplan"),
    "answered": gettext_lazy("Zusage gehalten"),
}


def of(inquiry: Inquiry, now: datetime) -> Deadline:
    """Return the clock of an inquiry as the desk shows it. now: aware."""
    deadline = states.deadline(inquiry, now)
    if deadline.due_at is None or deadline.remaining is None:
        return _settled(inquiry, now)
    is_over = deadline.level is clock.Level.DANGER
    text = _("überfällig seit {span}") if is_over else _("noch {span}")
    note = _("fällig war {instant}") if is_over else _("fällig {instant}")
    return Deadline(
        state=_STATES[deadline.level],
        text=text.format(span=german.span(deadline.remaining)),
        note=note.format(instant=short_instant(deadline.due_at, now)),
        share=deadline.share_used,
        promise=_promise(inquiry, deadline),
    )


def _promise(inquiry: Inquiry, deadline: states.Deadline) -> str:
    if deadline.is_for_answer:
        return _("zugesagte Antwort")
    return _("erste Antwort") if inquiry.reacted_at is None else _("Antwort auf die Nachricht")


def _settled(inquiry: Inquiry, now: datetime) -> Deadline:
    """Nothing is owed: say how long the first reply took, as a share of the promise."""
    reacted = inquiry.reacted_at
    if reacted is None:
        return Deadline("calm", _("nichts offen"), "", 0.0, _("ohne Antwort abgeschlossen"))
    is_late = clock.is_overdue(inquiry.reaction_due_at, reacted)
    span = german.span(clock.elapsed(inquiry.received_at, reacted))
    day = german.day_de(reacted, now)
    return Deadline(
        state="calm" if is_late else "answered",
        text=_("nach {span}").format(span=span),
        note=_("geantwortet {day}").format(day=f"am {day}" if day[0].isdigit() else day),
        share=min(clock.share_used(inquiry.received_at, inquiry.reaction_due_at, reacted), 1.0),
        promise=_("zu spät geantwortet") if is_late else _("Zusage gehalten"),
    )


def short_instant(instant: datetime, now: datetime) -> str:
    """11:38 Uhr today; morgen, 06:20 Uhr; else with the day."""
    return german.datetime_de(instant, now).removeprefix("heute, ")
