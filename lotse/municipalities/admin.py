"""Members in Wagtail's admin, and the chooser for one municipality among twelve thousand."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from lotse.lib.errors import RuleError
from lotse.municipalities import queries, rules
from lotse.municipalities.models import MailDomain, Membership, Municipality

_MOST = 100


class _Lookup(BaseFilterForm):
    """The same look-up as everywhere: name, part of a name, key or postcode, best first."""

    q = forms.CharField(
        label=_("Name, Schlüssel oder Postleitzahl"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Zum Beispiel: Osnabrück")}),
    )

    def filter(self, objects: QuerySet[Municipality]) -> Any:
        objects = super().filter(objects)
        asked = self.cleaned_data.get("q")
        if not asked:
            return objects
        self.is_searching, self.search_query = True, asked
        return queries.find(asked, _MOST)


class _ChooserMixin:
    filter_form_class = _Lookup
    ordering = ("-population", "key")

    def get_object_list(self) -> QuerySet[Municipality]:
        return Municipality.objects.select_related("land")

    @property
    def columns(self) -> list[Column]:
        described = Column("description", label=_("Beschreibung"), accessor="description")
        key = Column("key", label=_("Schlüssel"), accessor="key")
        return [*super().columns, described, key]  # type: ignore[misc]


class _ChooseView(_ChooserMixin, ChooseView):
    pass


class _ChooseResultsView(_ChooserMixin, ChooseResultsView):
    pass


class MunicipalityChooser(ChooserViewSet):
    model = Municipality
    icon = "site"
    choose_one_text = _("Kommune wählen")
    choose_another_text = _("Andere Kommune wählen")
    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView
    per_page = 20


class MembershipForm(WagtailAdminModelForm):
    """A membership with the mail domains of its municipality, one per line."""

    domains = forms.CharField(
        label=_("Maildomänen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Eine in jeder Zeile, zum Beispiel musterstadt.de. Mails von dort, auch von "
            "amt.musterstadt.de, ordnen wir dieser Kommune zu."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            own = MailDomain.objects.filter(municipality_id=self.instance.municipality_id)
            self.initial["domains"] = "\n".join(own.values_list("domain", flat=True))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        try:
            cleaned["domains"] = rules.read_domains(cleaned.get("domains", ""))
            if municipality := cleaned.get("municipality"):
                rules.check_mail_domains(municipality, cleaned["domains"])
        except RuleError as error:
            self.add_error("domains", error.message)
        return cleaned

    def save(self, commit: bool = True) -> Membership:
        membership: Membership = super().save(commit)
        if commit:
            rules.set_mail_domains(membership.municipality, self.cleaned_data["domains"])
        return membership


class MembershipViewSet(SnippetViewSet):
    model = Membership
    icon = "group"
    menu_label = _("Mitgliedschaften")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["municipality", "since", "ended_on"]
    search_fields = ["municipality__name", "municipality__key"]
    ordering = ["municipality__search_name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("municipality"),
            FieldPanel("since"),
            FieldPanel("ended_on"),
            FieldPanel("domains"),
        ],
        base_form_class=MembershipForm,
    )
