"""Personal data of the contacts of the competence team."""

from lotse.lib.privacy import impersonal, personal

personal(
    "team.ProgrammeArea",
    "responsible",
    "deputy",
    about="Beschäftigte des Kompetenzteams",
    purpose="Zuständigkeit und Vertretung; öffentlich nur mit Einwilligung (has_named_people)",
    retention="bis jemand anderes eingetragen wird",
    seen_by="Kompetenzteam; mit Einwilligung alle",
)
impersonal(
    "team.ProgrammeArea",
    fields=(
        "name",
        "initials",
        "slug",
        "department",
        "description",
        "email",
        "phone",
        "hours",
    ),
    reason="Funktionspostfach und Sammelnummer eines Bereichs, nicht einer Person",
)
personal(
    "team.Absence",
    "person",
    "deputy",
    "entered_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Offene Anfragen und Erinnerungen an die Vertretung geben; ohne Grund der Abwesenheit",
    retention="12 Monate nach dem letzten Tag",
    seen_by="die Person, ihre Vertretung und die Leitung",
    owner="person",
)
