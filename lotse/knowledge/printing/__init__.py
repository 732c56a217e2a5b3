"""Examples as one file for rooms without a network: contents, sources, dates, page numbers."""
