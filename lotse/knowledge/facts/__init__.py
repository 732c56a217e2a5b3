"""Rules and numbers with jurisdiction, validity and source."""
