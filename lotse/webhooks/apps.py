from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "lotse.webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        # Slices say in ``announcing`` what there is to tell.
        autodiscover_modules("announcing")
