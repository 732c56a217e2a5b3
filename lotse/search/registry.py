"""The kinds of content that can be found. Slices register in their ``searchable.py``."""

from lotse.search.documents import Provider

providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    providers[provider.kind] = provider
