"""Fill an installation with content: ``python -m benchmarks.content N [examples]``.

Run with the environment of the installation. Records are written in bulk, lists and index by the
product's own rebuild, so the result is what N single publications would have left.
"""

import random
import sys
from datetime import timedelta

import django


def fill(count: int, *, has_inquiries: bool = True) -> None:
    """Bring the installation to ``count`` examples, and to as many inquiries unless told not to."""
    from django.utils import timezone

    from lotse.knowledge import rules
    from lotse.search import rebuild

    now = timezone.now()
    chance = random.Random(11)
    if has_inquiries:
        _inquiries(count, now, chance)
    _examples(count, now, chance)
    rules.rebuild_lists(timezone.localdate())
    rebuild.rebuild(now)


def _inquiries(count, now, chance) -> None:  # type: ignore[no-untyped-def]
    from benchmarks.letters import PEOPLE, PLACES, SENTENCES, SUBJECTS
    from lotse.inquiries.models import Event, Inquiry, Message
    from lotse.municipalities.models import Municipality
    from lotse.team.models import ProgrammeArea
    from lotse.topics.models import Concept

    areas = list(ProgrammeArea.objects.all())
    concepts = list(Concept.objects.all()[:40])
    places = list(Municipality.objects.order_by("pk")[:2000])
    present = Inquiry.objects.count()
    made = []
    for number in range(present, count):
        # Two of a hundred are open; the others were answered and closed, as in a real year.
        is_open = number % 50 == 0
        received = now - timedelta(minutes=7 * (count - number) + chance.randrange(60))
        if is_open:
            received = now - timedelta(minutes=chance.randrange(24 * 60))
        due = received + timedelta(hours=24)
        replied = received + timedelta(hours=chance.randrange(1, 23))
        made.append(
            Inquiry(
                number=f"L-2025-{number:06d}",
                channel=Inquiry.Channel.MAIL,
                subject=f"{chance.choice(SUBJECTS)} in {chance.choice(PLACES)}",
                asker_name=chance.choice(PEOPLE),
                asker_email=f"person{number}@gemeinde-{number % 60}.example",
                municipality=chance.choice(places),
                area=chance.choice(areas),
                received_at=received,
                reaction_due_at=due,
                reacted_at=None if is_open else replied,
                first_answered_at=None if is_open else replied,
                answered_at=None if is_open else replied,
                waiting_since=received if is_open else None,
                due_at=due if is_open else None,
                closed_at=None if is_open else replied + timedelta(hours=1),
                message_count=3,
                turn=1 if is_open else 2,
            )
        )
    made = Inquiry.objects.bulk_create(made, batch_size=500)
    through = Inquiry.topics.through
    through.objects.bulk_create(
        [through(inquiry_id=inquiry.pk, concept_id=chance.choice(concepts).pk) for inquiry in made],
        batch_size=1000,
    )
    messages, events = [], []
    for inquiry in made:
        text = " ".join(chance.sample(SENTENCES, 4))
        messages.append(
            Message(
                inquiry=inquiry,
                kind=Message.Kind.QUESTION,
                author_name=inquiry.asker_name,
                author_email=inquiry.asker_email,
                subject=inquiry.subject,
                text=text,
                message_id=f"<content-{inquiry.pk}@gemeinde.example>",
                created_at=inquiry.received_at,
            )
        )
        if inquiry.answered_at:
            messages.append(
                Message(
                    inquiry=inquiry,
                    kind=Message.Kind.ANSWER,
                    text=text,
                    message_id=f"<answer-{inquiry.pk}@lotse.example>",
                    created_at=inquiry.answered_at,
                )
            )
        events.append(
            Event(inquiry=inquiry, what=Event.What.RECEIVED, happened_at=inquiry.received_at)
        )
    Message.objects.bulk_create(messages, batch_size=500)
    Event.objects.bulk_create(events, batch_size=500)


def _examples(count, now, chance) -> None:  # type: ignore[no-untyped-def]
    from benchmarks.letters import SENTENCES, SUBJECTS
    from lotse.knowledge.models import Example, ExampleMunicipality, Source
    from lotse.municipalities.models import Municipality
    from lotse.topics.models import Concept

    concepts = list(Concept.objects.all())
    places = list(Municipality.objects.order_by("pk")[:5000])
    words = _words()
    made = []
    for number in range(Example.objects.count(), count):
        published = now - timedelta(hours=count - number)

        def prose(length: int) -> str:
            return " ".join(chance.choices(words, k=length)).capitalize() + "."

        made.append(
            Example(
                title=f"{chance.choice(SUBJECTS)} {number}",
                slug=f"massnahme-{number}",
                what=f"{chance.choice(SENTENCES)} {prose(12)}"[:600],
                problem=prose(60),
                solution=prose(120),
                lessons="\n".join(prose(12) for _line in range(3)),
                status=chance.choice(Example.Status.values),
                year=2015 + number % 11,
                year_basis=Example.YearBasis.STATED,
                evidence=chance.choice(Example.Evidence.values),
                evidence_text=prose(30),
                audience=0,
                live=True,
                first_published_at=published,
                last_published_at=published,
            )
        )
    made = Example.objects.bulk_create(made, batch_size=500)
    through = Example.concepts.through
    through.objects.bulk_create(
        [
            through(example_id=example.pk, concept_id=concept.pk)
            for example in made
            for concept in chance.sample(concepts, 2)
        ],
        batch_size=1000,
    )
    ExampleMunicipality.objects.bulk_create(
        [
            ExampleMunicipality(example=example, municipality=chance.choice(places), sort_order=0)
            for example in made
        ],
        batch_size=1000,
    )
    Source.objects.bulk_create(
        [Source(example=example, url="https://quelle.example/", sort_order=0) for example in made],
        batch_size=1000,
    )


def _words() -> list[str]:
    """Return the words of the demo's examples, so that invented prose has a real vocabulary."""
    from lotse.knowledge.models import Example

    texts = Example.objects.filter(code__isnull=False).values_list("what", "problem", "solution")
    return " ".join(part for row in texts for part in row).replace(".", "").split()


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), has_inquiries="examples" not in sys.argv)
