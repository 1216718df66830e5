"""What those who run the desk are told, in whole sentences. Never an error's text: it may be a customer's words."""


def parked(source: str, fault: Exception, reference: str) -> str:
    return (
        f"An update from {source} could not be handled ({type(fault).__name__}). It is kept as {reference}: "
        f"`relaydesk parked list` shows it, `relaydesk parked replay {reference}` tries it again."
    )


def given_up(what: str, lane: str, letter: int) -> str:
    return (
        f"Something could not be delivered ({what} for {lane}). It is kept as {letter}: `relaydesk outgoing list` "
        f"says why, `relaydesk outgoing retry {letter}` sends it again."
    )
