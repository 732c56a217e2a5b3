"""Forms in KERN markup: templates say ``{{ form }}`` and nothing more."""

from django.forms.renderers import TemplatesSetting


class KernRenderer(TemplatesSetting):
    """Render forms, form sets and single fields with the templates in ``ui/templates/ui/forms``.

    Widgets keep Django's own templates, because Wagtail's admin uses them as well; the field
    template adds KERN's classes (``ui.templatetags.fields``).
    """

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
