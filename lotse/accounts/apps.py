from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lotse.accounts"
    verbose_name = _("Konten")

    def ready(self) -> None:
        # The register of personal data is complete as soon as the application runs.
        autodiscover_modules("privacy")
