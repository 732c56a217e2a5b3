"""Aids for tests: ``published(text=…)`` is a public checklist with its first version."""

from typing import Any

from lotse.aids.models import Aid
from lotse.topics.tests.factories import ConceptFactory

TEXT = """Frage art: Was ist es? = Zelt | Haus

# Heizung
- [ersatz] Ersatzheizung benannt (Hochbau)
  Ein Abruf ohne Vertrag dauert zu lange.
  Frist: 14 Tage vorher
- [schnee] Schneewache eingeteilt (Bauhof)
  Nur wenn: art = Zelt

# Wege
- [raeumen] Räumdienst auch nachts
"""


def published(**facts: Any) -> Aid:
    number = Aid.objects.count() + 1
    concepts = facts.pop("concepts", None) or [ConceptFactory()]
    aid = Aid(
        **{
            "title": f"Winterprüfung {number}",
            "slug": f"winterpruefung-{number}",
            "summary": "Kommt die Unterkunft durch den Winter?",
            "text": TEXT,
            "live": False,
            **facts,
        }
    )
    aid.concepts = concepts
    aid.save()
    aid.save_revision().publish()
    return Aid.objects.get(pk=aid.pk)


def revised(aid: Aid, old: str, new: str, note: str = "Anders gesagt.", **facts: Any) -> Aid:
    """Publish the aid with one piece of its text replaced."""
    aid = Aid.objects.get(pk=aid.pk)
    assert old in aid.text
    aid.text, aid.change_note = aid.text.replace(old, new), note
    for name, value in facts.items():
        setattr(aid, name, value)
    aid.save_revision().publish()
    return Aid.objects.get(pk=aid.pk)
