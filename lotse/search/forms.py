"""Forms of the search's editors."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PromotionForm(forms.Form):
    words = forms.CharField(
        label=_("Suchwörter"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Eine Wendung je Zeile, zum Beispiel „Traglufthalle“ oder „Halle heizen“. Sie gilt, "
            "wenn alle ihre Wörter in der Frage stehen, auch gebeugt."
        ),
        error_messages={"required": _("Nennen Sie mindestens eine Wendung.")},
    )
    entries = forms.CharField(
        label=_("Adressen der Einträge"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Eine je Zeile, in der Reihenfolge, in der sie stehen sollen, zum Beispiel "
            "/beispiele/heizen-in-der-halle/. Höchstens fünf."
        ),
        error_messages={"required": _("Nennen Sie mindestens eine Adresse.")},
    )
