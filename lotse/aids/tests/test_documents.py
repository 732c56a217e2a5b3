"""What an aid says: found at its place, with facts in place of their marks."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from lotse.aids import bootstrap, documents, queries
from lotse.aids.models import Aid
from lotse.aids.tests.factories import published
from lotse.knowledge.facts import bootstrap as facts
from lotse.knowledge.models import Correction
from lotse.knowledge.tests.factories import fact, version
from lotse.lib.audience import Audience
from lotse.municipalities import bootstrap as municipalities
from lotse.municipalities.tests.factories import LandFactory
from lotse.topics import bootstrap as topics

pytestmark = pytest.mark.django_db


def test_every_passage_of_the_first_aids_leads_to_its_place() -> None:
    for part in (topics, municipalities, facts, bootstrap):
        part.load(timezone.now())
    aids = Aid.objects.all()
    assert {aid.kind for aid in aids} >= {"checklist", "guide", "sample", "calculator", "tree"}
    for aid in aids:
        page = Client().get(aid.get_absolute_url()).content.decode()
        places = re.findall(r'id="([^"]+)"', page)
        assert len(places) == len(set(places)), aid.slug
        document = documents.document(aid, today=timezone.localdate())
        assert {passage.anchor for passage in document.passages} <= set(places), aid.slug


def test_facts_stand_in_the_text_with_their_source_and_a_change_is_flagged() -> None:
    number = fact(code="F-U-20", lands=[LandFactory.create(code="BW", name="Baden-Württemberg")])
    aid = published(kind="guide", text="Rechnen Sie mit [F-U-20] je Platz.")

    shown = Client().get(aid.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert re.search(r'<a href="[^"]*">7 m² \(Baden-Württemberg', shown)
    found = documents.document(aid, today=timezone.localdate()).passages
    assert any("7 m²" in passage.text.replace("\xa0", " ") for passage in found)

    number = type(number).objects.get(pk=number.pk)
    earlier = number.versions.get()
    earlier.valid_to = date(2026, 10, 31)
    number.versions.set([earlier, version(value=Decimal(8), valid_from=date(2026, 11, 1))])
    number.save_revision().publish()
    assert Correction.objects.get(settled_at=None).record_id == aid.pk
    shown = Client().get(aid.get_absolute_url()).content.decode()
    assert "Eine Zahl hat sich geändert" in shown


def test_fact_that_does_not_exist_is_not_published() -> None:
    with pytest.raises(ValidationError, match="diese Kennung gibt es nicht"):
        published(kind="guide", text="Rechnen Sie mit [F-U-99] je Platz.")


def test_every_field_has_at_least_three_aids() -> None:
    for part in (topics, municipalities, facts, bootstrap):
        part.load(timezone.now())
    for field in ("U", "S", "P", "M", "E", "K"):
        assert queries.visible(Audience.PUBLIC).filter(queries.about(field)).count() >= 3, field
