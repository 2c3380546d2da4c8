"""`python tether.py PARENT SIGNAL COMMAND...`: become COMMAND, and get SIGNAL when PARENT dies, even of kill -9.

A program of its own because what runs between fork and exec must not touch the memory of a process with threads.
Only Linux can do this; elsewhere the command is run without the tether.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, number, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606  # a shell between the two would break the tether


if __name__ == "__main__":
    main()
