"""Forms of remarks; they check shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemarkForm(forms.Form):
    """column and passage say where; they come from the page and are checked by the rule."""

    column = forms.CharField(widget=forms.HiddenInput, max_length=40)
    passage = forms.CharField(widget=forms.HiddenInput, strip=False)
    text = forms.CharField(
        label=_("Kommentar"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    proposal = forms.CharField(
        label=_("Besserer Wortlaut"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Antwort"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RejectForm(forms.Form):
    reason = forms.CharField(label=_("Warum nicht?"), max_length=300, required=False)
