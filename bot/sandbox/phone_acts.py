"""What the page does with a customer's phone."""

from bot.sandbox.acting import Asked, CannotBeDone, Json, Platforms
from bot.sandbox.telegram.people import Person

LONGEST_NAME = 64


async def add(there: Platforms, asked: Asked) -> Json:
    """A new person; the answer has the `person` to go on with."""
    name = asked.text("name").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise CannotBeDone(f"A name has 1 to {LONGEST_NAME} characters.")
    return {"person": there.telegram.person(name, asked.text("language") or None).id}


async def says(there: Platforms, asked: Asked) -> Json:
    text = asked.text("text")
    if not text.strip():
        raise CannotBeDone("Write something first.")
    message = await _person(there, asked).says(
        text,
        reply_to=asked.number_if_any("reply_to"),
        thread=asked.number_if_any("thread"),
        quote=asked.text_if_any("quote") or "",
    )
    return {"message": message["message_id"]}


async def edits(there: Platforms, asked: Asked) -> Json:
    await _person(there, asked).edits(asked.number("message"), asked.text("text"))
    return {}


async def presses(there: Platforms, asked: Asked) -> Json:
    """`button` is the data of one under a `message`, or the label of a key without one."""
    await _person(there, asked).presses(asked.text("button"), asked.number_if_any("message"))
    return {}


async def deletes_topic(there: Platforms, asked: Asked) -> Json:
    await _person(there, asked).deletes_topic(asked.number("thread"))
    return {}


async def reacts(there: Platforms, asked: Asked) -> Json:
    await _person(there, asked).reacts(asked.number("message"), asked.text_if_any("emoji"))
    return {}


async def forwards(there: Platforms, asked: Asked) -> Json:
    """`texts`, one to a line, each a message."""
    await _person(there, asked).forwards(*(line for line in asked.text("texts").splitlines() if line.strip()))
    return {}


async def blocks(there: Platforms, asked: Asked) -> Json:
    await _person(there, asked).blocks()
    return {}


async def unblocks(there: Platforms, asked: Asked) -> Json:
    await _person(there, asked).unblocks()
    return {}


def _person(there: Platforms, asked: Asked) -> Person:
    wanted = asked.number("person")
    for person in there.telegram.people:
        if person.id == wanted:
            return person
    raise CannotBeDone("Nobody here has that phone.")
