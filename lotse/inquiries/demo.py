"""Believable inquiries for trying out: invented people, real questions, every state.

Played through the rules, as if it had all happened, so that clock, events and mails fit together.
Times count back from ``now``: some are due soon, one is overdue.
"""

from datetime import datetime, timedelta

from lotse.accounts.demo import MEMBERS
from lotse.accounts.models import User
from lotse.inquiries import rules
from lotse.inquiries.demonstration.open import OPEN
from lotse.inquiries.demonstration.script import (
    Afterwards,
    Answer,
    Assign,
    AwaitAsker,
    Bounce,
    Close,
    Conversation,
    Draft,
    FollowUp,
    Interim,
    Note,
    PassedOn,
    Rate,
    Reap,
    Sort,
    Step,
)
from lotse.inquiries.demonstration.settled import SETTLED
from lotse.inquiries.demonstration.wave import WAVE
from lotse.inquiries.models import Inquiry, Message, PauseReason
from lotse.inquiries.rules import feedback, forwarding, harvesting, radar, recalls, sorting
from lotse.knowledge import publication
from lotse.knowledge.models import Answer as KnowledgeAnswer
from lotse.knowledge.models import Commission, Example
from lotse.mail import suppression

CONVERSATIONS = (*OPEN, *SETTLED, *WAVE)
RECALLED = "EX-010"
"""A good example that changes after it was cited."""
RECALLED_LIMITS = "Die Redaktion prüft gerade, ob diese Angaben noch stimmen."
KEY = "demo-"
"""Beginning of the form key of demo inquiries: loading twice changes nothing."""


def load(now: datetime) -> str:
    """Play the conversations that are missing. Needs demo people, areas and examples."""
    known = set(Inquiry.objects.filter(form_key__startswith=KEY).values_list("form_key", flat=True))
    stage = _Stage(now)
    missing = [one for one in CONVERSATIONS if KEY + one.slug not in known]
    # In the order of receipt, so that reference numbers rise with time.
    for conversation in sorted(missing, key=lambda one: -one.hours_ago):
        stage.play(conversation)
    _look_back(now)
    return f"Anfragen: {len(CONVERSATIONS)}, davon {len(missing)} neu"


def _look_back(now: datetime) -> None:
    """Let the radar read the inquiries, and change a source that was cited in an answer."""
    while radar.read_new(now):
        pass
    recalls.watch(now)
    example = Example.objects.filter(code=RECALLED, live=True).first()
    if example is not None and example.limits != RECALLED_LIMITS:
        example.limits = RECALLED_LIMITS
        example.save()
        publication.write(example)
        recalls.watch(now)


