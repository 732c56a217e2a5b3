"""What kind of inquiry a text may be, by its words and its sender. Pure: no Django.

Only ever a proposal with its reason: a person decides, nothing is closed or hidden by it. So the
words are few and telling; what is missed costs a click, a wrong guess costs trust.
"""

import re
from dataclasses import dataclass

PRESS, INDIVIDUAL, EMERGENCY, MISROUTED, SPAM = (
    "press",
    "individual",
    "emergency",
    "misrouted",
    "spam",
)
WITHOUT_FINDS = frozenset({PRESS, INDIVIDUAL, EMERGENCY, SPAM})
"""Whoever sends these is not helped by what other municipalities did."""
MAX_TEXT = 4_000
"""Characters that are read: what it is about stands at the top."""


@dataclass(frozen=True)
class Guess:
    kind: str
    """``press``, ``individual``, ``emergency``, ``misrouted`` or ``spam``."""
    word: str
    """What it was recognised by, as it stands in the text."""


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)", re.IGNORECASE)


_EMERGENCY = _words(
    r"lebensgefahr",
    r"akute[rn]? (?:gefahr|notlage)",
    r"in akuter not",
    r"notfall(?:situation)?",
    r"suizid\w*",
    r"selbstmord\w*",
    r"(?:will|möchte) nicht mehr leben",
    r"es brennt",
    r"(?:werde|wird|wurde|werden) (?:gerade |massiv )?(?:bedroht|geschlagen|angegriffen)",
    r"heute nacht (?:auf der straße|obdachlos|ohne (?:dach|unterkunft))",
    r"(?:vermisst(?:es)? kind|kind (?:wird )?vermisst)",
)
_INDIVIDUAL = _words(
    r"mein(?:e[mnrs]?)? (?:asyl\w*|abschiebung|aufenthalts\w+|aufenthaltstitel|duldung|anhörung|"
    r"bescheid|bamf\w*|familiennachzug|ausreise\w*|fiktionsbescheinigung)",
    r"ich bin (?:geflüchtet\w*|asylbewerber\w*|flüchtling|aus (?:der ukraine|syrien|afghanistan))",
    r"(?:ich|wir) (?:habe|haben) asyl beantragt",
    r"my (?:asylum|residence permit|deportation|family reunion)\w*",
    r"(?:ausländerbehörde|bamf) hat (?:mir|uns|meinen|meine)",
    r"i am a refugee",
)
_PRESS = _words(
    r"presseanfrage\w*",
    r"medienanfrage\w*",
    r"drehanfrage\w*",
    r"interviewanfrage\w*",
    r"redaktionsschluss",
    r"o-ton(?:-anfrage)?",
    r"(?:freie[rs]? )?journalist(?:in)?",
    r"für (?:unsere|einen|den) (?:sendung|beitrag|artikel|bericht) (?:für|über|in|im|zum|zur)",
)
_SPAM = _words(
    r"seo[- ](?:angebot|optimierung|services?)",
    r"backlinks?",
    r"gastbeitrag auf ihrer (?:website|webseite)",
    r"(?:bitcoin|krypto\w*|casino|lotterie|sofortkredit)",
    r"(?:guest post|link building|increase your (?:traffic|ranking))",
    r"you have won",
    r"100 ?% kostenlos",
)
_MISROUTED = _words(
    r"(?:ich|wir) (?:möchte|möchten|will|wollen) (?:möbel|kleidung|sachen|spielzeug) spenden",
    r"bewerbung (?:als|um|auf) (?:die|eine|den)?",
    r"(?:rechnung|mahnung) nr\.? ?\d+",
)
_NEWSROOMS = re.compile(
    r"(?:^|[.@-])(?:redaktion|newsroom|zeitung|rundfunk|tagblatt|tageblatt|dpa|ard|zdf|wdr|ndr|mdr|"
    r"swr|rbb|hr-online|deutschlandfunk|dlf)(?:$|[.@-])"
)


def guess(subject: str, text: str, *, address: str, is_municipal: bool) -> Guess | None:
    """Return what kind of inquiry this may be, None if it is an ordinary one or nobody can tell.

    address: of the sender, lower case. is_municipal: it belongs to a municipality; those ask about
    their residents' emergencies, but neither for themselves nor for a newspaper.
    """
    words = " ".join(f"{subject}\n{text}"[:MAX_TEXT].split())
    if found := _EMERGENCY.search(words):
        return Guess(EMERGENCY, found[0])
    if is_municipal:
        return None
    if newsroom := _NEWSROOMS.search(address):
        return Guess(PRESS, newsroom[0].strip("@.-"))
    for kind, pattern in (
        (PRESS, _PRESS),
        (INDIVIDUAL, _INDIVIDUAL),
        (SPAM, _SPAM),
        (MISROUTED, _MISROUTED),
    ):
        if found := pattern.search(words):
            return Guess(kind, found[0])
    return None
