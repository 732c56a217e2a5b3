"""What is played for ``lotse setup --demo``."""
