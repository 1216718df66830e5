"""How a story fails when a person cannot do or see what it says. A test that meets one has failed."""


class NoSuchButton(AssertionError):
    """There is no button of that name on the phone; the message names those there are."""


class NotSeen(AssertionError):
    """What was waited for did not come; the message tells what is on the phone instead."""


class NotPossible(AssertionError):
    """No person could do that: write to a bot they blocked, edit what is gone or not theirs."""
