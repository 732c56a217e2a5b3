"""Four eyes: what one person published at once is marked until a second person has looked."""
