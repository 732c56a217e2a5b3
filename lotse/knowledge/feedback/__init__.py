"""Feedback below examples and answered questions, and the editors' inbox for it."""
