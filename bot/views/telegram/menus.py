"""The commands, and what they do, in each language."""

from bot.views.telegram.catalogue import texts


def menu(language: str) -> list[tuple[str, str]]:
    _ = texts(language).gettext
    return [
        ("new", _("Ask a new question")),
        ("status", _("See where your tickets stand")),
        ("close", _("Close a ticket you need no more help with")),
        ("language", _("Change the language")),
        ("quiet", _("Get no reminders")),
        ("privacy", _("See what we keep about you")),
        ("help", _("See what you can do here")),
    ]
