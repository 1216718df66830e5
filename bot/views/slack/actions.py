"""The names of everything that can be pressed or submitted: views draw them, handlers listen for them."""

from enum import StrEnum


class Action(StrEnum):
    """A button's action id; where several of one kind stand together, a colon and the ticket follow."""

    CLAIM = "claim"
    REPLY = "reply"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    MORE = "more"
    NOTE = "note"
    CATEGORY = "category"
    PRIORITY = "priority"
    TIER = "tier"
    PENDING = "pending"
    HOLD = "hold"
    RESUME = "resume"
    RELEASE = "release"
    HAND_OVER = "hand_over"
    SPAM = "spam"
    NOT_SPAM = "not_spam"
    BLOCK = "block"
    UNBLOCK = "unblock"
    LEGAL_HOLD = "legal_hold"
    LIFT_HOLD = "lift_hold"
    TRANSCRIPT = "transcript"
    TRANSCRIPT_WITH_NOTES = "transcript_with_notes"
    MERGE = "merge"
    UNMERGE = "unmerge"
    DUPLICATE = "duplicate"
    LINK = "link"
    UNLINK = "unlink"
    SEND_HELD = "send_held"
    KEEP_INSIDE = "keep_inside"
    RETRY = "retry"
    ARRIVED = "arrived"
    SEND_KEPT = "send_kept"
    LEAVE_KEPT = "leave_kept"
    ON_IT = "on_it"
    ESCALATE = "escalate"
    OPEN = "open_ticket"


class Form(StrEnum):
    """A modal's callback id."""

    REPLY = "reply"
    NOTE = "note"
    CATEGORY = "category"
    PRIORITY = "priority"
    TIER = "tier"
    HOLD = "hold"
    HAND_OVER = "hand_over"
    LEGAL_HOLD = "legal_hold"
    MERGE = "merge"
    UNMERGE = "unmerge"
    DUPLICATE = "duplicate"
    LINK = "link"
    UNLINK = "unlink"


FIELD = "field"
"""The block and the action of a form's only, or first, input."""

NUMBER = "number"
"""The input of a form that takes a ticket by its number, below those that can be chosen."""

SUMMARY = "summary"
"""The second input of the hand-over form."""
