"""What the knowledge base learns about where a record came from, see ``knowledge.origins``."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.inquiries import material
from lotse.inquiries.models import Citation, Harvested, Inquiry, Outcome
from lotse.knowledge import origins

SHOWN = 10


def traces(kind: str, object_id: int) -> origins.Traces:
    """Return the inquiries behind a record and what askers made of answers that cite it."""
    rows = Harvested.objects.filter(record_kind=kind, record_id=object_id).select_related("inquiry")
    found = tuple(
        origins.Origin(row.inquiry.number, row.inquiry.get_absolute_url(), row.get_how_display())
        for row in rows.order_by("-made_at")[:SHOWN]
    )
    return origins.Traces(found, tuple(_facts(kind, object_id)))


def asked(kind: str, object_id: int) -> int:
    return (
        Harvested.objects.filter(record_kind=kind, record_id=object_id)
        .values("inquiry")
        .distinct()
        .count()
    )


def gaps(kind: str, draft: Any) -> list[str]:
    """Say which inquiries still forbid to publish this draft."""
    if draft.pk is None:
        return []
    made_from = Inquiry.objects.filter(
        harvested__record_kind=kind,
        harvested__record_id=draft.pk,
        harvested__how=Harvested.How.DRAFT,
        anonymised_at=None,
    )
    return [
        _sentence(inquiry, number)
        for inquiry in made_from.distinct()
        if (number := material.open_marks(draft, inquiry))
    ]


def _sentence(inquiry: Inquiry, number: int) -> str:
    words = {
        "inquiry": inquiry.number,
        "number": number,
        "path": f"{inquiry.get_absolute_url()}schwaerzen/",
    }
    return (
        ngettext(
            "Aus %(inquiry)s ist noch %(number)d Angabe zu Menschen offen. "
            "Entscheiden Sie unter %(path)s",
            "Aus %(inquiry)s sind noch %(number)d Angaben zu Menschen offen. "
            "Entscheiden Sie unter %(path)s",
            number,
        )
        % words
    )


def _facts(kind: str, object_id: int) -> list[str]:
    citing = Citation.objects.filter(kind=kind, object_id=object_id)
    cited = citing.count()
    if not cited:
        return []
    facts = [
        ngettext(
            "%d Antwort an eine Kommune zitiert das.",
            "%d Antworten an Kommunen zitieren das.",
            cited,
        )
        % cited
    ]
    done = Outcome.objects.filter(
        inquiry__in=citing.values("message__inquiry"), result=Outcome.Result.DONE
    ).count()
    if done:
        facts.append(_("Umgesetzt, nach eigenen Angaben: %d.") % done)
    return facts


origins.register(origins.Kind(traces=traces, asked=asked, gaps=gaps))
