"""Good examples in Wagtail's admin: form, panels, lists and permissions."""
