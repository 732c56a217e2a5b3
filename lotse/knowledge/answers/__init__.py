"""Answered questions: what must be known, what readers get, what search finds."""
