from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LinksConfig(AppConfig):
    name = "lotse.links"
    verbose_name = _("Adressen")

    def ready(self) -> None:
        # Each slice says in which of its fields addresses stand; needs the models.
        autodiscover_modules("linked")
