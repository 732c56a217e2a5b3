"""Taking an example over: declared, asked after 3 and 6 months, withdrawn, and shown to others."""
