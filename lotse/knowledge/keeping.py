"""How long the knowledge base keeps what is about people, and forgetting on request."""

from lotse.knowledge import forgetting

__all__ = ["forgetting"]