class _Stage:
    """Plays conversations with the people and examples that are there."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._people = {person.email: person for person in User.objects.filter(is_active=True)}
        self._examples = dict(Example.objects.values_list("code", "pk"))

    def play(self, conversation: Conversation) -> None:
        received_at = self._ago(conversation.hours_ago)
        domain = MEMBERS.get(conversation.member, "")
        address = conversation.mailbox + (f"@{domain}.example" if domain else "")
        if conversation.channel == Inquiry.Channel.PHONE:
            address = ""
        inquiry = rules.receive(
            rules.Incoming(
                text=conversation.text,
                subject=conversation.subject,
                author_name=conversation.name,
                author_email=address,
                message_id=f"<{conversation.slug}@{domain or 'anderswo'}.example>",
            ),
            channel=conversation.channel,
            received_at=received_at,
            phone=conversation.phone,
            urgency=conversation.urgency,
            has_publication_consent=conversation.has_publication_consent,
            form_key=KEY + conversation.slug,
            now=received_at,
        )
        for step in conversation.steps:
            if isinstance(step, Rate | Reap):
                self._reap(inquiry, step, self._ago(step.hours_ago))
            else:
                self._do(inquiry, step)
            inquiry.refresh_from_db()

    def _do(self, inquiry: Inquiry, step: Step) -> None:
        now = self._ago(step.hours_ago)
        match step:
            case FollowUp() | Bounce() | PassedOn():
                self._mail(inquiry, step, now)
            case Assign():
                rules.assign(inquiry, owner=self._who(step.who), actor=self._who(step.by), now=now)
            case Note():
                rules.note(inquiry, text=step.text, author=self._who(step.who), now=now)
            case Draft():
                rules.save_draft(inquiry, text=step.text, author=self._who(step.who), now=now)
            case AwaitAsker():
                rules.pause(
                    inquiry,
                    reason=PauseReason.ASKER,
                    detail=step.text,
                    days=7,
                    actor=self._who(step.who),
                    now=now,
                )
            case Sort():
                who = self._who(step.who)
                sorting.set_kind(inquiry, kind=step.kind, actor=who, now=now)
            case Close():
                rules.close(
                    inquiry,
                    harvest=step.harvest,
                    reason=step.reason,
                    actor=self._who(step.who),
                    now=now,
                )
            case Interim() | Answer():
                self._reply(inquiry, step, now)

    def _reply(self, inquiry: Inquiry, step: Interim | Answer, now: datetime) -> None:
        is_interim = isinstance(step, Interim)
        rules.reply(
            inquiry,
            kind=Message.Kind.INTERIM if is_interim else Message.Kind.ANSWER,
            text=step.text,
            citations=[
                rules.Cited("example", self._examples[code])
                for code in step.sources
                if code in self._examples
            ],
            author=self._who(step.who),
            answer_due_at=(
                self._now + timedelta(hours=step.answer_in_hours)
                if isinstance(step, Interim)
                else None
            ),
            now=now,
        )

    def _reap(self, inquiry: Inquiry, step: Afterwards, now: datetime) -> None:
        if isinstance(step, Rate):
            answer = inquiry.messages.filter(kind=Message.Kind.ANSWER).last()
            assert answer is not None
            feedback.rate(answer, has_helped=step.has_helped, text=step.text, now=now)
            return
        actor = self._who(step.who)
        if step.there:
            # As with sources: what is not loaded is not counted.
            for record in KnowledgeAnswer.objects.filter(slug=step.there):
                target = harvesting.Chosen("answer", record.pk)
                harvesting.already_there(inquiry, target=target, actor=actor, now=now)
        elif step.title:
            harvesting.commission(
                inquiry,
                kind=Commission.Kind.AID,
                title=step.title,
                why=step.why,
                actor=actor,
                now=now,
            )
        else:
            harvesting.draft_answer(inquiry, actor=actor, now=now)

    def _mail(self, inquiry: Inquiry, step: FollowUp | Bounce | PassedOn, now: datetime) -> None:
        match step:
            case FollowUp():
                self._follow_up(inquiry, step.text, now)
            case Bounce():
                self._bounce(inquiry, step.text, now)
            case PassedOn():
                forwarding.note(
                    inquiry, original_name=step.name, original_email=step.address, now=now
                )

    def _follow_up(self, inquiry: Inquiry, text: str, now: datetime) -> None:
        incoming = rules.Incoming(
            text=text,
            author_name=inquiry.asker_name,
            author_email=inquiry.asker_email,
            message_id=f"<{inquiry.number.lower()}.{now:%H%M}@post.example>",
        )
        rules.add_message(inquiry, incoming, channel=Inquiry.Channel.MAIL, received_at=now, now=now)

    def _bounce(self, inquiry: Inquiry, text: str, now: datetime) -> None:
        incoming = rules.Incoming(
            text=text,
            subject="Undelivered Mail Returned to Sender",
            author_name="Mail Delivery System",
            author_email="mailer-daemon@post.example",
        )
        receipt = inquiry.messages.filter(kind=Message.Kind.RECEIPT).first()
        rules.add_bounce(inquiry, incoming, returned=receipt, received_at=now, now=now)
        reason = "5.1.1 Recipient address rejected: User unknown"
        suppression.note("h.kranz@post.example", reason=reason, now=now)

    def _who(self, mailbox: str) -> User:
        return self._people[f"{mailbox}@lotse.example"]

    def _ago(self, hours: float) -> datetime:
        return self._now - timedelta(hours=hours)
