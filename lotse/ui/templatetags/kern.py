"""KERN components as block tags. One component: one template, one tag, one specimen."""

from django import template

register = template.Library()
