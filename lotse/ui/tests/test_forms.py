from django import forms
from django.template import engines
from django.test import Client

from lotse.ui.forms import SpecimenForm


class Small(forms.Form):
    mail = forms.EmailField(label="E-Mail", help_text="Am besten ein Sammelpostfach.")
    note = forms.CharField(label="Notiz", required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Beides zusammen geht nicht.")


def markup(form: forms.Form) -> str:
    """The form in one line; line breaks between attributes mean nothing."""
    return " ".join(str(form).split())


def test_a_field_is_tied_to_its_label_hint_and_error() -> None:
    html = markup(Small({"mail": "kein", "token": "x"}))
    assert '<label class="kern-label" for="id_mail">' in html
    assert 'aria-describedby="id_mail_hint id_mail_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_mail_hint"' in html
    assert 'id="id_mail_error"' in html


def test_the_summary_links_to_the_fields_and_names_what_concerns_all() -> None:
    html = markup(Small({"mail": "kein", "token": "x"}))
    assert '<a href="#id_mail">' in html
    assert "<li>Beides zusammen geht nicht.</li>" in html
    assert "Bitte prüfen Sie 2 Angaben" in html


def test_what_was_entered_is_still_there_after_a_mistake() -> None:
    assert 'value="kein"' in markup(Small({"mail": "kein", "token": "x"}))


def test_only_optional_fields_are_marked() -> None:
    html = markup(Small())
    assert html.count("freiwillig") == 1
    assert "required" not in html


def test_a_filter_marks_nothing_as_optional() -> None:
    class Filter(Small):
        marks_optional = False

    assert "freiwillig" not in markup(Filter())


def test_a_group_of_choices_is_a_fieldset_and_its_error_leads_to_the_first_choice() -> None:
    html = markup(SpecimenForm({"question": "x"}))
    assert 'aria-describedby="id_publication_hint id_publication_error"' in html
    assert '<a href="#id_publication_0">' in html
    assert html.count('type="radio"') == 2
    assert html.count('class="kern-form-check__checkbox" id="id_topics_') == 3


def test_input_cannot_break_out_of_the_markup() -> None:
    html = markup(SpecimenForm({"question": "</textarea><script>x</script>"}))
    assert "<script>" not in html


def test_the_title_starts_with_error_only_after_a_mistake(client: Client, db: None) -> None:
    good, bad = client.get("/muster/formular/"), client.get("/muster/formular/?fehler")
    assert "<title>Muster: Formular" in good.content.decode()
    assert "<title>Fehler: Muster: Formular" in bad.content.decode()


def test_a_single_widget_keeps_classes_and_attributes_of_its_own() -> None:
    class Own(forms.Form):
        text = forms.CharField(widget=forms.TextInput(attrs={"class": "lt-w", "id": "eigen"}))

    html = engines["django"].from_string("{{ form.text|kern_widget }}").render({"form": Own()})
    assert html == (
        '<input type="text" name="text" class="lt-w kern-form-input__input" id="eigen">'
    )
