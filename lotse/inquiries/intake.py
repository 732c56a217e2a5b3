"""The mail door of the desk: a mail becomes an inquiry or finds the one it belongs to.

Decided by what a stranger cannot forge: the reply token, or the Message-ID of a mail that only the
people of the conversation have seen. A reference number can be guessed, so it counts only together
with an address that takes part (decision 0042).
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.accounts.models import User
from lotse.inquiries import background, files, mails, numbers, queries, rules
from lotse.inquiries.background import Background
from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.rules import forwarding
from lotse.lib import statements
from lotse.lib.errors import RuleError
from lotse.mail import outbox, reading, tokens
from lotse.mail.models import InboundMail
from lotse.mail.parse import ParsedMail
from lotse.mail.routes import Intake, NeedsPerson

MAX_REFERENCES = 20
"""Message-IDs looked up per mail: the newest and the oldest tell the thread."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def accepts(recipient: str) -> bool:
    """Say whether an address (lower case) is the inquiry mailbox, a subaddress or a spelling of it.

    "flüchtlingsmanagement@…" is as good as "fluechtlingsmanagement@…".
    """
    own_local, _at, own_domain = settings.INQUIRY_ADDRESS.rpartition("@")
    local, at, domain = recipient.rpartition("@")
    if not at:
        local, domain = domain, own_domain
    base = local.partition("+")[0].translate(_UMLAUTS)
    return domain == own_domain and base == own_local.translate(_UMLAUTS)


def prepare(mail: InboundMail, parsed: ParsedMail, recipient: str) -> Intake:
    """Return ``take`` with what it needs for a new question, looked up before its transaction."""
    continues = parsed.references or parsed.in_reply_to or tokens.read(recipient)
    if continues or parsed.kind != "person":
        return take
    text = parsed.new_text or parsed.text
    known = background.look_up(
        subject=parsed.subject,
        text=text,
        address=_answer_address(mail, parsed),
        can_be_confirmed=True,
    )
    known = background.with_receipt(
        known, name=parsed.sender.name, text=text, received_at=mail.received_at
    )
    return partial(take, known=known)


def take(
    mail: InboundMail,
    parsed: ParsedMail,
    recipient: str,
    now: datetime,
    *,
    known: Background | None = None,
) -> None:
    """Take a mail in. Runs in the caller's transaction and does nothing the second time.

    known: what ``prepare`` has found.
    Raises NeedsPerson if nobody but a person can say where the mail belongs.
    """
    if _is_known(mail, parsed):
        return
    if parsed.kind == "bounce":
        _bounce(mail, parsed, recipient, now)
    elif parsed.kind == "automatic":
        _automatic(mail, parsed, recipient, now)
    elif inquiry := _thread(parsed, recipient):
        _add(inquiry, mail, parsed, now)
    elif parsed.kind == "list":
        raise NeedsPerson(
            _("Mail über einen Verteiler"),
            _("Wenn darin eine Frage steht: als neue Anfrage übernehmen"),
        )
    else:
        _refuse_strangers(parsed, recipient)
        _open(mail, parsed, now, known=known)


def as_new_inquiry(mail: InboundMail, now: datetime, actor: User) -> Inquiry:
    """Make a mail from quarantine an inquiry. The clock counts from its receipt.

    Automatic mail and mailing lists get no receipt even then. Raises RuleError for an empty mail.
    """
    parsed = reading.read(mail)
    try:
        return _open(mail, parsed, now, actor=actor)
    except NeedsPerson as doubt:
        raise RuleError(doubt.reason) from None


def as_message_of(mail: InboundMail, inquiry: Inquiry, now: datetime, actor: User) -> Message:
    """Add a mail from quarantine to an inquiry; what a person wrote starts the clock again."""
    parsed = reading.read(mail)
    incoming = _incoming(mail, parsed)
    if parsed.kind == "automatic":
        return rules.add_automatic(inquiry, incoming, received_at=mail.received_at, now=now)
    if parsed.kind == "bounce":
        return rules.add_bounce(
            inquiry, incoming, returned=None, received_at=mail.received_at, now=now
        )
    return rules.add_message(
        inquiry,
        incoming,
        channel=Inquiry.Channel.MAIL,
        received_at=mail.received_at,
        actor=actor,
        now=now,
    )


