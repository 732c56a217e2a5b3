"""The kinds of records that are reviewed. A new kind is one entry in ``KINDS``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import documents, publication
from lotse.knowledge import queries as examples
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.answers import publication as answer_publication
from lotse.knowledge.answers import queries as answers
from lotse.knowledge.facts import book
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
    """From record, name of a person and day to the columns that say it was checked."""
    write: Callable[[int, datetime], None]
    """Bring search and pages in line with a record that was confirmed."""

    def edit_url(self, pk: int) -> str:
        return f"/redaktion/snippets/knowledge/{self.model._meta.model_name}/edit/{pk}/"


def _example_checked(example: Example, name: str, today: date) -> Mapping[str, Any]:
    # A short form that nobody has checked yet is not checked by saying that it still holds.
    return {"checked_on": today, "checked_by": name} if example.checked_on else {}


def _answer_checked(answer: Answer, name: str, today: date) -> Mapping[str, Any]:
    return {"checked_on": today}


def _fact_checked(fact: Fact, name: str, today: date) -> Mapping[str, Any]:
    """The version that holds was looked at; the law date stays, as nobody may have read the law."""
    shown = book.entry(fact).shown(today)
    if shown is None:
        return {}
    return {"versions": {shown.pk: {"checked_on": today, "checked_by": name}}}


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
            _write_example,
        ),
        Kind(
            answer_documents.KIND,
            _("Beantwortete Frage"),
            Answer,
            answers.visible,
            _answer_checked,
            _write_answer,
        ),
        Kind(
            fact_documents.KIND,
            _("Zahl oder Regel"),
            Fact,
            facts.visible,
            _fact_checked,
            _write_fact,
        ),
    )
}
