"""What our records say about a question before it becomes an inquiry.

Reading takes longer than writing, so the mail door reads before its transaction begins: the lock
on the row of the reference number, on SQLite on the whole file, is then short.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.accounts.senders import Sender
from lotse.inquiries import kinds, routing, suggest
from lotse.inquiries.kinds import Guess
from lotse.inquiries.routing import Proposal
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
