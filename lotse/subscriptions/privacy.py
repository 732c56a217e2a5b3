"""Personal data of readers of news."""

from lotse.lib.privacy import impersonal, personal

personal(
    "subscriptions.Reader",
    "person",
    "address",
    about="Menschen, die Neuigkeiten abonniert haben",
    purpose="Zusenden der gewünschten Neuigkeiten",
    retention="bis zum Ende des letzten Abonnements, nicht bestätigte 7 Tage",
    seen_by="die Person selbst, Betrieb",
    owner="person",
    address="address",
)
personal(
    "subscriptions.Subscription",
    "words",
    "kind",
    about="Menschen, die Neuigkeiten abonniert haben",
    purpose="Auswahl dessen, was die Person erfahren will",
    retention="30 Tage nach dem Ende des Abonnements",
    seen_by="die Person selbst",
    owner="reader__person",
    address="reader__address",
)
impersonal(
    "subscriptions.Announcement",
    reason="Welcher Inhalt zuerst wann erschienen ist; keine Angaben über Menschen",
)
