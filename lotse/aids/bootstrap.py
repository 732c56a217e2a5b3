"""What editors may do with aids, and the first aids; what editors changed stays theirs."""

import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.snippets.models import create_extra_permissions

from lotse.accounts import grants
from lotse.accounts.roles import Role
from lotse.aids import kinds
from lotse.aids.models import Aid, AidSource
from lotse.topics.models import Concept

COLLECTED = Path(__file__).parent / "collected"


@transaction.atomic
def load(now: datetime) -> str:
    """Grant the roles their permissions and create the aids that are missing. Twice is fine."""
    create_extra_permissions(apps.get_app_config("aids"))
    for role in (Role.EDITOR, Role.LEAD):
        grants.allow(role, Aid, "add", "change", "delete", "view", "publish", "lock", "unlock")
    grants.allow(Role.PRESS, Aid, "view")
    files = sorted([*COLLECTED.glob("*.toml"), *COLLECTED.glob("*.json")])
    known = set(Aid.objects.values_list("slug", flat=True))
    created = sum(_create(file) for file in files if file.stem not in known)
    return f"Hilfestellungen: {len(files)}, davon {created} neu."


def _create(file: Path) -> bool:
    """Publish the aid of a file. Topics that are not loaded let it wait for the next run."""
    facts = _read(file)
    concepts = list(Concept.objects.filter(pk__in=facts["concepts"]))
    if len(concepts) < len(facts["concepts"]):
        return False
    text = kinds.conduct(facts["kind"]).stored(facts.get("text", ""))
    aid = Aid(
        slug=file.stem,
        title=facts["title"],
        kind=facts["kind"],
        summary=facts["summary"],
        who_for=facts.get("who_for", ""),
        limits=facts.get("limits") or facts.get("limits_note", ""),
        law_as_of=facts.get("law_as_of"),
        scope=facts.get("scope", Aid.Scope.MUNICIPAL),
        stage=facts.get("stage", Aid.Stage.PILOT),
        checked_on=facts.get("checked_on"),
        review_due_on=facts.get("review_due_on"),
        text=text,
        definition=facts.get("body"),
        live=False,
    )
    aid.concepts = concepts
    aid.sources = [
        # Facts are named where they are used; their own pages name the sources.
        AidSource(title=source.get("title", ""), url=source["url"])
        for source in facts.get("sources", ())
        if source.get("url")
    ]
    aid.save()
    aid.save_revision().publish()
    return True


def _read(file: Path) -> dict[str, Any]:
    text = file.read_text(encoding="utf-8")
    facts: dict[str, Any] = tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
    return facts
