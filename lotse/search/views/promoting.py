"""What editors recommend for some words: listed, written, ended, taken up again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.search import access, promotions
from lotse.search.forms import PromotionForm
from lotse.search.models import Promotion

_ORDER = ("-created_at", "-pk")


@role_required(*access.EDITORS)
@require_safe
def promotion_list(request: HttpRequest) -> HttpResponse:
    is_ended = request.GET.get("stand") == "beendet"
    found = Promotion.objects.filter(ended_at__isnull=not is_ended).select_related("created_by")
    page = paging.by_key(found, order=_ORDER, query=request.GET)
    entries = promotions.shown(page.rows)
    context = {
        "page": page,
        "rows": [(promotion, entries[promotion.pk]) for promotion in page.rows],
        "is_ended": is_ended,
        "is_current": not is_ended,
        "now": timezone.now(),
    }
    return render(request, "search/promotions/list.html", context)


@role_required(*access.EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def promote(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    promotion = access.promotion(pk) if pk else None
    form = PromotionForm(request.POST or None, initial=_initial(request, promotion))
    if request.method == "POST" and form.is_valid():
        person = request.user
        assert isinstance(person, User)
        try:
            records = promotions.records_of(form.cleaned_data["entries"])
            words = form.cleaned_data["words"]
            promotions.save(
                promotion, words=words, records=records, person=person, now=timezone.now()
            )
            messages.success(request, _("Die Empfehlung gilt ab sofort."))
            return redirect("search:promotions")
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"form": form, "promotion": promotion}
    return render(request, "search/promotions/form.html", context)


def _initial(request: HttpRequest, promotion: Promotion | None) -> dict[str, str]:
    if promotion is None:
        return {"words": request.GET.get("woerter", "")[:200]}
    entries = promotions.shown([promotion])[promotion.pk]
    lines = "\n".join(entry.url for entry in entries if entry.url)
    return {"words": promotion.words, "entries": lines}


@role_required(*access.EDITORS)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    promotion = access.promotion(pk)
    sentence = _("Die Empfehlung ist beendet. Unter „beendet“ können Sie sie wieder aufnehmen.")
    return _change(request, sentence, lambda: promotions.end(promotion, now=timezone.now()))


@role_required(*access.EDITORS)
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    promotion = access.promotion(pk)
    return _change(request, _("Die Empfehlung gilt wieder."), lambda: promotions.resume(promotion))


def _change(request: HttpRequest, sentence: str, rule: Any) -> HttpResponse:
    try:
        rule()
        messages.success(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("search:promotions")
