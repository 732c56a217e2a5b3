"""The web door of aids: read them, work with an own copy, decide on improvements."""
