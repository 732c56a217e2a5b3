"""Texts with facts and explained words; the view hands over ``prose`` (``knowledge.prose``)."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from lotse.knowledge.prose import Writer

register = template.Library()


@register.simple_tag(takes_context=True)
def prose(context: Context, text: str) -> SafeString:
    """Show one line or item."""
    writer: Writer = context["prose"]
    return writer.inline(text)


@register.simple_tag(takes_context=True)
def prose_paragraphs(context: Context, text: str) -> SafeString:
    """Show a text with its paragraphs."""
    writer: Writer = context["prose"]
    return writer.paragraphs(text)