def _is_known(mail: InboundMail, parsed: ParsedMail) -> bool:
    """Say whether this mail, or the same one sent to another address of ours, is taken in."""
    # Two indexes, so two halves: asked as one condition with OR, a table is read.
    found = statements.rows(
        "SELECT inbound_id, full_text, text FROM inquiries_message WHERE inbound_id = %s UNION ALL "
        "SELECT inbound_id, full_text, text FROM inquiries_message "
        "WHERE message_id = %s AND message_id <> '' AND inbound_id IS NOT NULL",
        [mail.pk, parsed.message_id[:250]],
    )
    # Some programs use a Message-ID twice, so the text must be the same, too.
    return any(
        inbound == mail.pk or (full_text or text) == parsed.text.strip()
        for inbound, full_text, text in found
    )


def _open(
    mail: InboundMail,
    parsed: ParsedMail,
    now: datetime,
    actor: User | None = None,
    known: Background | None = None,
) -> Inquiry:
    incoming = _incoming(mail, parsed)
    try:
        inquiry = rules.receive(
            incoming,
            channel=Inquiry.Channel.MAIL,
            received_at=mail.received_at,
            known=known,
            actor=actor,
            now=now,
        )
    except RuleError:
        raise NeedsPerson(
            _("Die Mail enthält weder Text noch Anlagen"), _("Absender fragen, was gemeint war")
        ) from None
    if parsed.forwarded_from and parsed.kind == "person":
        first = parsed.forwarded_from
        forwarding.note(inquiry, original_name=first.name, original_email=first.address, now=now)
    _say_what_is_too_large(inquiry, incoming, now)
    return inquiry


def _add(inquiry: Inquiry, mail: InboundMail, parsed: ParsedMail, now: datetime) -> None:
    incoming = _incoming(mail, parsed)
    try:
        message = rules.add_message(
            inquiry,
            incoming,
            channel=Inquiry.Channel.MAIL,
            received_at=mail.received_at,
            now=now,
        )
    except RuleError:
        raise NeedsPerson(
            _("Die Mail enthält weder Text noch Anlagen"),
            _("Gehört wohl zu %s") % inquiry.number,
        ) from None
    _say_what_is_too_large(message.inquiry, incoming, now)


def _say_what_is_too_large(inquiry: Inquiry, incoming: rules.Incoming, now: datetime) -> None:
    """Tell a person whose files were not kept apart; machines and lists are told nothing."""
    left_out = [found for found in incoming.files if not found.path]
    if left_out and incoming.can_be_confirmed and background.reads_mail(incoming.author_email):
        mails.files_left_out(
            inquiry,
            left_out,
            recipient=incoming.author_email,
            in_reply_to=incoming.message_id,
            now=now,
        )


def _automatic(mail: InboundMail, parsed: ParsedMail, recipient: str, now: datetime) -> None:
    inquiry = _thread(parsed, recipient)
    if inquiry is None:
        raise NeedsPerson(
            _("Automatische Mail ohne Bezug zu einer Anfrage"),
            _("Meist nichts zu tun: erledigen"),
        )
    rules.add_automatic(inquiry, _incoming(mail, parsed), received_at=mail.received_at, now=now)


def _bounce(mail: InboundMail, parsed: ParsedMail, recipient: str, now: datetime) -> None:
    returned = None
    if parsed.bounced_message_id:
        returned = (
            Message.objects.filter(message_id=parsed.bounced_message_id, outgoing__isnull=False)
            .select_related("inquiry", "origin")
            .first()
        )
    inquiry = (returned.origin or returned.inquiry) if returned else _thread(parsed, recipient)
    if inquiry is None:
        raise NeedsPerson(
            _("Unzustellbar-Meldung zu einer unbekannten Mail"),
            _("Adresse prüfen, sonst erledigen"),
        )
    rules.add_bounce(
        inquiry,
        _incoming(mail, parsed),
        returned=returned,
        received_at=mail.received_at,
        now=now,
    )


