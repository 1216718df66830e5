"""`relaydesk`, which is also `python -m bot`."""

import signal
import sys

from bot import collector


def main() -> int:
    """Runs the command line and returns the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: a container's first process gets no other
    collector.seldom()
    from bot import cli  # after that: it imports most of the product

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
