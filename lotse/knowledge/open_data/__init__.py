"""What the platform knows, for programs and spreadsheets: by the interface and in files."""
