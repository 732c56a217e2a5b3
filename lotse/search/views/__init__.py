"""The web door: finding, and what editors recommend."""
