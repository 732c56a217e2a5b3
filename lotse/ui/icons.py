"""Names of icons: KERN's own, and our drawings where KERN has none (24 px grid, 1.75 px stroke)."""

KERN_ICONS = frozenset(
    {
        "account-circle", "add", "arrow-back", "arrow-down", "arrow-forward", "arrow-up",
        "autorenew", "brightness-medium", "calendar-today", "check", "checklist", "chevron-left",
        "chevron-right", "close", "content-copy", "danger", "dark-mode", "dehaze", "delete",
        "download", "draft", "drive-folder-upload", "easy-language", "edit", "help", "home",
        "info", "keyboard-double-arrow-left", "keyboard-double-arrow-right", "language",
        "light-mode", "logout", "mail", "more-vert", "open-in-new", "question-mark", "search",
        "sign-language", "success", "visibility", "visibility-off", "warning",
    }
)  # fmt: skip

DRAWINGS = {
    "answer": '<path d="M9 9.2a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1.1-1.3 2.1M12 17.4v.1"/>'
    '<circle cx="12" cy="12" r="8.8"/>',
    "arrow": '<path d="M4 12h15M13.5 6.5 19 12l-5.5 5.5"/>',
    "bookmark": '<path d="M7 4h10v16l-5-4-5 4z"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.5 2"/>',
    "discussion": '<path d="M4 5h16v11.5H10l-4.5 3.5v-3.5H4z"/>',
    "example": '<path d="M3.5 20h17M5.5 20v-9M10 20v-9M14 20v-9M18.5 20v-9M3 11l9-6.5 9 6.5z"/>',
    "feed": '<path d="M5 19h.1M5 12.5A6.5 6.5 0 0 1 11.5 19M5 6a13 13 0 0 1 13 13"/>',
    "guide": '<path d="m4 6.5 1.5 1.5L8 5M4 12.5 5.5 14 8 11M4 18.5 5.5 20 8 17'
    'M11.5 6.5H20M11.5 12.5H20M11.5 18.5H20"/>',
    "heart": '<path d="M12 20s-8-4.8-8-10.5A4.3 4.3 0 0 1 12 7.2a4.3 4.3 0 0 1 8 2.3'
    'C20 15.2 12 20 12 20z"/>',
    "hourglass": '<path d="M7 4h10M7 20h10M8 4c0 5 8 5 8 8s-8 3-8 8M16 4c0 5-8 5-8 8s8 3 8 8"/>',
    "house": '<path d="M3.5 11.5 12 4.5l8.5 7M6 9.8V20h12V9.8M10 20v-5.5h4V20"/>',
    "lifebuoy": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="3.5"/>'
    '<path d="m6 6 3.5 3.5M18 6l-3.5 3.5M6 18l3.5-3.5M18 18l-3.5-3.5"/>',
    "megaphone": '<path d="M4 10v4.5h3.5L16 19V5.5L7.5 10zM19 9.5a4 4 0 0 1 0 5.5M8 14.5V20h2.5"/>',
    "news": '<path d="M4 5.5h13v13a1.5 1.5 0 0 0 1.5 1.5H6a2 2 0 0 1-2-2zM17 9h3v9.5'
    'a1.5 1.5 0 0 1-3 0M7 9h7M7 12.5h7M7 16h4.5"/>',
    "pencil": '<path d="m4 20 1-4.5L16 4.5 19.5 8 8.5 19z"/>',
    "people": '<circle cx="8.5" cy="8.5" r="3"/><circle cx="16.5" cy="9.5" r="2.5"/>'
    '<path d="M3 19c0-3.5 2.4-5.2 5.5-5.2S14 15.5 14 19M15.5 14.2c3-.4 5.5 1.3 5.5 4.3"/>',
    "person-add": '<circle cx="9.5" cy="8" r="3.5"/>'
    '<path d="M3 20c0-4 2.9-6 6.5-6s6.5 2 6.5 6M19 7v6M16 10h6"/>',
    "printer": '<path d="M7 8V4h10v4M7 16H4V8h16v8h-3M7 13.5h10V20H7z"/>',
    "process": '<path d="M3.5 5.5H10v5H3.5zM14 13.5h6.5v5H14zM10 8h7.2v5.5M6.8 10.5V16H14"/>',
    "quote": '<path d="M5 17c2.5-.5 4-2.5 4-5.5H5V6h5.5v5.5C10.5 15.5 8.5 18 5 18.5'
    'M14 17c2.5-.5 4-2.5 4-5.5h-4V6h5.5v5.5c0 4-2 6.5-5.5 7"/>',
    "rule": '<path d="M12 4v16M8 20h8M5 7.5h14M5 7.5 2.8 13.5a2.4 2.4 0 0 0 4.4 0zM19 7.5l-2.2 6'
    'a2.4 2.4 0 0 0 4.4 0z"/>',
    "shield": '<path d="M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6z"/>',
    "star": '<path d="m12 4 2.4 5.1 5.6.7-4.1 3.9 1.1 5.6-5-2.8-5 2.8 1.1-5.6L4 9.8l5.6-.7z"/>',
    "topic": '<path d="M4 4.5h7.5L20 13l-6.5 6.5L4 11z"/><path d="M8 8.5h.1"/>',
}
"""SVG content by name. ``topic`` stands in for a name nobody has drawn yet."""
