"""What the search knows of an aid leads to the place on its page."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from lotse.aids import bootstrap, documents
from lotse.aids.models import Aid
from lotse.knowledge.facts import bootstrap as facts
from lotse.municipalities import bootstrap as municipalities
from lotse.topics import bootstrap as topics

pytestmark = pytest.mark.django_db


def test_every_passage_of_the_first_aids_leads_to_its_place() -> None:
    for part in (topics, municipalities, facts, bootstrap):
        part.load(timezone.now())
    aids = Aid.objects.all()
    assert {aid.kind for aid in aids} >= {"checklist", "guide", "sample", "calculator"}
    for aid in aids:
        page = Client().get(aid.get_absolute_url()).content.decode()
        places = re.findall(r'id="([^"]+)"', page)
        assert len(places) == len(set(places)), aid.slug
        document = documents.document(aid, today=timezone.localdate())
        assert {passage.anchor for passage in document.passages} <= set(places), aid.slug
