from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    name = "lotse.protection"
    verbose_name = _("Datenschutz")

    def ready(self) -> None:
        # Every slice says what it keeps how long; all rules are known once the application runs.
        autodiscover_modules("keeping")
