"""What Python's garbage collector is spared."""

import gc

# It looks at new objects when there are so many, where Python would after 700: an article, or an answer to many, makes
# thousands, and hardly a cycle.
_NEW_OBJECTS = 20_000


def keep() -> None:
    """Leave alone all that is there now, modules and models, as it stays for good.

    The collector would look through it again and again, and everybody waits for that: 70 milliseconds for the modules
    of a service, 100 for the models. By marking what it looks at it would make a forked process copy what it shares.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
