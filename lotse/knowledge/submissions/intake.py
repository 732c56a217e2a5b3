"""The mail door: a plain mail becomes a submission, a reply finds the one it belongs to.

Decided by what a stranger cannot forge: the reply token, or the Message-ID of a mail only the
people of the exchange have seen. A number in the subject counts together with the address that
sent it in (decision 0042).
"""

import re
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from lotse.knowledge.models import Submission, SubmissionMessage
from lotse.knowledge.submissions import rules
from lotse.knowledge.submissions.rules.writing import FOLDER
from lotse.lib import files
from lotse.lib.errors import RuleError
from lotse.mail import outbox, tokens
from lotse.mail.models import InboundMail
from lotse.mail.parse import ParsedMail
from lotse.mail.routes import NeedsPerson

MAX_REFERENCES = 20
_NUMBER = re.compile(r"\bE-(\d{4})-(\d{4,9})\b", re.IGNORECASE)


def accepts(recipient: str) -> bool:
    """Say whether an address (lower case) is the submission mailbox or a reply token of ours."""
    own_local, _at, own_domain = settings.SUBMISSION_ADDRESS.rpartition("@")
    local, _at, domain = recipient.rpartition("@")
    if domain == own_domain and local.partition("+")[0] == own_local:
        return True
    return bool(_NUMBER.fullmatch(tokens.read(recipient) or ""))


def take(mail: InboundMail, parsed: ParsedMail, recipient: str, now: datetime) -> None:
    """Take a mail in. Runs in the caller's transaction and does nothing the second time.

    Raises NeedsPerson if nobody but a person can say where the mail belongs.
    """
    if _is_known(mail, parsed):
        return
    submission = _thread(parsed, recipient)
    if parsed.kind == "bounce":
        _bounce(submission, mail, parsed, now)
    elif parsed.kind == "automatic":
        _automatic(submission, mail, parsed)
    elif submission is not None:
        _reply(submission, mail, parsed, now)
    elif parsed.kind == "list":
        raise NeedsPerson(
            _("Mail über einen Verteiler an das Postfach für Beispiele"),
            _("Wenn darin ein Beispiel steht: die Kommune um eine Einsendung bitten"),
        )
    else:
        _new(mail, parsed, now)


def _is_known(mail: InboundMail, parsed: ParsedMail) -> bool:
    """Say whether this mail, or the same one sent to another address of ours, is taken in."""
    same = Q(inbound=mail)
    if parsed.message_id:
        same |= Q(message_id=parsed.message_id[:250], inbound__isnull=False)
    found = SubmissionMessage.objects.filter(same).order_by().values_list("inbound_id", "text")
    new_text = (parsed.new_text or parsed.text).strip()
    return any(inbound == mail.pk or text == new_text for inbound, text in found)


def _new(mail: InboundMail, parsed: ParsedMail, now: datetime) -> None:
    try:
        rules.receive_mail(_incoming(mail, parsed), received_at=mail.received_at, now=now)
    except RuleError:
        raise NeedsPerson(
            _("Die Mail enthält weder Text noch Anlagen"), _("Absender fragen, was gemeint war")
        ) from None


def _reply(submission: Submission, mail: InboundMail, parsed: ParsedMail, now: datetime) -> None:
    incoming = _incoming(mail, parsed)
    try:
        rules.add_reply(submission, incoming, received_at=mail.received_at, now=now)
    except RuleError:
        raise NeedsPerson(
            _("Die Mail enthält weder Text noch Anlagen"),
            _("Gehört zu %s") % submission.number,
        ) from None


def _automatic(submission: Submission | None, mail: InboundMail, parsed: ParsedMail) -> None:
    if submission is None:
        raise NeedsPerson(
            _("Automatische Mail an das Postfach für Beispiele"),
            _("Meist nichts zu tun: erledigen"),
        )
    rules.add_automatic(submission, _incoming(mail, parsed), received_at=mail.received_at)


def _bounce(
    submission: Submission | None, mail: InboundMail, parsed: ParsedMail, now: datetime
) -> None:
    if submission is None:
        raise NeedsPerson(
            _("Unzustellbar-Meldung zu einer unbekannten Mail"),
            _("Adresse prüfen, sonst erledigen"),
        )
    rules.add_bounce(submission, _incoming(mail, parsed), received_at=mail.received_at, now=now)


def _thread(parsed: ParsedMail, recipient: str) -> Submission | None:
    """Return the submission a mail belongs to: by token, Message-ID, number and address."""
    found = Submission.objects.filter(number=tokens.read(recipient) or "").first()
    return found or _by_message_id(parsed) or _by_number(parsed)


def _by_message_id(parsed: ParsedMail) -> Submission | None:
    references = [parsed.in_reply_to, *reversed(parsed.references[-MAX_REFERENCES:])]
    wanted = [
        reference[:250] for reference in (*references, parsed.bounced_message_id) if reference
    ]
    if not wanted:
        return None
    known = SubmissionMessage.objects.filter(message_id__in=wanted).select_related("submission")
    by_id = {message.message_id: message.submission for message in known.order_by("-pk")}
    return next((by_id[one] for one in wanted if one in by_id), None)


def _by_number(parsed: ParsedMail) -> Submission | None:
    match = _NUMBER.search(parsed.subject)
    if match is None:
        return None
    number = f"E-{match[1]}-{match[2]}"
    addresses = [one.address for one in (parsed.sender, *parsed.reply_to) if one.address]
    return Submission.objects.filter(number=number, email__in=addresses).first()


def _incoming(mail: InboundMail, parsed: ParsedMail) -> rules.Incoming:
    """Store the files and return what the rules need.

    Raises what the storage raises: the mail is then tried again later, never taken in without its
    files.
    """
    found = [(one.name, one.content) for one in parsed.attachments]
    return rules.Incoming(
        text=parsed.new_text or parsed.text,
        subject=parsed.subject,
        author_name=parsed.sender.name,
        author_email=_answer_address(mail, parsed),
        message_id=parsed.message_id,
        inbound=mail,
        can_be_confirmed=parsed.kind == "person",
        files=files.store_sent(found, folder=FOLDER),
    )


def _answer_address(mail: InboundMail, parsed: ParsedMail) -> str:
    """Return where an answer goes: ``Reply-To`` if it names somebody else than us."""
    named = [person.address for person in (*parsed.reply_to, parsed.sender)]
    for address in (*named, mail.sender.lower()):
        if outbox.is_usable(address) and not accepts(address):
            return address
    return ""
