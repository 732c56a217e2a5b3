"""Which inquiry a mail that found none may belong to: likely ones with the reason, for a person.

Nothing is decided here. Signs add up: the number it names, who wrote, whom we wrote to lately, the
same office, the same subject, the same words.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.inquiries import suggest
from lotse.inquiries.models import Inquiry, Message
from lotse.lib.audience import Audience
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.mail.parse import ParsedMail
from lotse.search import engine

SHOWN = 5
LOOKED_AT = 300
"""Latest inquiries whose subjects are compared."""
RECENT = timedelta(days=60)
LEAST = 0.2
_NUMBER = re.compile(r"L-\d{4}-\d{4,}", re.IGNORECASE)
_PREFIX = re.compile(r"\s*(?:(?:re|aw|antw|wg|fwd?|fw)\s*:|\[[^\]]{1,60}\])\s*", re.IGNORECASE)
_WORD = re.compile(r"[a-zäöüß]{4,}")


@dataclass(frozen=True)
class Candidate:
    inquiry: Inquiry
    share: int
    """How likely, in percent."""
    reason: str


@dataclass
class _Signs:
    weight: float = 0.0
    reasons: dict[str, None] = field(default_factory=dict)

    def add(self, weight: float, reason: str) -> None:
        """Signs are independent witnesses: each takes its share of what was still doubtful."""
        if reason not in self.reasons:
            self.weight = 1 - (1 - self.weight) * (1 - weight)
            self.reasons[reason] = None


def candidates(mail: InboundMail, parsed: ParsedMail) -> list[Candidate]:
    """Return the likeliest inquiries, the best first. Needs a fixed number of queries."""
    signs: dict[int, _Signs] = defaultdict(_Signs)
    address = parsed.sender.address
    _by_number(signs, mail, parsed)
    if address:
        _by_sender(signs, address)
        _by_our_mails(signs, mail, address)
    _by_subject(signs, mail, parsed, address)
    _by_text(signs, parsed)
    best = sorted(signs.items(), key=lambda pair: (-pair[1].weight, -pair[0]))[:SHOWN]
    found = Inquiry.objects.in_bulk([pk for pk, sign in best if sign.weight >= LEAST])
    return [
        Candidate(found[pk], min(99, round(100 * sign.weight)), ", ".join(sign.reasons))
        for pk, sign in best
        if pk in found
    ]


def _by_number(signs: dict[int, _Signs], mail: InboundMail, parsed: ParsedMail) -> None:
    words = f"{parsed.subject} {mail.quarantine_suggestion} {parsed.text[:5_000]}"
    numbers = {number.upper() for number in _NUMBER.findall(words)}
    for pk in Inquiry.objects.filter(number__in=numbers).values_list("pk", flat=True)[:SHOWN]:
        signs[pk].add(0.7, _("nennt das Aktenzeichen"))


def _by_sender(signs: dict[int, _Signs], address: str) -> None:
    asked = Inquiry.objects.filter(asker_email=address).order_by("-received_at")
    for number, (pk, closed_at) in enumerate(asked.values_list("pk", "closed_at")[:SHOWN]):
        weight = (0.5 if closed_at is None else 0.3) - 0.05 * number
        signs[pk].add(weight, _("dieselbe Person hat gefragt"))


def _by_our_mails(signs: dict[int, _Signs], mail: InboundMail, address: str) -> None:
    sent = OutgoingMail.objects.filter(
        is_automatic=True, recipient=address, sent_at__gt=mail.received_at - RECENT
    ).order_by("-sent_at")[:SHOWN]
    written = Message.objects.filter(outgoing__in=[row.pk for row in sent])
    for pk in written.values_list("inquiry_id", flat=True):
        signs[pk].add(0.3, _("wir haben kürzlich dorthin geschrieben"))


def _by_subject(
    signs: dict[int, _Signs], mail: InboundMail, parsed: ParsedMail, address: str
) -> None:
    """Compare with the latest inquiries: same subject, words in common, same office."""
    since = mail.received_at - RECENT
    latest = Inquiry.objects.filter(Q(closed_at=None) | Q(closed_at__gt=since))
    rows = latest.order_by("-received_at").values_list("pk", "subject", "asker_email")[:LOOKED_AT]
    wanted = _words(f"{parsed.subject} {suggest.plain(parsed.new_text)[:500]}")
    title = _bare(parsed.subject)
    for pk, subject, asker in rows:
        if address and senders.share_an_office(asker, address):
            signs[pk].add(0.25, _("aus demselben Haus"))
        if title and _bare(subject) == title:
            signs[pk].add(0.45, _("gleicher Betreff"))
            continue
        shared = _words(subject) & wanted
        if len(shared) >= 2:
            words = ", ".join(sorted(shared, key=len, reverse=True)[:2])
            signs[pk].add(min(0.4, 0.12 * len(shared)), _("ähnliche Worte: %s") % words)


def _by_text(signs: dict[int, _Signs], parsed: ParsedMail) -> None:
    """Ask the search over answered inquiries."""
    question = suggest.gist(parsed.subject, parsed.new_text)
    if not question.strip():
        return
    results = engine.best(question, reach=Audience.TEAM, limit=3, kinds=(suggest.KIND,))
    for rank, result in enumerate(results):
        signs[result.object_id].add(0.25 - 0.05 * rank, _("ähnlicher Inhalt"))


def _bare(subject: str) -> str:
    """Return a subject without "AW:", numbers in brackets and the like, lower case."""
    while match := _PREFIX.match(subject):
        subject = subject[match.end() :]
    return " ".join(subject.lower().split())


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _COMMON


_COMMON = frozenset(
    [
        *("aber", "auch", "bitte", "dass", "dazu", "dies", "diese", "dieser", "eine", "einem"),
        *("einen", "einer", "frage", "fragen", "gibt", "guten", "haben", "hallo", "ihre", "ihrer"),
        *("kann", "können", "mehr", "nach", "nicht", "noch", "oder", "sehr", "sind", "unsere"),
        *("unserer", "welche", "wenn", "werden", "wird", "zum", "über", "für", "dank", "vielen"),
        *("damen", "herren", "geehrte", "grüßen", "freundlichen", "anfrage", "mail", "weitere"),
    ]
)
