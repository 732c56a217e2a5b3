"""KERN markup for form fields, used by the templates in ``ui/forms``."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

register = template.Library()

_TEXT = "kern-form-input__input"
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    # The order matters: radio buttons and many checkboxes are selects to Django.
    (forms.CheckboxInput, "check"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.MultiWidget, "group"),
    (forms.SelectDateWidget, "group"),
    (forms.ClearableFileInput, "file"),
    (forms.Select, "select"),
)


@register.filter
def kern_kind(field: BoundField) -> str:
    """Name the template of a field: text, check, choices, select, file or group."""
    for widget, kind in _KINDS:
        if isinstance(field.field.widget, widget):
            return kind
    return "text"


@register.filter
def kern_widget(field: BoundField) -> SafeString:
    """Render the widget alone, in KERN's classes and tied to its hint and error.

    The native attribute ``required`` is left out: the browser's own bubbles would hide our error
    summary. What is optional says so in its label; the server checks.
    """
    return field.field.widget.render(  # type: ignore[no-any-return]
        name=field.html_name,
        value=field.value(),
        attrs=_attributes(field),
        renderer=field.form.renderer,
    )


@register.filter
def kern_options(field: BoundField) -> list[dict[str, Any]]:
    """Return the choices of a radio or checkbox group: widget, id, label."""
    many = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    attributes = {"class": f"kern-form-check__{'checkbox' if many else 'radio'}"}
    if field.auto_id:
        attributes["id"] = field.auto_id
    if field.errors:
        attributes["aria-invalid"] = "true"
    if field.field.disabled:
        attributes["disabled"] = ""
    widget = field.field.widget
    choices = [
        BoundWidget(widget, data, field.form.renderer)
        for data in widget.subwidgets(field.html_name, field.value(), attrs=attributes)
    ]
    return [
        {"tag": choice.tag(), "id": choice.id_for_label, "label": choice.choice_label}
        for choice in choices
    ]


@register.filter
def described_by(field: BoundField) -> str:
    """Return the ids of hint and error, as far as there are any."""
    parts = ["hint"] if field.help_text else []
    parts += ["error"] if field.errors else []
    return " ".join(f"{field.auto_id}_{part}" for part in parts)


@register.filter
def error_target(field: BoundField) -> str:
    """Return the id the error summary links to: for groups that of the first choice."""
    if kern_kind(field) == "choices":
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def _attributes(field: BoundField) -> dict[str, Any]:
    widget = field.field.widget
    kind = kern_kind(field)
    classes = [str(widget.attrs.get("class", ""))]
    if kind == "check":
        classes.append("kern-form-check__checkbox")
    elif kind == "select":
        classes.append("kern-form-input__select")
    else:
        classes.append(_TEXT)
    if field.errors:
        classes.append(f"{classes[-1]}--error")
    attributes: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if field.auto_id and "id" not in widget.attrs:
        attributes["id"] = field.auto_id
    if field.errors:
        attributes["aria-invalid"] = "true"
    if field.field.disabled:
        attributes["disabled"] = True
    if "aria-describedby" not in widget.attrs and described_by(field):
        attributes["aria-describedby"] = described_by(field)
    return attributes
