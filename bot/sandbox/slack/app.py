"""What the installed app may ask for, hear of, and offer."""

from dataclasses import dataclass, fields


@dataclass
class App:
    """`events` and `scopes` as in a manifest. None for commands and shortcuts means any.

    `shut_out`: the word with which every call of the bot is refused, as long as there is one.
    """

    scopes: set[str]
    events: set[str]
    commands: set[str] | None = None
    shortcuts: set[str] | None = None
    home: bool = True
    shut_out: str = ""

    def become(self, other: "App") -> None:
        """Installed anew: those who hold this app see the other from now on."""
        for part in fields(self):
            setattr(self, part.name, getattr(other, part.name))
