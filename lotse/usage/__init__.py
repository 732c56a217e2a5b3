"""How often public pages are read, searched and downloaded: counts a day, and nothing else."""
