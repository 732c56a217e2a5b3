from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "lotse.knowledge"
    verbose_name = _("Wissen")

    def ready(self) -> None:
        # Registers what submissions still forbid; needs the models.
        import_module("lotse.knowledge.submissions.origins")
        import_module("lotse.knowledge.checking.notices")
        # Puts what the knowledge base knows of on the editors' board.
        import_module("lotse.knowledge.board.parts")
        import_module("lotse.knowledge.board.demand")
        import_module("lotse.knowledge.board.mirrors")
