"""What stands beside an example to help a decision: fit, adoptions, ways to pass it on.

Put together from the sub-packages for the page of one example, once per request.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lotse.accounts.access import Visitor, reach
from lotse.accounts.models import User
from lotse.accounts.roles import MEMBER_ROLES
from lotse.knowledge import addressing, documents
from lotse.knowledge.addressing import Citation
from lotse.knowledge.adoption import queries as adoptions
from lotse.knowledge.adoption.queries import Shown
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.comparing import choice
from lotse.knowledge.models import Adoption, AdoptionTally, Answer
from lotse.knowledge.models.feedback import PageFeedback
from lotse.knowledge.reading import Reading
from lotse.knowledge.transfer import conditions, fit
from lotse.knowledge.transfer.fit import Answers, Result
from lotse.lib import german


@dataclass(frozen=True)
class Passing:
    """How a page is passed on: permanent link, mail, citation, feedback."""

    citation: Citation
    permanent: str
    """Absolute short link."""
    mail: str
    text: str
    """The citation itself, without the link."""
    yes_url: str
    no_url: str
    wrong_url: str


@dataclass(frozen=True)
class Decision:
    """What a reader of one example gets to decide with."""

    passing: Passing
    compare_url: str
    fit: Result | None
    """For the reader's own municipality, before they said anything; None without one."""
    can_adopt: bool
    own: Adoption | None
    """The adoption of the reader's municipality, if it stands."""
    tally: AdoptionTally | None
    results: tuple[tuple[str, int], ...]
    adoptions: tuple[Shown, ...]


def about(shown: Reading, person: Visitor, today: date) -> Decision:
    """Return what stands beside an example. At most six queries, whatever the example has."""
    example = shown.example
    place = person.municipality if isinstance(person, User) else None
    is_own = place is not None and place.pk in {one.pk for one in shown.municipalities}
    is_member = isinstance(person, User) and person.has_role(*MEMBER_ROLES)
    own = adoptions.own(example, place) if is_member else None
    tally = getattr(example, "tally", None)
    known = conditions.of(example)
    return Decision(
        passing=of_example(shown, today),
        compare_url=choice.address([example.pk]),
        fit=fit.check(known, conditions.place(place), Answers()) if place and not is_own else None,
        can_adopt=not isinstance(person, User) or (is_member and place is not None and not is_own),
        own=own if own and own.withdrawn_at is None else None,
        tally=tally,
        results=tuple(adoptions.results_in_words(tally)),
        # Nothing to look for where the count says there is nothing.
        adoptions=tuple(adoptions.at_example(example, reach(person), today)) if tally else (),
    )


def of_example(shown: Reading, today: date) -> Passing:
    example = shown.example
    place = f" ({shown.lead.short_name})" if shown.lead else ""
    feedback = reverse("knowledge:example_feedback", args=[example.slug])
    return _passing(documents.KIND, example.pk, f"{example.title}{place}", feedback, today)


def of_answer(answer: Answer, today: date) -> Passing:
    feedback = reverse("knowledge:answer_feedback", args=[answer.slug])
    return _passing(answer_documents.KIND, answer.pk, answer.question, feedback, today)


def _passing(kind: str, pk: int, title: str, feedback: str, today: date) -> Passing:
    citation = addressing.citation(kind, pk)
    permanent = settings.BASE_URL + citation.path
    parts = [f"{settings.PLATFORM_NAME}: {title.rstrip('.')}{'' if title.endswith('?') else '.'}"]
    if citation.number:
        edition = citation.editions[0]
        facts = {"number": edition.number, "day": german.date_de(edition.published_at)}
        parts.append(_("Fassung %(number)s vom %(day)s.") % facts)
    parts.append(_("Abgerufen am %s.") % german.date_de(today))
    wishes = [f"{feedback}?{urlencode({'hilft': value})}" for value in PageFeedback.Verdict.values]
    body = f"{title}\n{permanent}\n"
    return Passing(
        citation=citation,
        permanent=permanent,
        mail=f"mailto:?subject={quote(title)}&body={quote(body)}",
        text=" ".join(parts),
        yes_url=wishes[0],
        no_url=wishes[1],
        wrong_url=wishes[2],
    )
