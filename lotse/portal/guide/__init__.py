"""Help for editors and what is new, inside the admin: the pages of docs/edit and the changelog.

``texts`` and ``changelog.md`` are links to these, so they are packaged with the product and are
written in one place.
"""
