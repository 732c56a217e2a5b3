"""What a submission says and what it still lacks. Changes nothing."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from lotse.knowledge.models import Submission
from lotse.lib.audience import Audience

MAX_LINKS = 10
MAX_LINK = 500
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}»“”"


def links_in(text: str) -> list[str]:
    """Return the web addresses in a text, each once, in order."""
    found = (match.rstrip(_AFTER_LINK) for match in _LINK.findall(text))
    return [link for link in dict.fromkeys(found) if len(link) <= MAX_LINK][:MAX_LINKS]


def missing(submission: Submission) -> list[str]:
    """Return what the editors still need from the author, in sentences; empty if nothing."""
    found = []
    if submission.municipality_id is None:
        found.append(_("Für welche Kommune schreiben Sie?"))
    if submission.publish_consent_at is None:
        found.append(_("Dürfen wir daraus ein Beispiel machen?"))
    if submission.audience is None:
        found.append(_("Wer darf Ihre Kommune sehen?"))
    if any(not file.has_rights for file in submission.files.all()):
        found.append(_("Unter welcher Lizenz dürfen andere Ihre Dateien nutzen?"))
    return found


def audience_words(submission: Submission) -> str:
    """Say who may see the municipality, as the author decided."""
    if submission.audience is None:
        return _("noch nicht gefragt")
    if submission.audience == Audience.PUBLIC:
        return _("alle")
    return _("nur angemeldete Mitglieder")


def headline(submission: Submission) -> str:
    """Return the first sentence or line of what was written, for lists and titles."""
    first = next((line.strip() for line in submission.raw_text.splitlines() if line.strip()), "")
    sentence = re.split(r"(?<=[.!?])\s", first, maxsplit=1)[0]
    return shortened(sentence, 90)


def shortened(text: str, length: int) -> str:
    """Cut between words."""
    if len(text) <= length:
        return text
    return text[: length - 2].rsplit(" ", 1)[0] + " …"


def paragraphs(texts: Sequence[str]) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())
