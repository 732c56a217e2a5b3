"""What municipalities and editors fill in. The forms check shape; what may be is in the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from lotse.aids import outline
from lotse.aids.calculating import Input, Kind
from lotse.aids.calculators import PREFIX, Calculation
from lotse.aids.copying import Progress
from lotse.aids.formula import shown, units
from lotse.aids.improving import Proposal
from lotse.aids.models import Aid, CopyPoint, Improvement, LocalCopy
from lotse.aids.outline import Question
from lotse.knowledge.facts import marks
from lotse.knowledge.facts.marks import Moment

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CopyForm(forms.Form):
    """What a copy is for, and what decides which points apply."""

    title = forms.CharField(
        label=_("Wofür legen Sie die Liste an?"),
        help_text=_("Zum Beispiel: Zelthalle am Sportpark. Keine Namen."),
        max_length=120,
        error_messages={"required": _("Nennen Sie, wofür die Liste ist.")},
    )
    day = forms.DateField(
        label=_("Stichtag"),
        help_text=_("Von ihm zählen die Fristen der Punkte. Leer, wenn es keinen gibt."),
        required=False,
        widget=_DAY,
    )

    def __init__(self, *args: Any, questions: tuple[Question, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = questions
        for question in questions:
            self.fields[f"frage-{question.key}"] = _question_field(question)
        self.fields["is_named"] = forms.BooleanField(
            label=_("Unsere Kommune darf als Nutzerin genannt werden"), required=False
        )

    def answers(self) -> dict[str, str]:
        """Return the answers by key of the question. Only if the form is valid."""
        given = {q.key: str(self.cleaned_data[f"frage-{q.key}"] or "") for q in self._questions}
        return {key: value for key, value in given.items() if value}

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        for question in self._questions:
            name = f"frage-{question.key}"
            given = filled.get(name)
            if question.is_number and given and outline.number(given) is None:
                self.add_error(name, _("Geben Sie eine Zahl ein, zum Beispiel 120."))
        return filled


def _question_field(question: Question) -> forms.Field:
    if question.is_number:
        return forms.CharField(
            label=question.text,
            max_length=20,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
    choices = [("", _("noch offen")), *((choice, choice) for choice in question.choices)]
    return forms.ChoiceField(
        label=question.text, choices=choices, required=False, widget=forms.RadioSelect
    )


def initial(copy: LocalCopy) -> dict[str, Any]:
    answers = {f"frage-{key}": value for key, value in copy.answers.items()}
    return {"title": copy.title, "day": copy.day, "is_named": copy.is_named, **answers}


class PointForm(forms.Form):
    """How far a point is. The revision says what the person saw."""

    state = forms.ChoiceField(
        label=_("Stand"), choices=CopyPoint.State.choices, widget=forms.Select
    )
    responsible = forms.CharField(label=_("Zuständig"), max_length=120, required=False)
    due_on = forms.DateField(label=_("Bis"), required=False, widget=_DAY)
    note = forms.CharField(
        label=_("Notiz"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def progress(self) -> Progress:
        """Only if the form is valid."""
        filled = self.cleaned_data
        return Progress(filled["state"], filled["responsible"], filled["due_on"], filled["note"])


def point_form(point: CopyPoint, data: Any = None) -> PointForm:
    """Return the form of one point; on a page with all of them each has its own prefix."""
    return PointForm(
        data,
        prefix=f"p{point.pk}",
        initial={
            "state": point.state,
            "responsible": point.responsible,
            "due_on": point.due_on,
            "note": point.note,
            "revision": point.revision,
        },
    )


class WordsForm(forms.Form):
    text = forms.CharField(
        label=_("Punkt"), max_length=300, error_messages={"required": _("Der Punkt fehlt.")}
    )
    hint = forms.CharField(
        label=_("Hinweis"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OwnPointForm(WordsForm):
    section = forms.ChoiceField(label=_("Abschnitt"))
    field_order = ("section", "text", "hint")

    def __init__(self, *args: Any, sections: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(title, title) for title in sections]


class ImprovementForm(WordsForm):
    reason = forms.CharField(
        label=_("Warum ist das besser?"),
        help_text=_("Eine Erfahrung, eine Quelle. Bitte keine Namen."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Sagen Sie uns in einem Satz, warum.")},
    )
    naming = forms.ChoiceField(
        label=_("Dürfen wir Sie nennen, wenn wir ihn übernehmen?"),
        choices=Improvement.Naming.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, draft: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": draft.text, "hint": draft.hint, "naming": draft.naming}
        self._draft = draft
        if draft.change == Improvement.Change.DROP:
            del self.fields["text"], self.fields["hint"]

    def proposal(self) -> Proposal:
        """Only if the form is valid."""
        filled, draft = self.cleaned_data, self._draft
        return Proposal(
            change=draft.change,
            reason=filled["reason"],
            naming=filled["naming"],
            key=draft.key,
            section=draft.section,
            text=filled.get("text", ""),
            hint=filled.get("hint", ""),
            point=draft.point,
        )


class DecisionForm(WordsForm):
    answer = forms.CharField(
        label=_("Antwort an die Kommune"),
        help_text=_("Geht mit der Mail. Bei einem Nein nötig."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, improvement: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": improvement.text, "hint": improvement.hint}
        self._declines = bool(self.data.get("nein"))
        if improvement.change == Improvement.Change.DROP:
            del self.fields["text"], self.fields["hint"]
        elif self._declines:
            self.fields["text"].required = False

    @property
    def declines(self) -> bool:
        return self._declines

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if self._declines and not filled.get("answer", "").strip():
            self.add_error("answer", _("Sagen Sie der Kommune, warum nicht."))
        return filled


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum ziehen Sie sie zurück?"),
        help_text=_("Steht auf der Seite und in der Mail an alle, die sie nutzen."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nennen Sie den Grund.")},
    )
    replacement = forms.ModelChoiceField(
        label=_("Was gilt stattdessen?"),
        queryset=Aid.objects.none(),
        required=False,
        empty_label=_("nichts"),
    )

    def __init__(self, *args: Any, aid: Aid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replacement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Aid.objects.filter(live=True, withdrawn_at=None).exclude(pk=aid.pk)


@dataclass(frozen=True)
class Line:
    """A point with its form."""

    point: CopyPoint
    form: PointForm


def lines(points: list[CopyPoint], data: Any = None) -> Iterator[Line]:
    for point in points:
        yield Line(point, point_form(point, data))


class CalculatorForm(forms.Form):
    """What people enter into a calculator; the calculator itself reads and checks it."""

    def __init__(
        self, found: Calculation, *, lands: Sequence[tuple[str, str]], moment: Moment
    ) -> None:
        data = {f"{PREFIX}{key}": value for key, value in found.entered.items()}
        super().__init__(data if found.is_asked else None, use_required_attribute=False)
        for one in found.inputs:
            field = _calculator_field(one, lands)
            field.help_text = marks.plain(one.help, moment)
            # Nothing is optional here: what is left open leaves a result open.
            field.required = True
            self.fields[f"{PREFIX}{one.key}"] = field
        self._problems = found.problems
        self._groups: dict[str, list[forms.BoundField]] = {}
        for one in found.inputs:
            self._groups.setdefault(one.group, []).append(self[f"{PREFIX}{one.key}"])

    def full_clean(self) -> None:
        """Take over what the calculator found wrong."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        if self.is_bound:
            for key, problem in self._problems.items():
                self.add_error(f"{PREFIX}{key}", problem)

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return list(self._groups.items())


def _calculator_field(one: Input, lands: Sequence[tuple[str, str]]) -> forms.Field:
    unit = units.say(one.unit)
    label = f"{one.label} ({unit})" if unit else one.label
    initial = shown(one.default) if one.default is not None else ""
    choices: list[tuple[str, Any]] = [("", _("Bitte wählen"))]
    if one.kind is Kind.LAND:
        choices += lands
    elif one.kind is Kind.CHOICE:
        choices += [(option.key, option.label) for option in one.options]
    elif one.kind is Kind.YES_NO:
        choices += [("ja", _("ja")), ("nein", _("nein"))]
    elif one.kind is Kind.DATE:
        return forms.CharField(
            label=label, required=False, widget=forms.TextInput(attrs={"type": "date"})
        )
    else:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "placeholder": one.example})
        return forms.CharField(
            label=label, required=False, max_length=40, initial=initial, widget=widget
        )
    # The calculator says in its own words what may be chosen.
    return forms.ChoiceField(label=label, required=False, choices=choices)
