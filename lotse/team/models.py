"""The competence team: who answers for what, and how to reach them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.accounts.roles import TEAM_ROLES
from lotse.topics.models import Concept


def people_of_the_team() -> Q:
    """Only people of the team can be responsible; there are few enough for a choice list."""
    return Q(pk__in=User.objects.filter(groups__name__in=TEAM_ROLES, is_active=True).values("pk"))


class ProgrammeArea(models.Model):
    """A part of the team with a functional mailbox and the topics it answers for."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    initials = models.CharField(_("Kürzel"), max_length=3)
    slug = models.SlugField(_("Adresse"), unique=True)
    department = models.CharField(_("Geschäftsbereich"), max_length=120, blank=True)
    description = models.CharField(_("Aufgaben"), max_length=200, blank=True)
    email = models.EmailField(_("Funktionspostfach"))
    phone = models.CharField(
        _("Telefon"), max_length=40, blank=True, help_text=_("Zum Beispiel 030 23125-101.")
    )
    hours = models.CharField(
        _("Erreichbar"), max_length=120, blank=True, help_text=_("Zum Beispiel Mo–Fr, 8–17 Uhr.")
    )
    topics = models.ManyToManyField(
        Concept,
        verbose_name=_("Themen"),
        related_name="areas",
        blank=True,
        limit_choices_to={"broader": None},
        help_text=_("Anfragen zu diesen Themen gehen zuerst hierher."),
    )
    responsible = models.ForeignKey(
        User,
        verbose_name=_("Verantwortlich"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="responsible_for",
        limit_choices_to=people_of_the_team,
    )
    deputy = models.ForeignKey(
        User,
        verbose_name=_("Vertretung"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputy_for",
        limit_choices_to=people_of_the_team,
    )
    has_named_people = models.BooleanField(
        _("Namen öffentlich zeigen"),
        default=False,
        help_text=_("Nur, wenn beide eingewilligt haben. Sonst steht nur das Postfach da."),
    )
    is_public = models.BooleanField(_("auf der Seite Kompetenzteam zeigen"), default=True)
    is_press = models.BooleanField(_("Ansprechstelle für Medien"), default=False)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("Programmbereich")
        verbose_name_plural = _("Programmbereiche")
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=models.F("responsible")),
                name="deputy_is_somebody_else",
                violation_error_message=_("Die Vertretung ist eine andere Person."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/kompetenzteam/#{self.slug}"

    @property
    def phone_uri(self) -> str:
        """The phone number for a link, RFC 3966: 030 23125-101 gives tel:+493023125101."""
        digits = "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
        return "tel:" + ("+49" + digits[1:] if digits.startswith("0") else digits)


class Absence(models.Model):
    """Days on which a person of the team is away, and who stands in."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day, included. Days are German days."""
    deputy = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="stands_in_for"
    )
    """None: whoever answers for the area of an inquiry, else everybody."""
    entered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("Abwesenheit")
        verbose_name_plural = _("Abwesenheiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=models.F("ends_on")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=models.F("person")),
                name="absent_person_is_not_the_deputy",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(cancelled_at=None), name="absence_by_end")
        ]
