"""Filters of the outbox."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotse.mail import suppression
from lotse.mail.models import OutgoingMail, SuppressedAddress

STATES = {
    "waiting": (_("wartet"), Q(sent_at=None, failed_at=None, bounced_at=None)),
    "sent": (_("gesendet"), Q(sent_at__isnull=False, bounced_at=None)),
    "withheld": (
        _("zurückgehalten"),
        Q(failed_at__isnull=False, withheld_at__isnull=False, bounced_at=None),
    ),
    "failed": (
        _("gescheitert"),
        Q(failed_at__isnull=False, withheld_at=None, bounced_at=None),
    ),
    "bounced": (_("zurückgekommen"), Q(bounced_at__isnull=False)),
}
PURPOSES = {
    "receipt": _("Bestätigung"),
    "answer": _("Antwort"),
    "interim": _("Zwischenstand"),
    "correction": _("Korrektur"),
    "sign-in": _("Anmeldung"),
    "statusLink": _("Statusseite"),
    "filesLeftOut": _("Anlagen zu groß"),
    "notice": _("Mitteilung"),
    "subscription_confirmation": _("Abonnement bestätigen"),
    "subscription_news": _("Neuigkeiten"),
    "review": _("Erinnerung an eine Wiedervorlage"),
    "check": _("Erinnerung an eine Prüfung"),
    "submission": _("Einsendung"),
    "submissionLink": _("Link zum Entwurf"),
    "consent": _("Bitte um Freigabe"),
    "feedback": _("Antwort auf eine Rückmeldung"),
    "adoption": _("Frage nach einer Übernahme"),
    "harvest": _("Aus der Anfrage wurde Wissen"),
    "outcome": _("Frage, was daraus wurde"),
    "split": _("Geteilte Anfrage"),
    "warning": _("Warnung vor einer Frist"),
    "probe": _("Probe an uns selbst"),
}


class AddressFilter(forms.Form):
    """What is unknown in the address is ignored."""

    marks_optional = False

    ansicht = forms.ChoiceField(
        label=_("Ansicht"),
        required=False,
        choices=[("", _("unzustellbar")), ("freigegeben", _("wieder freigegeben"))],
    )
    q = forms.CharField(label=_("Adresse"), required=False, max_length=320)

    def entries(self) -> QuerySet[SuppressedAddress]:
        """Return the addresses the filter asks for."""
        self.is_valid()
        return suppression.entries(
            is_lifted=self.cleaned_data.get("ansicht") == "freigegeben",
            words=self.cleaned_data.get("q", "").replace("\x00", "").strip(),
        )

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())


class OutboxFilter(forms.Form):
    """What is unknown in the address is ignored, so an old bookmark still shows the list."""

    marks_optional = False

    stand = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("alle")), *((name, label) for name, (label, _where) in STATES.items())],
    )
    anlass = forms.ChoiceField(
        label=_("Anlass"), required=False, choices=[("", _("alle")), *PURPOSES.items()]
    )
    q = forms.CharField(label=_("Empfänger oder Betreff"), required=False, max_length=200)

    def narrow(self, mails: QuerySet[OutgoingMail]) -> QuerySet[OutgoingMail]:
        """Return the mails the filter asks for."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("stand"):
            mails = mails.filter(STATES[chosen["stand"]][1])
        if chosen.get("anlass"):
            mails = mails.filter(purpose=chosen["anlass"])
        if chosen.get("q"):
            words = chosen["q"].replace("\x00", "")
            mails = mails.filter(Q(recipient__icontains=words) | Q(subject__icontains=words))
        return mails

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())
