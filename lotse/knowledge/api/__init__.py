"""The machine door of the knowledge: to read, without a key what is public."""

# Imported for what they register.
from lotse.knowledge.api import reading
from lotse.knowledge.api.door import router

__all__ = ["reading", "router"]
