"""Remarks on passages of a record: comments of the team, changes that members propose."""
