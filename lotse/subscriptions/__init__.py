"""Who is told what is new: by topic, Land, kind or search, at once or in a digest."""
