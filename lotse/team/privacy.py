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
