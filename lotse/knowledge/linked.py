"""Where addresses stand in good examples, answered questions and facts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lotse.knowledge import rules
from lotse.knowledge.models import Answer, Example, Fact
from lotse.knowledge.reviews.kinds import KINDS
from lotse.links import places
from lotse.links.places import Fields, Kind


def _url(record: Any) -> str:
    return str(record.get_absolute_url())


def _draft(record: Any) -> Any | None:
    return record.get_latest_revision_as_object() if record.has_unpublished_changes else None


def _keep_draft(draft: Any) -> None:
    draft.save_revision(clean=False)


def _edit_url(name: str) -> Any:
    return lambda record: KINDS[name].edit_url(record.pk)


_EXAMPLE_TEXTS = (
    *("what", "problem", "solution", "legal_basis", "partners", "evidence_text", "limits"),
    *(
        "lessons",
        "would_do_differently",
        "would_not_repeat",
        "suitable_if",
        "unsuitable_if",
        "note",
    ),
)
_ANSWER_TEXTS = ("short_answer", "long_answer")

for _name, _label, _model, _fields, _parts in (
    (
        "example",
        _("Gutes Beispiel"),
        Example,
        Fields(texts=_EXAMPLE_TEXTS, mail=("contact_email",), phone=("contact_phone",)),
        {"sources": Fields(web=("url",)), "steps": Fields(texts=("text",))},
    ),
    (
        "answer",
        _("Beantwortete Frage"),
        Answer,
        Fields(texts=_ANSWER_TEXTS),
        {"sources": Fields(web=("url",), texts=("passage",))},
    ),
    (
        "fact",
        _("Zahl oder Regel"),
        Fact,
        Fields(),
        {"versions": Fields(texts=("statement", "caveat", "further_sources"), web=("source_url",))},
    ),
):
    places.register(
        Kind(
            name=_name,
            label=_label,
            records=lambda model=_model, parts=tuple(_parts): model.objects.filter(  # type: ignore[misc]
                live=True
            ).prefetch_related(*parts),
            fields=_fields,
            parts=_parts,
            url=_url,
            edit_url=_edit_url(_name),
            publish=rules.publish_draft,
            draft=_draft,
            keep_draft=_keep_draft,
        )
    )
