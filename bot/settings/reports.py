"""When supervisors are told what, as an operator writes it."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.desk.measures.periods import Weekly
from bot.settings.kinds import Section

NEVER = "off"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _slot(text: str) -> str:
    if text != NEVER:
        _weekly(text)
    return text


def _weekly(text: str) -> Weekly:
    """Raises ValueError."""
    day, _, at = text.partition(" ")
    if len(at) != len("09:00"):
        raise ValueError
    return Weekly(DAYS.index(day.lower()), time.fromisoformat(at))


class Reports(Section):
    satisfaction: Annotated[str, AfterValidator(_slot)] = Field(
        "Mon 09:00", description='a day and a time such as "Mon 09:00", or "off"'
    )

    def weekly(self) -> Weekly | None:
        return None if self.satisfaction == NEVER else _weekly(self.satisfaction)
