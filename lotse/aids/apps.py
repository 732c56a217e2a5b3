from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AidsConfig(AppConfig):
    name = "lotse.aids"
    verbose_name = _("Hilfestellungen")
