"""Believable submissions for trying out: invented people, every state, played through the rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lotse.accounts.demo import MEMBERS
from lotse.accounts.models import User
from lotse.knowledge.models import Example, Submission
from lotse.knowledge.submissions import queries, rules
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality
from lotse.topics import queries as topics
from lotse.topics.models import Concept

KEY = "demo-"
"""Beginning of the key of demo submissions: loading twice changes nothing."""
EDITOR = "redaktion@lotse.example"


@dataclass(frozen=True)
class Told:
    """What somebody sends in. place: official key of a demo member."""

    slug: str
    hours_ago: int
    place: str
    name: str
    office: str
    text: str
    benefit: str = ""
    avoid: str = ""
    links: tuple[str, ...] = ()
    audience: int = Audience.PUBLIC
    is_by_mail: bool = False


TOLD = (
    Told(
        "hausmeister",
        5,
        "09371",
        "Veronika Zeitler",
        "Hauptamt",
        "Wir teilen uns den Hausmeisterdienst mit vier Nachbargemeinden: drei Stellen, ein "
        "gemeinsamer Bereitschaftsplan, Abrechnung nach Einsatzstunden.",
        "Einsätze am Wochenende dauern zwei statt neun Stunden.",
        "Ohne schriftliche Vereinbarung über die Kosten gab es Streit.",
    ),
    Told(
        "sprachkarten",
        20,
        "12052000",
        "Ronny Kasper",
        "Ausländerbehörde",
        "Am Empfang liegen Bildkarten in elf Sprachen, mit denen Menschen zeigen, weshalb sie "
        "kommen. Die Karten haben wir selbst gezeichnet.",
        "Die Wartezeit am Empfang sank um ein Drittel.",
        is_by_mail=True,
    ),
    Told(
        "moebel",
        30,
        "05554008",
        "Ulla Terhorst",
        "Sozialamt",
        "Ein Lager für gespendete Möbel, das der Bauhof mitbetreut. Wer in eine Wohnung zieht, "
        "holt sich an zwei Tagen in der Woche, was fehlt.",
        "120 Wohnungen in einem Jahr eingerichtet.",
        links=("https://bocholt.example/moebellager",),
    ),
    Told(
        "schluessel",
        74,
        "14627140",
        "Silke Naumann",
        "Liegenschaften",
        "Alle Unterkünfte haben dieselbe Schließanlage mit Chips. Verlorene Schlüssel sperren wir "
        "am Rechner.",
        "Keine Schlösser mehr getauscht, 9.000 Euro im Jahr gespart.",
        links=("https://meissen.example/schliessanlage",),
    ),
    Told(
        "fahrdienst",
        160,
        "13076",
        "Holger Brandt",
        "Fachdienst Asyl",
        "Ein Rufbus fährt zweimal in der Woche von den Unterkünften auf den Dörfern zu Arzt, Amt "
        "und Sprachkurs.",
        "Versäumte Termine gingen von vierzig auf zwölf im Monat zurück.",
        "Feste Fahrpläne hat niemand genutzt.",
        links=("https://ludwigslust-parchim.example/rufbus",),
    ),
    Told(
        "lotsen",
        220,
        "03404000",
        "Meike Albers",
        "Fachbereich Soziales",
        "Städtische Auszubildende begleiten neue Familien vier Wochen lang zu Ämtern und "
        "Schulen, in ihrer Arbeitszeit.",
        "Die Familien fanden sich schneller zurecht, die Auszubildenden blieben in der Verwaltung.",
        links=("https://osnabrueck.example/lotsen",),
    ),
    Told(
        "chor",
        300,
        "07339030",
        "Anette Wolf",
        "Kulturamt",
        "Bei uns gibt es einen Chor, den ein Verein ohne die Stadt gegründet hat.",
    ),
    Told(
        "leichtbauhalle",
        420,
        "04012000",
        "Jens Petersen",
        "Immobilien",
        "Wir haben die Leichtbauhalle winterfest gemacht, mit Windfang und Bodenheizung.",
    ),
)


def load(now: datetime) -> str:
    """Play the submissions that are missing; empty without demo people and members."""
    editor = User.objects.filter(email=EDITOR).first()
    if editor is None:
        return ""
    known = set(Submission.objects.filter(key__startswith=KEY).values_list("key", flat=True))
    missing = [one for one in TOLD if KEY + one.slug not in known]
    for one in sorted(missing, key=lambda told: -told.hours_ago):
        _play(one, editor, now)
    return f"Einsendungen: {len(TOLD)}, davon {len(missing)} neu."


def _play(one: Told, editor: User, now: datetime) -> None:
    sent_at = now - timedelta(hours=one.hours_ago)
    submission = _by_mail(one, sent_at) if one.is_by_mail else _by_form(one, sent_at)
    Submission.objects.filter(pk=submission.pk).update(key=KEY + one.slug)
    for step in _AFTERWARDS.get(one.slug, ()):
        submission.refresh_from_db()
        step(submission, editor, sent_at)


def _address(one: Told) -> str:
    return f"{one.name.lower().replace(' ', '.')}@{MEMBERS[one.place]}.example"


def _by_form(one: Told, sent_at: datetime) -> Submission:
    submission = rules.begin(person=None, now=sent_at)
    found = {concept.top.pk: concept.top for concept in topics.match(one.text)}
    rules.write(
        submission,
        raw_text=one.text,
        benefit=one.benefit,
        avoid=one.avoid,
        links=list(one.links),
        name=one.name,
        office=one.office,
        email=_address(one),
        municipality=Municipality.objects.get(key=one.place),
        audience=one.audience,
        publish_consent_at=sent_at,
        contact_consent_at=sent_at,
        contact_until=(sent_at + timedelta(days=730)).date(),
        concepts=list(found.values()),
        now=sent_at,
    )
    rules.send(submission, is_proven=True, now=sent_at)
    return submission


def _by_mail(one: Told, sent_at: datetime) -> Submission:
    incoming = rules.Incoming(
        text=f"{one.text}\n\n{one.benefit}",
        subject="Gutes Beispiel aus unserer Stadt",
        author_name=one.name,
        author_email=_address(one),
    )
    return rules.receive_mail(incoming, received_at=sent_at, now=sent_at)


def _ask_back(submission: Submission, editor: User, sent_at: datetime) -> None:
    text = (
        "Danke! Wer entscheidet, welche Möbel angenommen werden, und was kostet das Lager im Jahr?"
    )
    rules.ask_back(submission, text=text, editor=editor, now=sent_at + timedelta(hours=3))


def _accept(submission: Submission, editor: User, sent_at: datetime) -> None:
    rules.accept(submission, editor=editor, now=sent_at + timedelta(hours=4))
    draft = _draft(submission)
    draft.note = "Erfundenes Beispiel zum Ausprobieren."
    if not list(draft.concepts.all()):
        # Editors choose a topic; here the first field will do.
        draft.concepts.set(list(Concept.objects.filter(kind=Concept.Kind.FIELD)[:1]))
    draft.save_revision(user=editor, clean=False)


def _ask_consent(submission: Submission, editor: User, sent_at: datetime) -> None:
    rules.ask_consent(
        submission,
        recipient=submission.email,
        editor=editor,
        now=sent_at + timedelta(hours=30),
    )


def _release(submission: Submission, editor: User, sent_at: datetime) -> None:
    request = submission.consent_requests.get()
    name = f"{submission.name}, {submission.office}"
    rules.answer_consent(
        request, answer="yes", text="", name=name, now=sent_at + timedelta(hours=50)
    )
    record = queries.record_of(submission)
    revision = record.get_latest_revision() if record else None
    assert revision is not None
    revision.publish(user=editor)
    rules.tell_published(sent_at + timedelta(hours=51))


def _reject(submission: Submission, editor: User, sent_at: datetime) -> None:
    reason = (
        "Wir nehmen auf, was die Verwaltung selbst tut oder mitträgt. Wenn die Stadt den Chor "
        "unterstützt, schreiben Sie uns gern, wie."
    )
    rules.reject(submission, reason=reason, editor=editor, now=sent_at + timedelta(hours=5))


def _duplicate(submission: Submission, editor: User, sent_at: datetime) -> None:
    known = Example.objects.filter(live=True).order_by("pk").first()
    if known is not None:
        rules.mark_duplicate(
            submission, example=known, editor=editor, now=sent_at + timedelta(hours=6)
        )


def _draft(submission: Submission) -> Example:
    assert submission.example is not None
    draft = queries.draft_of(submission)
    assert draft is not None
    return draft


_AFTERWARDS: dict[str, tuple[Callable[[Submission, User, datetime], None], ...]] = {
    "moebel": (_ask_back,),
    "schluessel": (_accept,),
    "fahrdienst": (_accept, _ask_consent),
    "lotsen": (_accept, _ask_consent, _release),
    "chor": (_reject,),
    "leichtbauhalle": (_duplicate,),
}
