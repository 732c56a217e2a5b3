"""Pages for people who ask: the form, the status page, their own inquiries."""
