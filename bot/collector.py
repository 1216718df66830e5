"""How often Python looks for what is in a circle. Hardly anything here ever is: what is made goes by itself."""

import gc

YOUNG = 50_000
"""Things made, and not yet gone, before the collector looks for circles among them."""


def seldom() -> None:
    """Before anything is imported: to look through what stays to the end took a fifth of the start. And what one
    transaction loads is less than the collector waits for."""
    gc.set_threshold(YOUNG)


def spare_what_is_there() -> None:
    """It stays to the end. To look through all of it took a tenth of a second, each time that the collector did, and
    somebody's message waited for it."""
    gc.freeze()
