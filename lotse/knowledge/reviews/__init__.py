"""Records that must be looked at again: owner, reminder, confirmation, and "not right any more"."""
