"""What happened to an inquiry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry


class Event(models.Model):
    """What happened to an inquiry, when and by whom. Rows are only ever added."""

    class What(models.TextChoices):
        RECEIVED = "received", _("eingegangen")
        RECEIPT_WITHHELD = "receiptWithheld", _("nicht automatisch bestätigt")
        FOLLOWED_UP = "followedUp", _("weitere Nachricht eingegangen")
        CONTINUED = "continued", _("in einer neuen Anfrage fortgesetzt")
        ROUTED = "routed", _("einem Programmbereich zugeordnet")
        ASSIGNED = "assigned", _("zugewiesen")
        UNASSIGNED = "unassigned", _("Zuweisung aufgehoben")
        URGENCY_SET = "urgencySet", _("Dringlichkeit geändert")
        TOPICS_SET = "topicsSet", _("Themen geändert")
        MUNICIPALITY_SET = "municipalitySet", _("Kommune geändert")
        REACTED = "reacted", _("Zwischenstand gesendet")
        ANSWERED = "answered", _("beantwortet")
        CORRECTED = "corrected", _("Korrektur gesendet")
        NOTED = "noted", _("Notiz geschrieben")
        PAUSED = "paused", _("Frist der Antwort angehalten")
        RESUMED = "resumed", _("Frist der Antwort läuft weiter")
        TARGET_MOVED = "targetMoved", _("Antworttermin verschoben")
        BREACHED = "breached", _("Zusage nicht gehalten")
        CAUSE_GIVEN = "causeGiven", _("Ursache der Verspätung genannt")
        BACK_TO_ALL = "backToAll", _("an alle zurückgegeben")
        HANDED_OVER = "handedOver", _("in Vertretung übernommen")
        HANDED_BACK = "handedBack", _("aus der Vertretung zurückgegeben")
        KEPT = "kept", _("aus der Vertretung behalten")
        AUTOMATIC = "automatic", _("automatische Nachricht eingegangen")
        WITHHELD = "withheld", _("automatische Mail zurückgehalten")
        ASKER_SET = "askerSet", _("Fragende Person geändert")
        INFECTED = "infected", _("Schadsoftware in einer Anlage gefunden")
        BOUNCED = "bounced", _("Mail kam als unzustellbar zurück")
        CLOSED = "closed", _("abgeschlossen")
        REOPENED = "reopened", _("wieder geöffnet")
        HARVESTED = "harvested", _("für andere nutzbar gemacht")
        REDACTED = "redacted", _("über eine Angabe zu Menschen entschieden")
        RATED = "rated", _("Rückmeldung zur Antwort")
        OUTCOME_ASKED = "outcomeAsked", _("nachgefragt, was daraus wurde")
        OUTCOME_GIVEN = "outcomeGiven", _("berichtet, was daraus wurde")
        KIND_SET = "kindSet", _("Art geändert")
        KIND_PROPOSED = "kindProposed", _("Art vorgeschlagen")
        DETAILS_SET = "detailsSet", _("Angaben geändert")
        MERGED = "merged", _("zusammengeführt")
        UNMERGED = "unmerged", _("Zusammenführung zurückgenommen")
        SPLIT = "split", _("aufgeteilt")
        UNSPLIT = "unsplit", _("Aufteilung zurückgenommen")
        LINKED = "linked", _("verknüpft")
        UNLINKED = "unlinked", _("Verknüpfung entfernt")
        UNDONE = "undone", _("Senden rückgängig gemacht")
        SCHEDULED = "scheduled", _("Senden geplant")
        UNSCHEDULED = "unscheduled", _("geplantes Senden abgesagt")
        HELD = "held", _("geplante Antwort zurückgehalten")
        SHARED = "shared", _("Entwurf zum Gegenlesen geteilt")
        UNSHARED = "unshared", _("Entwurf nicht mehr geteilt")
        RELEASED = "released", _("Entwurf freigegeben")
        RETURNED = "returned", _("Entwurf zurückgegeben")
        COLLEAGUE_ASKED = "colleagueAsked", _("im Team nachgefragt bei")
        COLLEAGUE_ANSWERED = "colleagueAnswered", _("Rückfrage im Team erledigt")
        CHECKLIST_ADDED = "checklistAdded", _("Checkliste hinzugefügt")
        CHECKLIST_REMOVED = "checklistRemoved", _("Checkliste entfernt")
        STEP_SET = "stepSet", _("Schritt der Checkliste")
        MACRO = "macro", _("Makro ausgeführt")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=20, choices=What)
    detail = models.CharField(max_length=300, blank=True)
    """In words, with the reason where there is one."""
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry_events"
    )
    """The person who did it; None if it happened by itself."""
    happened_at = models.DateTimeField()
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts"
    )
    """The entry for the whole of which this is a step, such as a macro."""

    class Meta:
        ordering = ["happened_at", "pk"]
