"""Mails about remarks. Rows in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge.models import Remark, RemarkReply
from lotse.mail import outbox

READERS = (Role.EDITOR, Role.LEAD)
"""Who may open the page with all remarks."""


def added(remark: Remark, people: Iterable[User], *, now: datetime) -> None:
    """Tell who works on a record that somebody said something about it."""
    subject = (
        _("Änderungsvorschlag: %s") if remark.proposal else _("Neuer Kommentar: %s")
    ) % remark.record_title
    for person in people:
        if person.pk != remark.author_id:
            _send(person, remark, subject, [remark.passage, remark.text, remark.proposal], now)


def replied(reply: RemarkReply, *, now: datetime) -> None:
    """Tell the author of a remark that somebody answered."""
    remark = reply.remark
    if remark.author and remark.author.is_active and remark.author_id != reply.author_id:
        subject = _("Antwort auf Ihren Kommentar: %s") % remark.record_title
        _send(remark.author, remark, subject, [remark.text or remark.proposal, reply.text], now)


def decided(remark: Remark, *, now: datetime) -> None:
    """Tell who proposed a wording what became of it."""
    if not remark.author or not remark.author.is_active or remark.author_id == remark.settled_by_id:
        return
    if remark.outcome == Remark.Outcome.ACCEPTED:
        subject = _("Ihr Vorschlag ist übernommen: %s") % remark.record_title
        said = [remark.proposal, _("Er erscheint mit der nächsten Veröffentlichung.")]
    else:
        subject = _("Zu Ihrem Vorschlag: %s") % remark.record_title
        said = [remark.proposal, _("Wir haben ihn nicht übernommen: %s") % remark.reason]
    _send(remark.author, remark, subject, said, now)


def _send(person: User, remark: Remark, subject: str, said: Iterable[str], now: datetime) -> None:
    lines = [_("Guten Tag %s,") % person, *(one for one in said if one)]
    if person.has_role(*READERS):
        path = reverse("knowledge:read", args=[remark.record_kind, remark.record_id])
        lines.append(settings.BASE_URL + path)
    outbox.queue(
        purpose="notice",
        recipient=person.email,
        subject=subject,
        text="\n\n".join(lines) + "\n",
        is_automatic=True,
        sender_name=settings.WAGTAIL_SITE_NAME,
        now=now,
    )
