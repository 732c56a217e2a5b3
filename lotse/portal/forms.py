"""Filters of the news and the way to report a barrier."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.portal.pages import NewsPage
from lotse.topics import queries as topics
from lotse.topics.models import Concept


@dataclass(frozen=True)
class Chosen:
    topic: Concept | None = None
    kind: str = ""

    @property
    def kind_label(self) -> str:
        return str(NewsPage.Kind(self.kind).label) if self.kind else ""

    @property
    def is_anything(self) -> bool:
        return bool(self.topic or self.kind)


class NewsFilter(forms.Form):
    marks_optional = False

    thema = forms.ModelChoiceField(
        label=gettext_lazy("Thema"),
        queryset=Concept.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("alle Themen"),
    )
    art = forms.ChoiceField(
        label=gettext_lazy("Art"),
        choices=[("", gettext_lazy("alle Arten")), *NewsPage.Kind.choices],
        required=False,
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.fields["thema"].queryset = topics.top_level()  # type: ignore[attr-defined]

    def chosen(self) -> Chosen:
        """Return what is chosen; an unknown value in the address chooses nothing."""
        self.full_clean()
        return Chosen(self.cleaned_data.get("thema"), self.cleaned_data.get("art", ""))


class BarrierForm(forms.Form):
    """Becomes the beginning of a question; nothing is stored before that is sent."""

    barriere = forms.CharField(
        label=gettext_lazy("Was können Sie nicht lesen, bedienen oder verstehen?"),
        help_text=gettext_lazy("Ein Satz genügt. Nennen Sie gern Ihr Hilfsmittel."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Beschreiben Sie die Barriere. Ein Satz genügt.")},
    )
    seite = forms.CharField(
        label=gettext_lazy("Auf welcher Seite?"),
        help_text=gettext_lazy("Adresse oder Überschrift der Seite."),
        max_length=300,
        required=False,
    )

    def question_url(self) -> str:
        """Address of the question form with the report in it."""
        lines = [_("Barriere melden:"), self.cleaned_data["barriere"]]
        if self.cleaned_data["seite"]:
            lines.append(_("Seite: %(page)s") % {"page": self.cleaned_data["seite"]})
        return "/fragen/neu/frage/?" + urlencode({"q": "\n".join(lines)})
