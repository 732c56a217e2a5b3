"""What the log says about settings of the desk."""

from django.utils.translation import gettext_lazy as _

from lotse.audit.actions import name

TERMS_SET = name("promise.terms", _("Versprechen oder Dienstzeiten geändert"))
