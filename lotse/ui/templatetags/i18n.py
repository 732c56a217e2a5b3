"""Django's tags for translation; a text that is always the same is looked up once per language.

A page of the desk holds a hundred and fifty such texts. This library takes the place of Django's
own because it has its name: templates say ``{% load i18n %}`` as everywhere.
"""

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class TextNode(i18n.TranslateNode):
    """A text without variables, filters or context."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        # Two threads may draw at once, so the name to store under is never set aside here.
        super().__init__(node.filter_expression, node.noop)
        self._stored_as = node.asvar
        self._known: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        key = (get_language(), context.autoescape)
        text = self._known.get(key)
        if text is None:
            text = self._known[key] = super().render(context)
        if self._stored_as:
            context[self._stored_as] = text
            return ""
        return text


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """Write a text in the language of the reader, as Django's own tag does."""
    node = i18n.do_translate(parser, token)
    expression = node.filter_expression
    is_plain = isinstance(getattr(expression.var, "literal", None), str) and not expression.filters
    return TextNode(node) if is_plain and node.message_context is None else node
