"""The pattern pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lotse.ui import specimens
from lotse.ui.forms import SpecimenForm


def patterns(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/patterns.html", {"specimens": specimens.draw_all(request)})


def form_pattern(request: HttpRequest) -> HttpResponse:
    """Show every kind of field, empty or with ``?fehler`` as after a mistake."""
    form = SpecimenForm({"question": ""} if "fehler" in request.GET else None)
    return render(request, "ui/form_pattern.html", {"form": form})
