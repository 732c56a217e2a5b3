"""A small calculator for the tests, with one of everything."""

import copy
from decimal import Decimal
from typing import Any

from lotse.aids.calculating import Calculator, FactValue, read

DEFINITION: dict[str, Any] = {
    "inputs": [
        {"key": "land", "label": "Land", "kind": "land"},
        {"key": "flaeche", "label": "Fläche", "unit": "m²", "minimum": 0, "maximum": 5000},
        {"key": "duschen", "label": "Duschen", "kind": "whole", "unit": "Dusche"},
        {"key": "je_dusche", "label": "Plätze je Dusche", "unit": "Platz/Dusche"},
        {"key": "zugang", "label": "Zugang", "unit": "Person/Woche", "default": 10},
        {"key": "wochen", "label": "Wochen", "kind": "whole", "unit": "Woche", "default": "6"},
        {"key": "start", "label": "Beginn", "kind": "date"},
        {"key": "eigen", "label": "Eigenes Haus", "kind": "yes_no", "default": True},
        {
            "key": "form",
            "label": "Form",
            "kind": "choice",
            "options": [{"key": "haus", "label": "Haus"}, {"key": "halle", "label": "Halle"}],
        },
    ],
    "constants": [
        {
            "key": "je_platz",
            "label": "Fläche je Platz",
            "unit": "m²/Platz",
            "fact": {"code": "F-U-20", "unit": "m²"},
        }
    ],
    "tables": [
        {
            "key": "dauer",
            "label": "Dauern",
            "by": "text",
            "columns": [{"key": "tage", "label": "Tage", "unit": "Tag"}],
            "rows": [{"key": "haus", "cells": [30]}, {"key": "halle", "cells": [7]}],
        },
        {
            "key": "aufsicht",
            "label": "Aufsicht",
            "by": "number",
            "unit": "Platz",
            "columns": [{"key": "wer", "label": "Wer", "kind": "text"}],
            "rows": [
                {"below": 50, "cells": ["eine Person"]},
                {"from": 50, "cells": ["zwei Personen"]},
            ],
        },
    ],
    "formulas": [
        {
            "key": "nach_flaeche",
            "label": "Plätze nach Fläche",
            "unit": "Platz",
            "expression": "abrunden(flaeche / je_platz)",
        },
        {
            "key": "nach_bad",
            "label": "Plätze nach Bad",
            "unit": "Platz",
            "expression": "min(Duschen: duschen * je_dusche; Deckel: 1000 [Platz])",
        },
        {
            "key": "plaetze",
            "label": "Plätze",
            "unit": "Platz",
            "expression": "min(Fläche: nach_flaeche; Bad: nach_bad)",
        },
        {
            "key": "auslastung",
            "label": "Auslastung durch Duschen",
            "unit": "%",
            "expression": "nach_bad / nach_flaeche",
            "decimals": 1,
        },
        {
            "key": "fertig",
            "label": "Fertig am",
            "expression": "wenn(eigen; start; start + 7 [Tag]) + tabelle(dauer; form; tage)",
        },
        {"key": "wer", "label": "Aufsicht", "expression": "tabelle(aufsicht; plaetze)"},
        {
            "key": "ruhe",
            "label": "Wochen ohne Engpass",
            "unit": "Woche",
            "expression": "solange(frei; 0 [Platz]) * 1 [Woche]",
        },
    ],
    "series": [
        {
            "key": "prognose",
            "label": "Prognose",
            "step": "Woche",
            "steps": "wochen / 1 [Woche]",
            "columns": [
                {
                    "key": "frei",
                    "label": "Frei",
                    "unit": "Platz",
                    "expression": "plaetze - bestand * 1 [Platz/Person]",
                    "bands": [{"light": "red", "label": "zu wenig", "when": "frei < 0 [Platz]"}],
                },
                {
                    "key": "bestand",
                    "label": "Bestand",
                    "unit": "Person",
                    "start": "0 [Person]",
                    "expression": "vorher(bestand) + zugang * 1 [Woche]",
                },
            ],
        }
    ],
    "outputs": [
        {
            "key": "plaetze",
            "bands": [
                {"light": "red", "label": "zu klein", "when": "plaetze < 10 [Platz]"},
                {"light": "green", "label": "lohnt sich"},
            ],
        },
        {"key": "ruhe"},
        {"key": "fertig"},
        {"key": "wer"},
    ],
    "cases": [
        {
            "label": "Die Duschen begrenzen",
            "land": "BW",
            "values": {"flaeche": 420, "duschen": 4, "je_dusche": 12},
            "expected": {"plaetze": 48},
            "limiting": {"plaetze": ["Duschen"]},
            "lights": {"plaetze": "green"},
            "is_at_limit": True,
        }
    ],
}
FACTS = {"je_platz": FactValue(Decimal(7), "m²", "FlüAG BW § 8", "/zahlen-und-regeln/f-u-20/")}
ENTERED = {
    "land": "BW",
    "flaeche": "420,5",
    "duschen": "4",
    "je_dusche": "12",
    "start": "01.02.2026",
    "form": "halle",
}


def definition() -> dict[str, Any]:
    """Return a definition of one's own to change."""
    return copy.deepcopy(DEFINITION)


def calculator(data: dict[str, Any] | None = None) -> Calculator:
    found, problems = read(DEFINITION if data is None else data)
    assert problems == []
    assert found is not None
    return found
