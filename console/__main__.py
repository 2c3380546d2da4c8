"""`depeche` from its first moment to its exit code, whoever ends it."""

import os
import sys

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
        # At once, as Python would say itself that it was interrupted where some imports were.
        os._exit(Exit.INTERRUPTED)
    except (BrokenPipeError, SystemExit) as end:
        # Typer and Rich make a SystemExit with code 1 of it.
        if not any(isinstance(error, BrokenPipeError) for error in (end, end.__context__)):
            raise
        # What is still to be written must not fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.UNREAD)


if __name__ == "__main__":
    main()
