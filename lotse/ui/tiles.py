"""The Länder as tiles on a grid of 24 units: schematic, no borders, no coats of arms."""

TILES = {
    "SH": (2, 0), "MV": (3, 0),
    "HB": (1, 1), "HH": (2, 1), "BB": (3, 1), "BE": (4, 1),
    "NW": (0, 2), "NI": (1, 2), "ST": (2, 2), "SN": (3, 2),
    "RP": (0, 3), "HE": (1, 3), "TH": (2, 3),
    "SL": (0, 4), "BW": (1, 4), "BY": (2, 4),
}  # fmt: skip
"""Column and row by code."""
