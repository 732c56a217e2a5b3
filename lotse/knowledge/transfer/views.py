"""The web door of the transferability check. It only shows: the answers are the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lotse.knowledge import access
from lotse.knowledge.models import Example
from lotse.knowledge.transfer import conditions, fit
from lotse.knowledge.transfer.forms import TransferForm
from lotse.knowledge.views.addresses import follows_moves
from lotse.municipalities import queries as municipalities
from lotse.municipalities.models import ATTRIBUTION, Municipality
from lotse.ui.page_cache import public_page

MOST_PLACES = 8


@require_safe
@public_page()
@follows_moves(Example)
def transferability(request: HttpRequest, slug: str) -> HttpResponse:
    example = access.example(request.user, slug)
    known = conditions.of(example)
    places = _places(request)
    own = places[0] if len(places) == 1 else None
    values = request.GET.dict()
    if own is not None:
        values["kommune"] = own.choice_label
    form = TransferForm(values or None, conditions=known)
    said = conditions.answers(form.cleaned_data if form.is_valid() else {}, known)
    context = {
        "example": example,
        "own": own,
        "places": places,
        "asked": values.get("kommune", ""),
        "form": form,
        "result": fit.check(known, conditions.place(own), said) if own else None,
        "attribution": ATTRIBUTION,
    }
    response = render(request, "knowledge/transfer/check.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


def _places(request: HttpRequest) -> list[Municipality]:
    """Return who is meant: the one asked for, else the reader's own; several are to choose from."""
    if asked := request.GET.get("kommune", "").strip():
        return municipalities.find(asked[:160], MOST_PLACES)
    own = getattr(request.user, "municipality", None)
    return [own] if own else []
