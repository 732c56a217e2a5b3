"""Words of the field, explained where they first stand in a text."""
