"""Personal data of people who sign in, and what Django, allauth and Wagtail keep about them."""

from lotse.lib.privacy import impersonal, personal

STAFF = "Beschäftigte der Mitglieder und des Kompetenzteams"
TEAM = "Beschäftigte des Kompetenzteams"
WHILE_ACCOUNT = "solange das Konto besteht"
ADMIN = "Kompetenzteam in der Redaktion"

personal(
    "accounts.User",
    "email",
    "name",
    "office",
    "phone",
    "municipality",
    about=STAFF,
    purpose="Anmeldung, Zuordnung zur Kommune, Ansprache in Mails",
    retention=WHILE_ACCOUNT,
    seen_by="die Person selbst, Koordination der eigenen Kommune, Leitung, Betrieb",
    owner="pk",
    address="email",
)
personal(
    "accounts.User",
    "created_at",
    "last_login",
    "deactivated_at",
    "erased_at",
    "has_shortcuts",
    about=STAFF,
    purpose="Sicherheit des Kontos, persönliche Einstellung",
    retention=WHILE_ACCOUNT,
    seen_by="die Person selbst",
    owner="pk",
)
personal(
    "accounts.User",
    "password",
    "session_salt",
    about=STAFF,
    purpose="Prüfen der Anmeldung; das Kennwort nur als Argon2-Prüfwert",
    retention=WHILE_ACCOUNT,
    seen_by="niemand",
    owner="pk",
    is_exported=False,
)
personal(
    "accounts.User_groups",
    "user",
    about=STAFF,
    purpose="Rechte der Rolle",
    retention=WHILE_ACCOUNT,
    seen_by="die Person selbst, Koordination der eigenen Kommune, Leitung, Betrieb",
)
personal(
    "accounts.User_user_permissions",
    "user",
    about=STAFF,
    purpose="Einzelne Rechte; Lotse vergibt keine",
    retention=WHILE_ACCOUNT,
    seen_by="niemand",
)
personal(
    "accounts.SignInRequest",
    "email",
    "next_url",
    "user",
    about="Menschen, die sich anmelden wollen",
    purpose="Anmeldelink oder neues Kennwort zuschicken",
    retention="24 Stunden",
    seen_by="niemand",
    owner="user",
    address="email",
)
personal(
    "accounts.ApiToken",
    "name",
    "owner",
    "scopes",
    "last_used_at",
    about="Beschäftigte des Kompetenzteams und der Technik",
    purpose="Zugang für Programme im Auftrag der Person",
    retention="12 Monate nach Ablauf oder Widerruf",
    seen_by="die Person selbst, Leitung, Betrieb",
    owner="owner",
)
personal(
    "accounts.ApiToken",
    "revoked_by",
    about="Beschäftigte des Kompetenzteams und der Technik",
    purpose="Wer den Zugang beendet hat",
    retention="12 Monate nach Ablauf oder Widerruf",
    seen_by="die Person selbst, Leitung, Betrieb",
    owner="revoked_by",
)
impersonal(
    "accounts.ApiToken",
    fields=("prefix", "secret_hash"),
    reason="Zufällige Kennung und Prüfwert des Schlüssels",
)
impersonal(
    "accounts.ApiRepeat",
    reason="24 Stunden lang: von Programmen gewählte Kennung und Prüfwert der Anfrage",
)
impersonal(
    "accounts.Attempt",
    reason="Zählt Versuche 24 Stunden lang; Adressen nur als Prüfwert mit geheimem Schlüssel",
)
personal(
    "account.EmailAddress",
    "user",
    about=STAFF,
    purpose="Tabelle von allauth; Lotse trägt nichts ein",
    retention=WHILE_ACCOUNT,
    seen_by="niemand",
)
personal(
    "wagtailusers.UserProfile",
    "user",
    "avatar",
    about=TEAM,
    purpose="Persönliche Einstellungen der Redaktion",
    retention=WHILE_ACCOUNT,
    seen_by="die Person selbst",
)
for model, field, purpose in (
    ("wagtailcore.Revision", "user", "Wer eine Fassung geschrieben hat"),
    ("wagtailcore.ModelLogEntry", "user", "Wer einen Inhalt geändert hat"),
    ("wagtailcore.PageLogEntry", "user", "Wer eine Seite geändert hat"),
    ("wagtailcore.Page", "owner", "Wer eine Seite angelegt hat"),
    ("wagtailcore.WorkflowState", "requested_by", "Wer um Freigabe gebeten hat"),
    ("wagtailcore.TaskState", "finished_by", "Wer freigegeben hat"),
    ("wagtailcore.Comment", "user", "Wer einen Kommentar geschrieben hat"),
    ("wagtailcore.Comment", "resolved_by", "Wer einen Kommentar erledigt hat"),
    ("wagtailcore.CommentReply", "user", "Wer einen Kommentar beantwortet hat"),
    ("wagtailimages.Image", "uploaded_by_user", "Wer ein Bild hochgeladen hat"),
    ("wagtaildocs.Document", "uploaded_by_user", "Wer ein Dokument hochgeladen hat"),
):
    personal(
        model,
        field,
        about=TEAM,
        purpose=purpose,
        retention="solange der Inhalt besteht",
        seen_by=ADMIN,
        owner=field,
    )
for model, field, purpose in (
    ("wagtailcore.Page", "locked_by", "Wer eine Seite gerade sperrt"),
    ("wagtailcore.PageSubscription", "user", "Wer über Kommentare benachrichtigt wird"),
    ("wagtailcore.UploadedFile", "uploaded_by_user", "Zwischenablage beim Hochladen"),
    ("wagtailcore.APIToken", "user", "Zugang für Programme; Lotse vergibt keinen"),
    ("wagtailadmin.EditingSession", "user", "Wer denselben Inhalt gerade offen hat"),
    ("wagtailadmin.FormState", "user", "Zwischenstand eines Formulars"),
):
    personal(
        model,
        field,
        about=TEAM,
        purpose=purpose,
        retention="während der Bearbeitung",
        seen_by=ADMIN,
        owner=field,
    )