def _thread(parsed: ParsedMail, recipient: str) -> Inquiry | None:
    """Return the inquiry a mail belongs to, by token, then Message-ID, then number and address."""
    number = tokens.read(recipient)
    if number:
        found = Inquiry.objects.filter(number=number).first()
        if found:
            return found
    return _by_message_id(parsed) or _by_number(parsed)


def _by_message_id(parsed: ParsedMail) -> Inquiry | None:
    references = parsed.references
    if len(references) > MAX_REFERENCES:
        references = references[:1] + references[-MAX_REFERENCES:]
    # What it answers directly counts most, then the newest reference.
    wanted = [
        reference[:250] for reference in (parsed.in_reply_to, *reversed(references)) if reference
    ]
    if not wanted:
        return None
    known = dict(
        statements.rows(
            "SELECT message_id, COALESCE(origin_id, inquiry_id) FROM inquiries_message "  # noqa: S608
            # Of several with the same one, the first stays.
            f"WHERE message_id IN ({statements.marks(wanted)}) ORDER BY id DESC",
            wanted,
        )
    )
    found = next((known[reference] for reference in wanted if reference in known), None)
    return Inquiry.objects.get(pk=found) if found else None


def _by_number(parsed: ParsedMail) -> Inquiry | None:
    number = numbers.find(parsed.subject)
    if number is None:
        return None
    inquiry = Inquiry.objects.filter(number=number).select_related("municipality").first()
    return inquiry if inquiry and _takes_part(inquiry, _addresses(parsed)) else None


def _takes_part(inquiry: Inquiry, addresses: Sequence[str]) -> bool:
    """Say whether one of the addresses asked, wrote before, or belongs to the municipality."""
    if inquiry.asker_email in addresses:
        return True
    wrote = queries.own_messages(inquiry).filter(
        kind__in=(Message.Kind.QUESTION, Message.Kind.FOLLOW_UP), author_email__in=addresses
    )
    if wrote.exists():
        return True
    if inquiry.municipality is None:
        return False
    domains = set(inquiry.municipality.mail_domains.values_list("domain", flat=True))
    return any(_belongs(senders.domain(address), domains) for address in addresses)


def _belongs(domain: str, domains: set[str]) -> bool:
    parts = domain.split(".")
    return any(".".join(parts[start:]) in domains for start in range(len(parts)))


def _refuse_strangers(parsed: ParsedMail, recipient: str) -> None:
    """A number that the sender has no part in, or a forged reply address, needs a person."""
    if numbers.find(recipient):
        raise NeedsPerson(
            _("Die Antwortadresse ist nicht von uns oder beschädigt"),
            _("Prüfen, ob die Mail zu %s gehört") % numbers.find(recipient),
        )
    number = numbers.find(parsed.subject)
    if number and Inquiry.objects.filter(number=number).exists():
        raise NeedsPerson(
            _("Nennt %s, aber der Absender ist dort unbekannt") % number,
            _("Prüfen, ob die Mail zu %s gehört; sonst als neue Anfrage übernehmen") % number,
        )


def _addresses(parsed: ParsedMail) -> list[str]:
    known = (parsed.sender, *parsed.reply_to)
    return [person.address for person in known if person.address]


def _incoming(mail: InboundMail, parsed: ParsedMail) -> rules.Incoming:
    """Store the files and return what the rules need.

    Raises what the storage raises: the mail is then tried again later, never taken in without its
    files.
    """
    return rules.Incoming(
        text=parsed.new_text or parsed.text,
        full_text=parsed.text,
        subject=parsed.subject,
        author_name=parsed.sender.name,
        author_email=_answer_address(mail, parsed),
        message_id=parsed.message_id,
        references=parsed.references[-MAX_REFERENCES:],
        inbound=mail,
        can_be_confirmed=parsed.kind == "person",
        files=files.store_sent([(found.name, found.content) for found in parsed.attachments]),
    )


def _answer_address(mail: InboundMail, parsed: ParsedMail) -> str:
    """Return where an answer goes: ``Reply-To`` if it names somebody else than us.

    Without any readable header it is the address the mail came from.
    """
    named = [person.address for person in (*parsed.reply_to, parsed.sender)]
    for address in (*named, mail.sender.lower()):
        if outbox.is_usable(address) and not accepts(address):
            return address
    return ""
