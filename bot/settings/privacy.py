"""What is hidden and what customers are told about it, as an operator writes it. Reads nothing."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.config_faults import path, quoted
from bot.desk import practice
from bot.desk.people.languages import LANGUAGES
from bot.desk.privacy.patterns import BadPattern, pattern
from bot.settings.kinds import A_NAME, Language, Name, Section, Written, table, tables

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500)]
Expression = Annotated[str, StringConstraints(max_length=1000)]


class Mask(Section):
    name: Name = Field(description=A_NAME)
    pattern: Expression = Field(description="a regular expression of at most 1000 characters")


class Privacy(Section):
    mask: tuple[Mask, ...] = Field((), description='tables such as {name = "PESEL", pattern = "\\b\\d{11}\\b"}')
    contact: Line | None = Field(None, description="1 to 200 characters, such as an address")
    policy: dict[Language, Text] = Field(
        {}, description=f"1 to 1500 characters for each language ({', '.join(LANGUAGES)})"
    )

    def practice(self) -> practice.Privacy:
        patterns = tuple(pattern(mask.name, mask.pattern) for mask in self.mask)
        return practice.Privacy(patterns, self.contact or "", self.policy)


def contradictions(written: Written) -> Iterator[str]:
    """A pattern is said to be bad in its own words, which no single value's description has."""
    for place, mask in enumerate(tables(table(written, "privacy"), "mask")):
        expression = mask.get("pattern")
        try:
            pattern("", expression) if isinstance(expression, str) else None
        except BadPattern as no:
            yield f"{path('privacy', 'mask', place, 'pattern')}: {quoted(expression)}: {no}"
