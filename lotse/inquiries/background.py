"""What our records say about a question before it becomes an inquiry.

Reading takes longer than writing, so the mail door reads before its transaction begins: the lock
on the row of the reference number, on SQLite on the whole file, is then short.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.accounts.senders import Sender
from lotse.inquiries import composing, kinds, mails, routing, suggest
from lotse.inquiries.composing import Composed
from lotse.inquiries.kinds import Guess
from lotse.inquiries.models import Inquiry
from lotse.inquiries.routing import Proposal
from lotse.inquiries.rules import promises
from lotse.mail import outbox
from lotse.search.engine import Result

MAX_SUBJECT = 90
"""Characters of a subject made from the first sentence of a question."""


@dataclass(frozen=True)
class Background:
    sender: Sender
    subject: str
    """Never empty."""
    proposal: Proposal
    confirms: bool
    """A receipt goes out."""
    finds: tuple[Result, ...]
    """For the receipt: what the sender may see; empty without a receipt."""
    guess: Guess | None = None
    """What else it may be than an ordinary inquiry."""
    receipt: "Receipt | None" = None
    """Composed ahead; only right for an inquiry that is due when it says."""


@dataclass(frozen=True)
class Receipt:
    letter: Composed
    due_at: datetime


def look_up(*, subject: str, text: str, address: str, can_be_confirmed: bool) -> Background:
    """Recognise the sender, propose topics and area, and find what may help at once.

    text: what is new in the message. address: bare, lower case. Reads only.
    """
    sender = senders.recognise(address)
    subject = subject.strip() or first_sentence(text) or _("Ohne Betreff")
    confirms = can_be_confirmed and reads_mail(address)
    guess = kinds.guess(
        subject, text, address=address, is_municipal=sender.municipality is not None
    )
    is_helped = guess is None or guess.kind not in kinds.WITHOUT_FINDS
    finds = suggest.finds(subject, text, reach=sender.reach) if confirms and is_helped else []
    proposal = routing.propose(suggest.gist(subject, text))
    return Background(sender, subject, proposal, confirms, tuple(finds), guess)


def with_receipt(known: Background, *, name: str, text: str, received_at: datetime) -> Background:
    """Add the receipt, if one goes out, so that only its number is missing. Asks no database.

    name: of the sender, as the mail gives it. text: of the question. received_at: aware.
    """
    if not known.confirms:
        return known
    due_at = promises.give(received_at).due_at
    draft = Inquiry(
        number=composing.NUMBER_TO_COME,
        subject=known.subject[:300],
        asker_name=asker_name(name, known.sender),
        municipality=known.sender.municipality,
        area=known.proposal.area,
        reaction_due_at=due_at,
    )
    letter = mails.receipt_ahead(
        draft,
        question=text.strip(),
        finds=known.finds,
        guessed_kind=known.guess.kind if known.guess else "",
    )
    return replace(known, receipt=Receipt(letter, due_at))


def asker_name(name: str, sender: Sender) -> str:
    """Return how an asker is addressed: as the mail says, else as we know the person."""
    return name[:120] or (sender.person.name if sender.person else "")


def reads_mail(address: str) -> bool:
    """Say whether an automatic mail to an address makes sense: no machine, no list, no typo."""
    return outbox.is_usable(address) and not senders.is_robot(address)


def first_sentence(text: str) -> str:
    """Return the first sentence of a question, cut between words, for use as a subject."""
    line = " ".join(text.split())
    for end in ("? ", ". ", "! "):
        head, mark, _rest = line.partition(end)
        if mark and len(head) < len(line) and len(head) >= 15:
            line = head + mark.strip()
    if len(line) <= MAX_SUBJECT:
        return line
    return line[: MAX_SUBJECT - 1].rsplit(" ", 1)[0] + "…"
