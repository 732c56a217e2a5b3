"""The kinds of records that are reviewed. A new kind is one entry in ``KINDS``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import documents, publication, requirements
from lotse.knowledge import queries as examples
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.answers import publication as answer_publication
from lotse.knowledge.answers import queries as answers
from lotse.knowledge.answers import requirements as answer_requirements
from lotse.knowledge.facts import checks as fact_checks
from lotse.knowledge.facts import documents as fact_documents
from lotse.knowledge.facts import publication as fact_publication
from lotse.knowledge.facts import queries as facts
from lotse.knowledge.models import Answer, Example, Fact

Record = Example | Answer | Fact


@dataclass(frozen=True)
class Kind:
    name: str
    """Name of the search provider."""
    label: str | Promise
    model: type[Record]
    visible: Callable[..., Any]
    """From a reach to the records it may see."""
    checked: Callable[[Any, str, date], Mapping[str, Any]]
    """From record, name of a person and day to the columns that say it still holds."""
    second_look: Callable[[Any, str, date], Mapping[str, Any]]
    """The same for somebody who looked at what another person published."""
    write: Callable[[int, datetime], None]
    """Bring search and pages in line with a record that was confirmed."""

    def edit_url(self, pk: int) -> str:
        return f"/redaktion/snippets/knowledge/{self.model._meta.model_name}/edit/{pk}/"


def _example_checked(example: Example, name: str, today: date) -> Mapping[str, Any]:
    # A short form that nobody has checked yet is not checked by saying that it still holds.
    return {"checked_on": today, "checked_by": name} if example.checked_on else {}


def _write_example(pk: int, now: datetime) -> None:
    publication.write(examples.complete(Example.objects.filter(pk=pk)).get())


def _write_answer(pk: int, now: datetime) -> None:
    answer_publication.write(answers.complete(Answer.objects.filter(pk=pk)).get())


def _write_fact(pk: int, now: datetime) -> None:
    fact_publication.write(facts.complete(Fact.objects.filter(pk=pk)).get(), before=None, now=now)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            documents.KIND,
            _("Gutes Beispiel"),
            Example,
            examples.visible,
            _example_checked,
            requirements.second_look,
            _write_example,
        ),
        Kind(
            answer_documents.KIND,
            _("Beantwortete Frage"),
            Answer,
            answers.visible,
            answer_requirements.second_look,
            answer_requirements.second_look,
            _write_answer,
        ),
        Kind(
            fact_documents.KIND,
            _("Zahl oder Regel"),
            Fact,
            facts.visible,
            fact_checks.second_look,
            fact_checks.second_look,
            _write_fact,
        ),
    )
}
