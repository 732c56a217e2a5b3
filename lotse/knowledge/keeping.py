"""How long the knowledge base keeps what is about people, and forgetting on request."""

from lotse.knowledge import forgetting
from lotse.knowledge.importing import keeping as importing
from lotse.knowledge.submissions import keeping

__all__ = ["forgetting", "importing", "keeping"]
