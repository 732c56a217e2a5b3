"""Outgoing mails about submissions, one function each. All are rows in the caller's transaction.

Text and HTML come from one template; what a mail says stands here, in sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge.models import ConsentRequest, Submission, SubmissionMessage
from lotse.knowledge.submissions import links
from lotse.lib import german
from lotse.mail import outbox, tokens
from lotse.mail.models import OutgoingMail

MAX_REFERENCES = 10


@dataclass(frozen=True)
class Button:
    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """What one mail says."""

    purpose: str
    subject: str
    heading: str
    paragraphs: Sequence[str]
    buttons: Sequence[Button] = ()
    quote: str = ""
    is_automatic: bool = True


def has_reader(address: str) -> bool:
    """Say whether a person reads mail at an address, as far as it tells."""
    return outbox.is_usable(address) and not senders.is_robot(address)


def confirm_address(submission: Submission, *, now: datetime) -> OutgoingMail:
    """Ask for the click that proves the address; until then nobody reads the submission."""
    letter = Letter(
        purpose="submissionLink",
        subject=_("Noch ein Klick: Ihr Beispiel"),
        heading=_("Noch ein Klick, dann ist Ihr Beispiel bei uns"),
        paragraphs=[
            _("Sie haben uns ein gutes Beispiel geschrieben. Bitte bestätigen Sie Ihre Adresse."),
            _("Der Link gilt 30 Tage. Waren Sie es nicht? Dann müssen Sie nichts tun."),
        ],
        buttons=[Button(_("Beispiel absenden"), links.confirm_url(submission))],
    )
    return _queue(submission, letter, recipient=submission.email, now=now)


def resume(submission: Submission, *, now: datetime) -> OutgoingMail:
    """Send the link with which somebody goes on writing."""
    letter = Letter(
        purpose="submissionLink",
        subject=_("Ihr angefangenes Beispiel"),
        heading=_("Hier schreiben Sie weiter"),
        paragraphs=[
            _("Was Sie bisher eingegeben haben, ist gespeichert. Der Link gilt 30 Tage."),
            _("Wer den Link hat, kann den Entwurf lesen und ändern. Geben Sie ihn nicht weiter."),
        ],
        buttons=[Button(_("Weiterschreiben"), links.resume_url(submission))],
    )
    return _queue(submission, letter, recipient=submission.email, now=now)


def receipt(
    submission: Submission,
    *,
    missing: Sequence[str],
    in_reply_to: str = "",
    now: datetime,
) -> OutgoingMail:
    """Thank and give the number. missing: what the editors still need, in sentences."""
    paragraphs = [
        _("vielen Dank. Ihr Beispiel ist bei der Redaktion, unter der Nummer %s.")
        % submission.number,
        _(
            "Wir machen daraus einen Text. Bevor er erscheint, bekommen Sie einen Link, lesen ihn "
            "und geben ihn frei."
        ),
    ]
    buttons = [Button(_("Stand ansehen"), links.status_url(submission))]
    if missing:
        paragraphs += [_("Das fehlt uns noch:"), *(f"– {sentence}" for sentence in missing)]
        buttons = [Button(_("Angaben ergänzen"), links.status_url(submission) + "angaben/")]
    paragraphs.append(_("Etwas vergessen? Antworten Sie einfach auf diese E-Mail."))
    letter = Letter(
        purpose="submission",
        subject=_("Ihr Beispiel ist da"),
        heading=_("Ihr Beispiel ist da"),
        paragraphs=paragraphs,
        buttons=buttons,
    )
    return tell(submission, letter, in_reply_to=in_reply_to, now=now)


def accepted(submission: Submission, *, now: datetime) -> OutgoingMail | None:
    return _state_mail(
        submission,
        subject=_("Wir schreiben Ihren Text"),
        paragraphs=[
            _("Ihr Beispiel hilft anderen Kommunen. Die Redaktion schreibt jetzt den Text dazu."),
            _("Sie bekommen ihn zu lesen, bevor er erscheint."),
        ],
        now=now,
    )


def rejected(submission: Submission, *, now: datetime) -> OutgoingMail | None:
    return _state_mail(
        submission,
        subject=_("Ihr Beispiel erscheint nicht"),
        paragraphs=[
            _("danke für Ihre Mühe. Wir nehmen dieses Beispiel nicht auf. Der Grund:"),
            submission.rejection,
            _("Sehen Sie es anders? Antworten Sie auf diese E-Mail. Ein Mensch liest sie."),
        ],
        is_automatic=False,
        now=now,
    )


def duplicate(submission: Submission, *, now: datetime) -> OutgoingMail | None:
    assert submission.duplicate_of is not None
    url = settings.BASE_URL + submission.duplicate_of.get_absolute_url()
    buttons = [Button(_("Beispiel ansehen"), url)] if submission.duplicate_of.live else []
    return _state_mail(
        submission,
        subject=_("Das gibt es schon, danke"),
        paragraphs=[
            _("danke für Ihre Einsendung. Das steht bei uns schon:"),
            submission.duplicate_of.title,
            _(
                "Ihre Erfahrung ergänzt es. Wenn bei Ihnen etwas anders war, antworten Sie auf "
                "diese E-Mail."
            ),
        ],
        buttons=buttons,
        is_automatic=False,
        now=now,
    )


def question(submission: Submission, *, text: str, author: User, now: datetime) -> OutgoingMail:
    """Ask the author something. A reply lands at the submission."""
    letter = Letter(
        purpose="submission",
        subject=_("Eine Frage zu Ihrem Beispiel"),
        heading=_("Eine Frage zu Ihrem Beispiel"),
        paragraphs=[*text.split("\n\n"), _("Antworten Sie einfach auf diese E-Mail.")],
        buttons=[Button(_("Auf der Seite antworten"), links.status_url(submission))],
        is_automatic=False,
    )
    kind = SubmissionMessage.Kind.QUESTION
    return tell(submission, letter, kind=kind, text=text, author=author, now=now)


def ask_consent(request: ConsentRequest, *, due: date, now: datetime) -> OutgoingMail:
    """Ask for the release of a text."""
    submission = request.submission
    letter = Letter(
        purpose="consent",
        subject=_("Bitte geben Sie Ihren Text frei"),
        heading=_("Ihr Text ist fertig. Stimmt er so?"),
        paragraphs=[
            _("Bitte lesen Sie den Text. Ein Klick genügt: ja, bitte ändern oder nein."),
            _(
                "Ohne Ihre Freigabe zeigen wir ihn nicht. Hören wir bis zum %s nichts, erinnern "
                "wir Sie einmal. Danach dürfen wir nur zeigen, was schon öffentlich bekannt ist."
            )
            % german.date_de(due),
        ],
        buttons=[Button(_("Text lesen und entscheiden"), links.consent_url(request))],
        is_automatic=False,
    )
    return tell(submission, letter, recipient=request.recipient, now=now)


def remind_consent(request: ConsentRequest, *, now: datetime) -> OutgoingMail:
    """Ask once more."""
    letter = Letter(
        purpose="consent",
        subject=_("Erinnerung: Bitte geben Sie Ihren Text frei"),
        heading=_("Ihr Text wartet auf Sie"),
        paragraphs=[
            _("Am %s haben wir Sie gebeten, den Text zu Ihrem Beispiel freizugeben.")
            % german.date_de(request.asked_at),
            _(
                "Ohne Ihre Antwort zeigen wir höchstens, was schon öffentlich bekannt ist, ohne "
                "Ansprechstelle, Anlagen und Bilder."
            ),
        ],
        buttons=[Button(_("Text lesen und entscheiden"), links.consent_url(request))],
    )
    return tell(request.submission, letter, recipient=request.recipient, now=now)


def published(submission: Submission, *, now: datetime) -> OutgoingMail | None:
    assert submission.example is not None
    url = settings.BASE_URL + submission.example.get_absolute_url()
    return _state_mail(
        submission,
        subject=_("Ihr Beispiel ist veröffentlicht"),
        paragraphs=[
            _("Ihr Beispiel steht jetzt allen zur Verfügung:"),
            submission.example.title,
            _("Hat sich etwas geändert? Antworten Sie auf diese E-Mail."),
        ],
        buttons=[Button(_("Beispiel ansehen"), url)],
        now=now,
    )


def status_link(submission: Submission, *, now: datetime) -> OutgoingMail:
    """Queue a fresh link to the status page."""
    letter = Letter(
        purpose="statusLink",
        subject=_("Neuer Link zu Ihrem Beispiel"),
        heading=_("Hier sehen Sie den Stand"),
        paragraphs=[_("Der Link gilt ein Jahr. Jede E-Mail von uns enthält einen neuen.")],
        buttons=[Button(_("Stand ansehen"), links.status_url(submission))],
    )
    return _queue(submission, letter, recipient=submission.email, now=now)


def notice(submission: Submission, sentence: str, *, now: datetime) -> list[OutgoingMail]:
    """Tell who looks after a submission, else all editors. Names nobody and repeats no text."""
    owner = submission.owner if submission.owner and submission.owner.is_active else None
    editors = User.objects.filter(groups__name=Role.EDITOR, is_active=True).order_by("pk")
    addresses = [owner.email] if owner else list(editors.values_list("email", flat=True))
    url = settings.BASE_URL + submission.get_absolute_url()
    return [
        outbox.queue(
            purpose="notice",
            recipient=address,
            subject=f"[{submission.number}] {sentence}",
            text=f"{sentence}\n\n{url}\n",
            is_automatic=True,
            sender_name=settings.WAGTAIL_SITE_NAME,
            now=now,
        )
        for address in addresses
    ]


def _state_mail(
    submission: Submission,
    *,
    subject: str,
    paragraphs: Sequence[str],
    buttons: Sequence[Button] = (),
    is_automatic: bool = True,
    now: datetime,
) -> OutgoingMail | None:
    """Tell the author what became of it; None if nobody reads mail there."""
    if not has_reader(submission.email):
        return None
    letter = Letter(
        purpose="submission",
        subject=subject,
        heading=subject,
        paragraphs=paragraphs,
        buttons=[*buttons, Button(_("Stand ansehen"), links.status_url(submission))],
        is_automatic=is_automatic,
    )
    return tell(submission, letter, now=now)


def tell(
    submission: Submission,
    letter: Letter,
    *,
    kind: SubmissionMessage.Kind = SubmissionMessage.Kind.NOTICE,
    recipient: str = "",
    text: str = "",
    author: User | None = None,
    in_reply_to: str = "",
    now: datetime,
) -> OutgoingMail:
    """Queue a mail in the thread of a submission and keep it in the exchange.

    text: what the exchange shows, if less than the whole letter.
    """
    to = recipient or submission.email
    mail = _queue(submission, letter, recipient=to, in_reply_to=in_reply_to, now=now)
    SubmissionMessage.objects.create(
        submission=submission,
        kind=kind,
        author=author,
        subject=letter.subject,
        text=text or "\n\n".join(letter.paragraphs),
        message_id=mail.message_id,
        created_at=now,
        outgoing=mail,
    )
    return mail


def _queue(
    submission: Submission,
    letter: Letter,
    *,
    recipient: str,
    in_reply_to: str = "",
    now: datetime,
) -> OutgoingMail:
    number = submission.number
    chain = _chain(submission)
    context = {
        "letter": letter,
        "subject": letter.subject,
        "name": submission.name if recipient == submission.email else "",
        "number": number,
        "site": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.BASE_URL,
        "mailbox": settings.SUBMISSION_ADDRESS,
    }
    return outbox.queue(
        purpose=letter.purpose,
        recipient=recipient,
        subject=f"[{number}] {letter.subject}" if number else letter.subject,
        text=_render("letter.txt", context),
        html=_render("letter.html", context),
        # Without a number there is nothing an answer could belong to yet.
        reply_to=tokens.reply_address(number) if number else "",
        in_reply_to=in_reply_to or (chain[-1] if chain else ""),
        references=chain,
        is_automatic=letter.is_automatic,
        sender_name=_("%s, Redaktion") % settings.WAGTAIL_SITE_NAME,
        now=now,
    )


def _chain(submission: Submission) -> list[str]:
    """Return the Message-IDs of the exchange, oldest first, as far as the author knows them."""
    if submission.pk is None or submission.number is None:
        return []
    seen = submission.messages.filter(kind__in=SubmissionMessage.VISIBLE_TO_AUTHOR)
    ids = seen.exclude(message_id="").order_by("created_at", "pk")
    return list(ids.values_list("message_id", flat=True))[-MAX_REFERENCES:]


def _render(template: str, context: dict[str, object]) -> str:
    return render_to_string(f"knowledge/submissions/mails/{template}", context).strip() + "\n"
