"""What the form starts with when a link led there: an example taken over, or a topic."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from lotse.accounts.access import Visitor, reach
from lotse.accounts.models import User
from lotse.knowledge import queries as examples
from lotse.knowledge.adoption import queries as adoptions
from lotse.knowledge.models import Adoption, AdoptionResult, Example, Submission
from lotse.knowledge.submissions import content, rules
from lotse.topics.models import Concept

TEMPLATE, TOPIC = "vorlage", "thema"
"""Parameters of the address and fields of the form."""


@dataclass(frozen=True)
class Beginning:
    example: Example | None = None
    """The example it is adapted from, as far as the person may see it."""
    adoption: Adoption | None = None
    """That the person's municipality took it over."""
    topic: Concept | None = None

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What the form carries along, so that saving by itself knows it too."""
        pairs = [(TEMPLATE, self.example.slug if self.example else "")]
        pairs.append((TOPIC, self.topic.code if self.topic else ""))
        return [(name, value) for name, value in pairs if value]


def read(query: QueryDict, person: Visitor) -> Beginning:
    """Read an address or a form; whatever does not exist or is not for them is left out."""
    slug, code = query.get(TEMPLATE, "")[:110], query.get(TOPIC, "")[:8]
    example = examples.visible(reach(person)).filter(slug=slug).first() if slug else None
    place = person.municipality if isinstance(person, User) else None
    return Beginning(
        example=example,
        adoption=adoptions.own(example, place) if example else None,
        topic=Concept.objects.filter(code=code).first() if code else None,
    )


def values(beginning: Beginning) -> dict[str, str]:
    """Return first words for the form, to be changed; empty without an example."""
    if beginning.example is None:
        return {}
    adoption = beginning.adoption
    if adoption is None or adoption.withdrawn_at is not None:
        return {"raw_text": _("Angelehnt an „%s“: ") % beginning.example.title}
    results = AdoptionResult.objects.filter(adoption=adoption).exclude(text="")
    said = results.order_by("-reported_at").values_list("text", flat=True)
    changes = _("Angepasst haben wir: %s") % adoption.changes if adoption.changes else ""
    return {
        "raw_text": content.paragraphs(
            [_("Wir haben „%s“ übernommen.") % beginning.example.title, changes]
        ),
        "benefit": content.paragraphs(list(said[:2])),
    }


def note(draft: Submission, beginning: Beginning, *, now: datetime) -> None:
    """Keep in a new draft where it comes from: the example, its topics, the chosen topic."""
    example, topic = beginning.example, beginning.topic
    if example is not None:
        concepts = {concept.top for concept in example.concepts.select_related("broader")}
        rules.write(draft, adapted_from=example, concepts=concepts, now=now)
    elif topic is not None:
        rules.write(draft, concepts=[topic.top], now=now)
