"""Taking a port, which another program may have already."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

TAKEN = (errno.EADDRINUSE, errno.EACCES)


class PortTaken(Exception):
    """Another program listens on that port, or it is not for us."""


@contextmanager
def listening(host: str, port: int, otherwise: str) -> Iterator[None]:
    """While a server starts to listen there; `otherwise` is how another port is chosen. Raises `PortTaken`."""
    try:
        yield
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        why = "is taken: stop what listens there, or" if error.errno == errno.EADDRINUSE else "is not allowed to us:"
        raise PortTaken(f"port {port} of {host} {why} {otherwise}") from error
