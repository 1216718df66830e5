"""Finding what a person means on what they see: the button that says "Claim", the field called "Note"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.lint import interactive_elements
from bot.sandbox.slack.words import words_of
from bot.sandbox.slack.workspace import Message, View

Json = dict[str, Any]
Place = Message | View


class NotThere(AssertionError):
    """What was to be used is not on the screen. The message names what is."""


class NoSuchButton(NotThere):
    pass


class NoSuchField(NotThere):
    pass


class NoSuchOption(NotThere):
    pass


@dataclass(frozen=True)
class Control:
    """One element a person can use, on a message or a view."""

    place: Place
    index: int  # of its block
    block: Json
    element: Json

    @property
    def label(self) -> str:
        element = self.element
        for text in (self.block.get("label"), element.get("text"), element.get("placeholder")):
            if text:
                return str(text["text"])
        return "…" if element["type"] == "overflow" else str(element["action_id"])

    @property
    def options(self) -> list[Json]:
        if isinstance(self.place, View) and self.element["action_id"] in self.place.offered:
            return self.place.offered[self.element["action_id"]]
        groups = self.element.get("option_groups", [])
        return [
            *self.element.get("options", []),
            *(option for group in groups for option in group["options"]),
        ]

    def offers(self, label: str) -> bool:
        return any(label in (option["text"]["text"], option["value"]) for option in self.options)

    def option(self, label: str) -> Json:
        """By what it says, or its value. Raises NoSuchOption."""
        for option in self.options:
            if label in (option["text"]["text"], option["value"]):
                return option
        offered = [option["text"]["text"] for option in self.options]
        raise NoSuchOption(f"{self.label!r} offers {offered}, not {label!r}")


def controls(place: Place) -> Iterator[Control]:
    for index, block in enumerate(place.blocks):
        for element in interactive_elements(block):
            yield Control(place, index, block, element)


def button(places: Sequence[Place], label: str, near: str | None = None) -> Control:
    """The first such button on the first place that has one. Raises NoSuchButton.

    With `near`, the first at or below the first block that says so: the Claim of the ticket one means.
    """
    seen = [control for place in places for control in controls(place) if control.element["type"] == "button"]
    for control in seen:
        if control.label == label and _is_near(control, near):
            return control
    where = f" near {near!r}" if near else ""
    raise NoSuchButton(f"no button {label!r}{where}; there are {sorted({control.label for control in seen})}")


def _is_near(control: Control, near: str | None) -> bool:
    if near is None:
        return True
    for index, block in enumerate(control.place.blocks):
        if near in words_of([block]):
            return control.index >= index
    return False


def menu(places: Sequence[Place], label: str, wanted: str) -> Control:
    """The menu or picker of that name; one with a list must offer what is wanted. Raises NoSuchButton.

    An overflow menu shows three dots and no name, so it answers to any name that no other has.
    """
    seen = [control for place in places for control in controls(place) if control.element["type"] != "button"]
    named = [control for control in seen if label in (control.label, control.element["action_id"])]
    dots = [control for control in seen if control.element["type"] == "overflow"]
    for control in named or dots:
        if not control.options or control.offers(wanted):
            return control
    offers = {control.label: [one["text"]["text"] for one in control.options] for control in seen}
    raise NoSuchButton(f"no menu {label!r} offers {wanted!r}; there are {offers}")


def field(view: View, label: str) -> Control:
    """The input of that label. Raises NoSuchField."""
    seen = [control for control in controls(view) if control.block["type"] == "input"]
    for control in seen:
        if control.label == label:
            return control
    raise NoSuchField(f"no field {label!r}; there are {[control.label for control in seen]}")
