"""A ticket's states and steps: one table. A pair that is not in it cannot happen."""

from enum import StrEnum

from bot.desk.refusals import CannotNow


class Status(StrEnum):
    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    SOLVED = "solved"
    CLOSED = "closed"


class Step(StrEnum):
    CUSTOMER_WROTE = "customer_wrote"
    CLAIMED = "claimed"
    RELEASED = "released"
    AGENT_REPLIED = "agent_replied"
    SET_PENDING = "set_pending"
    PUT_ON_HOLD = "put_on_hold"
    RESUMED = "resumed"
    SOLVED = "solved"
    REOPENED = "reopened"
    EXPIRED = "expired"
    DISCARDED = "discarded"
    RESTORED = "restored"
    ERASED = "erased"
    MERGED = "merged"


LIVE = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD})

WITH_US = frozenset({Status.NEW, Status.OPEN})
"""On us to act: not pending on the customer, not on hold for somebody else, not over."""

LIFE = {
    (Status.NEW, Step.CUSTOMER_WROTE): Status.NEW,
    (Status.NEW, Step.CLAIMED): Status.OPEN,
    (Status.NEW, Step.RELEASED): Status.NEW,
    (Status.NEW, Step.AGENT_REPLIED): Status.PENDING,
    (Status.NEW, Step.SET_PENDING): Status.PENDING,
    (Status.NEW, Step.PUT_ON_HOLD): Status.ON_HOLD,
    (Status.NEW, Step.SOLVED): Status.SOLVED,
    (Status.NEW, Step.DISCARDED): Status.CLOSED,
    (Status.NEW, Step.ERASED): Status.CLOSED,
    (Status.NEW, Step.MERGED): Status.CLOSED,
    (Status.OPEN, Step.CUSTOMER_WROTE): Status.OPEN,
    (Status.OPEN, Step.CLAIMED): Status.OPEN,
    (Status.OPEN, Step.RELEASED): Status.OPEN,
    (Status.OPEN, Step.AGENT_REPLIED): Status.PENDING,
    (Status.OPEN, Step.SET_PENDING): Status.PENDING,
    (Status.OPEN, Step.PUT_ON_HOLD): Status.ON_HOLD,
    (Status.OPEN, Step.RESUMED): Status.OPEN,
    (Status.OPEN, Step.SOLVED): Status.SOLVED,
    (Status.OPEN, Step.REOPENED): Status.OPEN,
    (Status.OPEN, Step.DISCARDED): Status.CLOSED,
    (Status.OPEN, Step.ERASED): Status.CLOSED,
    (Status.OPEN, Step.MERGED): Status.CLOSED,
    (Status.PENDING, Step.CUSTOMER_WROTE): Status.OPEN,
    (Status.PENDING, Step.CLAIMED): Status.PENDING,
    (Status.PENDING, Step.RELEASED): Status.PENDING,
    (Status.PENDING, Step.AGENT_REPLIED): Status.PENDING,
    (Status.PENDING, Step.SET_PENDING): Status.PENDING,
    (Status.PENDING, Step.PUT_ON_HOLD): Status.ON_HOLD,
    (Status.PENDING, Step.RESUMED): Status.OPEN,
    (Status.PENDING, Step.SOLVED): Status.SOLVED,
    (Status.PENDING, Step.DISCARDED): Status.CLOSED,
    (Status.PENDING, Step.ERASED): Status.CLOSED,
    (Status.PENDING, Step.MERGED): Status.CLOSED,
    (Status.ON_HOLD, Step.CUSTOMER_WROTE): Status.OPEN,
    (Status.ON_HOLD, Step.CLAIMED): Status.ON_HOLD,
    (Status.ON_HOLD, Step.RELEASED): Status.ON_HOLD,
    (Status.ON_HOLD, Step.AGENT_REPLIED): Status.ON_HOLD,
    (Status.ON_HOLD, Step.SET_PENDING): Status.PENDING,
    (Status.ON_HOLD, Step.PUT_ON_HOLD): Status.ON_HOLD,
    (Status.ON_HOLD, Step.RESUMED): Status.OPEN,
    (Status.ON_HOLD, Step.SOLVED): Status.SOLVED,
    (Status.ON_HOLD, Step.DISCARDED): Status.CLOSED,
    (Status.ON_HOLD, Step.ERASED): Status.CLOSED,
    (Status.ON_HOLD, Step.MERGED): Status.CLOSED,
    (Status.SOLVED, Step.CUSTOMER_WROTE): Status.OPEN,
    (Status.SOLVED, Step.AGENT_REPLIED): Status.SOLVED,
    (Status.SOLVED, Step.RELEASED): Status.SOLVED,
    (Status.SOLVED, Step.SOLVED): Status.SOLVED,
    (Status.SOLVED, Step.REOPENED): Status.OPEN,
    (Status.SOLVED, Step.EXPIRED): Status.CLOSED,
    (Status.SOLVED, Step.DISCARDED): Status.CLOSED,
    (Status.SOLVED, Step.ERASED): Status.CLOSED,
    (Status.SOLVED, Step.MERGED): Status.CLOSED,
    (Status.CLOSED, Step.AGENT_REPLIED): Status.CLOSED,
    (Status.CLOSED, Step.DISCARDED): Status.CLOSED,
    (Status.CLOSED, Step.ERASED): Status.CLOSED,
    (Status.CLOSED, Step.RESTORED): Status.OPEN,
}


def after(status: Status, step: Step) -> Status:
    """The state that the step leads to. Raises `CannotNow` where the table has no such pair."""
    following = LIFE.get((status, step))
    if following is None:
        raise CannotNow(status=status, step=step)
    return following
