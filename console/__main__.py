"""`depeche` from its first moment to its exit code, whoever ends it."""

import os
import sys
from typing import NoReturn

from console.exit import Exit


def main() -> None:
    """Run the command that was typed."""
    try:
        # Imported here because it takes a second, in which Ctrl-C may come, too.
        from console.app import app

        try:
            app()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _end_interrupted()
    except (BrokenPipeError, SystemExit) as end:
        # Typer makes a SystemExit of both signals, and so does Rich of a broken pipe.
        if any(isinstance(error, BrokenPipeError) for error in (end, end.__context__)):
            _end_unread()
        if isinstance(end, SystemExit) and end.code == Exit.INTERRUPTED:
            _end_interrupted()
        raise


def _end_unread() -> NoReturn:
    # What is still to be written must not fail once more when Python ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(Exit.UNREAD)


def _end_interrupted() -> NoReturn:
    # At once: Python would wait for threads that wait for an answer.
    os._exit(Exit.INTERRUPTED)


if __name__ == "__main__":
    main()
