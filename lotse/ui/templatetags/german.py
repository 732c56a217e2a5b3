"""German dates, spans of time and numbers."""

from django import template

register = template.Library()
