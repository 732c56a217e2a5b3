"""The readers' form with its brake against programs: it needs no cookie and follows nobody."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import PageFeedback

FASTEST = 2
"""Seconds nobody needs less of to read and press a button."""
LONGEST = 24 * 3600
_SALT = "lotse.knowledge.feedback"


class FeedbackForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Hat Ihnen das geholfen?"),
        choices=[
            (PageFeedback.Verdict.HELPED, _("Ja")),
            (PageFeedback.Verdict.NOT, _("Nein")),
            (PageFeedback.Verdict.WRONG, _("Etwas stimmt nicht")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie Ja, Nein oder „Etwas stimmt nicht“.")},
    )
    text = forms.CharField(
        label=_("Möchten Sie etwas dazu sagen?"),
        help_text=_("Bitte keine Namen und nichts über einzelne Menschen."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reply_email = forms.EmailField(
        label=_("E-Mail-Adresse, wenn Sie eine Antwort möchten"),
        help_text=_("Wir benutzen sie nur dafür und löschen sie danach."),
        required=False,
    )
    begun = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what was filled in faster than anybody reads, without a riddle for people."""
        filled: dict[str, Any] = super().clean() or {}
        try:
            begun = float(signing.loads(filled.get("begun", ""), salt=_SALT, max_age=LONGEST))
        except signing.BadSignature:
            self.data = {**self.data, "begun": stamp()}
            self.add_error(None, _("Die Seite war zu lange offen. Bitte senden Sie noch einmal."))
            return filled
        if time.time() - begun < FASTEST:
            self.add_error(None, _("Das ging sehr schnell. Bitte senden Sie noch einmal."))
        return filled


def stamp() -> str:
    """Return a signed note of when the form was opened; it says nothing about the reader."""
    return signing.dumps(str(time.time()), salt=_SALT)


def initial(verdict: str) -> dict[str, Any]:
    known = verdict if verdict in PageFeedback.Verdict.values else ""
    return {"verdict": known, "begun": stamp()}


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Ihre Antwort"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Schreiben Sie eine Antwort.")},
    )
