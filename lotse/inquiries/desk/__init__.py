"""The competence team's desk: queue, one inquiry, composer and quarantine."""
