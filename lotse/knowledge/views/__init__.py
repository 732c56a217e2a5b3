"""The web doors of the knowledge base."""
