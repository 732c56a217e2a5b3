"""What the log says about data protection."""

from django.utils.translation import gettext_lazy as _

from lotse.audit.actions import name

HELD = name("hold.placed", _("Löschen angehalten"))
RELEASED = name("hold.lifted", _("Löschen wieder erlaubt"))
EXPORT_ASKED = name("export.asked", _("Datenauskunft angefordert"))
EXPORT_READ = name("export.read", _("Datenauskunft heruntergeladen"))
ERASURE_ASKED = name("erasure.asked", _("Löschwunsch eingetragen"))
ERASURE_CANCELLED = name("erasure.cancelled", _("Löschwunsch zurückgenommen"))
ERASURE_DONE = name("erasure.done", _("Löschwunsch ausgeführt"))
ORIGINAL_READ = name("original.read", _("Originalmail geöffnet"))
