"""Django's ``{% url %}`` with a memory: a page of the desk names sixty addresses.

Half of them stand there twice; to match the patterns for each took a tenth of its time.
"""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()

_PLAIN = frozenset({str, int, SafeString})


class AddressNode(URLNode):
    def render(self, context: Context) -> str:
        args = tuple(arg.resolve(context) for arg in self.args)
        # What is equal and looks different in an address, as 1 and True, is left to Django.
        if self.kwargs or not _PLAIN.issuperset(map(type, args)):
            return str(super().render(context))
        place = (_app(context), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
        try:
            address = _address(self.view_name.resolve(context), args, place)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


def _app(context: Context) -> str | None:
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    app: str | None = getattr(request, "current_app", None) or getattr(match, "namespace", None)
    return app


@lru_cache(maxsize=4096)
def _address(
    name: str, args: tuple[str | int, ...], place: tuple[str | None, str | None, str]
) -> str:
    return reverse(name, args=args, current_app=place[0])


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    """Write the address of a view, as Django's own tag does."""
    node = parse(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
