"""What the log says about webhooks."""

from django.utils.translation import gettext_lazy as _

from lotse.audit.actions import name

MADE = name("webhook.made", _("Webhook angelegt"))
CHANGED = name("webhook.changed", _("Webhook geändert"))
ENABLED = name("webhook.enabled", _("Webhook eingeschaltet"))
DISABLED = name("webhook.disabled", _("Webhook abgeschaltet"))
