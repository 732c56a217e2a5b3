"""For trying things out: complete examples that are invented and say so, adoptions, feedback."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from lotse.accounts.demo import MEMBERS
from lotse.accounts.models import User
from lotse.knowledge import documents, rules
from lotse.knowledge.adoption import rules as adoption
from lotse.knowledge.adoption.rules import Contact, Details
from lotse.knowledge.feedback import rules as feedback
from lotse.knowledge.feedback.rules import Said
from lotse.knowledge.models import Adoption, Example, ExampleMunicipality, Source, Step
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality
from lotse.topics.models import Concept

INVENTED = Path(__file__).parent / "collected" / "invented.json"
NOTE = "Ausgedacht für die Vorführung: So sieht ein vollständiges Beispiel aus."
_DATES = ("started_on", "ended_on", "content_as_of", "evidence_on")
_PLAIN = (
    *("code", "slug", "title", "what", "problem", "solution", "status", "lead_time_days"),
    *("effort_fte", "one_off_cost_euro", "running_cost_euro", "cost_basis", "cost_year"),
    *("capacity", "evidence", "evidence_text", "evidence_by", "limits", "lessons"),
    *("would_do_differently", "would_not_repeat", "suits_size_classes", "suitable_if"),
    *("unsuitable_if", "contact_office", "contact_email"),
)

# Example, municipality, days ago, state, what they changed, learned from, result after 3 months.
_ADOPTIONS = (
    ("VF-001", "08416041", 210, "done", "Bei uns war es eine leere Berufsschule.", "", "works"),
    ("VF-001", "05554008", 130, "running", "Ohne Küche, mit Caterer.", "08416041", "partly"),
    ("VF-001", "03159", 300, "done", "Als Kreis in drei Etappen mit allen Gemeinden.", "", "works"),
    ("VF-001", "05362028", 260, "dropped", "Kein zweiter Rettungsweg.", "", "failed"),
    ("VF-001", "16055000", 20, "planned", "Wir prüfen das alte Gymnasium.", "08416041", ""),
    ("EX-004", "12052000", 150, "running", "Mit einer Wohnungsbaugesellschaft.", "", "not_yet"),
    ("EX-004", "14627140", 40, "planned", "", "12052000", ""),
)  # fmt: skip
_FEEDBACK = (
    ("VF-001", "ja", "Die Mängelliste hat uns zwei Termine gespart.", ""),
    ("VF-001", "nein", "Wie war die Schallschutzfrage gelöst?", "bauamt@meissen.example"),
    ("EX-001", "fehler", "Der Link zur Quelle führt ins Leere.", ""),
)


def load(now: datetime) -> str:
    """Create what is missing; running it again changes nothing. Part of the caller's change."""
    rows = json.loads(INVENTED.read_text(encoding="utf-8"))
    known = set(Example.objects.filter(code__startswith="VF-").values_list("code", flat=True))
    missing = [row for row in rows if row["code"] not in known]
    for row in missing:
        _example(row, now)
    if not missing:
        return "Vorführung: nichts neu."
    for code, key, days, state, changes, source, result in _ADOPTIONS:
        _adopt(code, key, now - timedelta(days=days), state, changes, source, result)
    for code, verdict, text, address in _FEEDBACK:
        record = Example.objects.get(code=code)
        said = Said(verdict, text, address)
        feedback.give(record, kind=documents.KIND, said=said, now=now - timedelta(hours=5))
    return (
        f"Vorführung: {len(missing)} ausgedachte Beispiele, {len(_ADOPTIONS)} Übernahmen, "
        f"{len(_FEEDBACK)} Rückmeldungen."
    )


def _example(row: dict[str, Any], now: datetime) -> None:
    today = timezone.localdate(now)
    example = Example(
        live=False,
        audience=Audience.PUBLIC,
        note=NOTE,
        checked_on=today - timedelta(days=30),
        checked_by="Hanna Wiebe",
        review_due_on=today + timedelta(days=335),
        contact_consent_until=today + timedelta(days=335),
        adapted_from=Example.objects.filter(code=row.get("adapted_from")).first(),
        **{name: row[name] for name in _PLAIN if name in row},
        **{name: date.fromisoformat(row[name]) for name in _DATES if name in row},
    )
    example.concepts.set(Concept.objects.filter(code__in=row["concepts"]))
    place = Municipality.objects.get(key=row["municipality"])
    example.municipalities.add(ExampleMunicipality(municipality=place, sort_order=0))
    for position, (title, when, text) in enumerate(row["steps"]):
        example.steps.add(Step(title=title, when=when, text=text, sort_order=position))
    example.sources.add(Source(url=f"https://quelle.example/{row['code']}", sort_order=0))
    example.save()
    rules.publish_draft(example)


def _adopt(
    code: str, key: str, at: datetime, state: str, changes: str, source: str, result: str
) -> None:
    example, place = Example.objects.get(code=code), Municipality.objects.get(key=key)
    person = User.objects.filter(municipality=place, is_active=True).order_by("pk").first()
    learned_from = Adoption.objects.filter(example=example, municipality__key=source).first()
    names_contact = state in ("done", "running")
    contact = Contact(
        office="Sozialamt",
        email=f"unterbringung@{MEMBERS[key]}.example",
        until=timezone.localdate(at) + timedelta(days=730),
    )
    made = adoption.declare(
        example,
        municipality=place,
        details=Details(
            state=state,
            changes=changes,
            learned_from=learned_from,
            is_named=names_contact,
            contact=contact if names_contact else Contact(),
        ),
        person=person,
        now=at,
    )
    if result:
        adoption.report(made, months=3, result=result, now=at + timedelta(days=95))
