"""Personal data in texts: found, marked, taken out. Pure: no Django, no models.

``find`` marks what may point at a person and says why; people decide (``decide.apply``).
It is meant for what leaves an inquiry, so it rather marks too much than too little.
"""

from lotse.lib.redaction.finding import MANDATORY, Kind, Span, find
from lotse.lib.redaction.writing import Action, Decision, apply, key, masked

__all__ = [
    "MANDATORY",
    "Action",
    "Decision",
    "Kind",
    "Span",
    "apply",
    "find",
    "key",
    "masked",
]
