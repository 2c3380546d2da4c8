"""The exit codes: what a script may ask for."""

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended. The last two are those of a program that a signal ends, SIGINT and SIGPIPE."""

    DONE = 0  # also when there was nothing to do
    FAILED = 1  # it can't be done, and trying again changes nothing; or you did not say yes
    WRONG = 2  # the command is wrong
    PARTLY = 3  # some of it: an article was refused or is dead, or doctor found something
    AWAY = 4  # a server does not answer, or not yet: later it may succeed
    INTERRUPTED = 130  # by Ctrl-C
    UNREAD = 141  # by whoever reads what it prints and has enough, as `head`
