"""An inquiry that was asked, answered with a source and closed, as the desk leaves it."""

from collections.abc import Callable
from datetime import timedelta

from lotse.accounts.models import User
from lotse.inquiries import rules
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.content import deliver_and_read, mail, publish_example
from lotse.inquiries.tests.factories import MONDAY
from lotse.topics.tests.factories import ConceptFactory

Close = Callable[..., Inquiry]
QUESTION = (
    "Guten Tag,\n\nwer prüft bei der Zelthalle die Schneelast? Frau Karimi vom Bauhof "
    "(Tel. 03643 762145) meint, der Vermieter.\n\nMit freundlichen Grüßen\nSabine Muster\nBauamt"
)
ANSWER = (
    "Guten Tag Frau Muster,\n\nkurz gesagt: Verantwortlich ist, wer die Halle betreibt [1]. "
    "Die Kommune prüft mit.\n\n1. Messen Sie alle vier Stunden.\n2. Räumen Sie rechtzeitig.\n\n"
    "Freundliche Grüße\nMareike Thomsen"
)


def answered(author: User, *, question: str = QUESTION, answer: str = ANSWER) -> Inquiry:
    """Return an inquiry that was answered with one cited example."""
    what = "Die Stadt misst alle vier Stunden die Schneelast auf der Zelthalle."
    source = publish_example("Schneewache für Zelthallen", what=what)
    inquiry = deliver_and_read(mail(subject="Schneelast bei Zelthallen", text=question)).inquiry
    rules.set_topics(inquiry, topics=[ConceptFactory()], actor=author, now=MONDAY)
    rules.reply(
        inquiry,
        kind="answer",
        text=answer,
        citations=[rules.Cited("example", source.pk)],
        author=author,
        now=MONDAY + timedelta(hours=2),
    )
    return inquiry


def closed(author: User, *, harvest: str = "toQuestion", has_consent: bool = True) -> Inquiry:
    """Return an answered and closed inquiry."""
    inquiry = answered(author)
    Inquiry.objects.filter(pk=inquiry.pk).update(has_publication_consent=has_consent)
    inquiry.refresh_from_db()
    rules.close(inquiry, harvest=harvest, actor=author, now=MONDAY + timedelta(hours=3))
    return inquiry
