"""What a reply states besides its text: how sure it is, whose law, what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lotse.inquiries.models import Certainty, Inquiry, Message
from lotse.lib.errors import RuleError

FEDERAL = "DE"


@dataclass(frozen=True)
class Details:
    """Statements about a reply; the defaults suit most answers."""

    certainty: str = Certainty.SECURE
    law_as_of: date | None = None
    """The state of the law the answer rests on; None if it is not about law."""
    jurisdiction: str = ""
    """DE or the letters of a Land; empty: the Land of the municipality."""
    summary: str = ""
    """The question in the author's words; of an interim reply."""
    next_step: str = ""
    """Of an interim reply."""

    @property
    def is_legal(self) -> bool:
        return self.law_as_of is not None

    def as_json(self) -> dict[str, Any]:
        """Return what a draft keeps."""
        return {
            "certainty": str(self.certainty),
            "law_as_of": self.law_as_of.isoformat() if self.law_as_of else "",
            "jurisdiction": self.jurisdiction,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Details":
        """Read what a draft kept; what is damaged counts as not given."""
        certainty = kept.get("certainty", "")
        try:
            law_as_of = date.fromisoformat(kept.get("law_as_of") or "")
        except (TypeError, ValueError):
            law_as_of = None
        return cls(
            certainty=certainty if certainty in Certainty.values else Certainty.SECURE,
            law_as_of=law_as_of,
            jurisdiction=str(kept.get("jurisdiction", ""))[:2],
        )


def completed(details: Details | None, inquiry: Inquiry, kind: str) -> Details:
    """Return what will be stored for a reply of this kind.

    Without details the summary of an interim reply is the subject.
    Raises RuleError if an interim reply lacks summary or next step, or law lacks its country.
    """
    if kind == Message.Kind.INTERIM:
        if details is None:
            return Details(certainty="", summary=inquiry.subject)
        if not details.summary.strip():
            raise RuleError(_("Schreiben Sie in einem Satz, wie Sie die Frage verstehen."))
        if not details.next_step.strip():
            raise RuleError(_("Schreiben Sie, was Sie als Nächstes tun."))
        return Details(certainty="", summary=details.summary, next_step=details.next_step)
    details = details or Details()
    if details.certainty not in Certainty.values:
        raise RuleError(_("Wählen Sie, wie sicher die Antwort ist."))
    if not details.is_legal:
        return Details(certainty=details.certainty)
    land = inquiry.municipality.land_id if inquiry.municipality else ""
    jurisdiction = details.jurisdiction or land
    if not jurisdiction:
        raise RuleError(_("Nennen Sie zum Rechtsstand auch, ob Bundes- oder Landesrecht gilt."))
    return Details(details.certainty, details.law_as_of, jurisdiction)
