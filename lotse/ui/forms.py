"""Forms in KERN markup: templates say ``{{ form }}`` and nothing more."""

from django.forms.renderers import TemplatesSetting


class KernRenderer(TemplatesSetting):
    """Render forms with the templates in ``ui/templates/ui/forms``."""
