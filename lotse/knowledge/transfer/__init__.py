"""Whether an example fits another municipality: each reason with the field it comes from."""
