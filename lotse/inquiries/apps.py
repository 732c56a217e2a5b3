from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    name = "lotse.inquiries"
    verbose_name = _("Anfragen")

    def ready(self) -> None:
        # Registers what the knowledge base may learn about inquiries; needs the models.
        import_module("lotse.inquiries.origins")
        import_module("lotse.inquiries.wanted")
