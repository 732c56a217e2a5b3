"""Examples for tests: ``ExampleFactory(concepts=[…], municipalities=[…])`` is a saved draft."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from lotse.knowledge import rules
from lotse.knowledge.models import (
    Answer,
    AnswerSource,
    Example,
    ExampleMunicipality,
    Fact,
    FactKey,
    FactVersion,
    Source,
)
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.topics.models import Concept
from lotse.topics.tests.factories import ConceptFactory


class ExampleFactory(DjangoModelFactory[Example]):
    """A draft that is complete enough for its short form. ``published`` makes a public one."""

    class Meta:
        model = Example
        skip_postgeneration_save = True

    live = False
    title = Sequence(lambda n: f"Maßnahme {n}")
    slug = Sequence(lambda n: f"massnahme-{n}")
    what = "Die Stadt verlegt Menschen aus der Sporthalle in ein leeres Schulgebäude."
    review_due_on = date(2099, 1, 1)

    @post_generation  # type: ignore[untyped-decorator]
    def concepts(
        self: Example, create: bool, concepts: Iterable[Concept] | None, **kwargs: Any
    ) -> None:
        self.concepts.set([ConceptFactory()] if concepts is None else concepts)
        self.save()

    @post_generation  # type: ignore[untyped-decorator]
    def municipalities(
        self: Example, create: bool, places: Iterable[Municipality] | None, **kwargs: Any
    ) -> None:
        for position, place in enumerate([MunicipalityFactory()] if places is None else places):
            ExampleMunicipality.objects.create(
                example=self, municipality=place, sort_order=position
            )

    @post_generation  # type: ignore[untyped-decorator]
    def sources(self: Example, create: bool, urls: Iterable[str] | None, **kwargs: Any) -> None:
        for position, url in enumerate(["https://quelle.example/"] if urls is None else urls):
            Source.objects.create(example=self, url=url, sort_order=position)


def published(**values: Any) -> Example:
    """Return a published example, public unless ``audience`` says otherwise."""
    example: Example = ExampleFactory(**{"audience": 0, **values})
    rules.publish_draft(example)
    example.refresh_from_db()
    return example


def answered(**values: Any) -> Answer:
    """Return a published answered question, public unless ``audience`` says otherwise."""
    concepts = values.pop("concepts", None)
    sources = values.pop("sources", None)
    lands = values.pop("lands", ())
    facts = {
        "question": "Wer prüft die Schneelast?",
        "slug": "wer-prueft",
        "short_answer": "Der Betreiber.",
        "as_of": date(2026, 1, 1),
        "review_due_on": date(2099, 1, 1),
        "audience": 0,
    }
    answer = Answer(live=False, **{**facts, **values})
    answer.concepts.set([ConceptFactory()] if concepts is None else concepts)
    answer.lands.set(lands)
    given = [AnswerSource(url="https://quelle.example/")] if sources is None else sources
    for position, source in enumerate(given):
        source.sort_order = position
        answer.sources.add(source)
    answer.save()
    rules.publish_draft(answer)
    answer.refresh_from_db()
    return answer


def fact(
    code: str = "F-U-20", *, versions: Iterable[FactVersion] | None = None, **values: Any
) -> Fact:
    """Return a published fact about square metres in force since 2018, confirmed in the law."""
    lands = values.pop("lands", ())
    key = values.pop("key", None) or fact_key()
    facts = {"kind": "number", "scope": "land" if lands else "federal"}
    made = Fact(live=False, code=code, key=key, **{**facts, **values})
    made.lands.set(lands)
    for one in [version()] if versions is None else versions:
        made.versions.add(one)
    made.save()
    rules.publish_draft(made)
    made.refresh_from_db()
    return made


def fact_key(slug: str = "flaeche-je-platz", name: str = "Fläche je Platz") -> FactKey:
    known = FactKey.objects.filter(slug=slug).first()
    if known:
        return known
    key = FactKey(slug=slug, name=name)
    key.concepts.set([ConceptFactory()])
    key.save()
    return key


def version(**values: Any) -> FactVersion:
    """Return an unsaved version that is complete enough to be shown."""
    facts = {
        "statement": "Je Platz sind mindestens 7 m² vorzusehen.",
        "value": Decimal(7),
        "unit": "m²",
        "bindingness": "law",
        "norm": "FlüAG § 8",
        "valid_from": date(2018, 1, 1),
        "law_as_of": date(2026, 8, 19),
        "verification": "law",
        "checked_on": date(2026, 8, 19),
        "checked_by": "Erika Muster",
        "source_url": "https://gesetz.example/8",
        "accessed_on": date(2026, 8, 19),
    }
    return FactVersion(**{**facts, **values})
