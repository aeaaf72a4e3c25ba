"""Waiting for something to become true, with a deadline; the only place that pauses."""
import time

# Enough for a sanitized build on a busy machine; a test that passes never waits this long.
PATIENCE = 60.0


def wait_for(what, condition, within=PATIENCE, every=0.01):
    """The first true value of `condition`; AssertionError when none comes in time."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            raise AssertionError(f"waited {within:g} seconds in vain for {what}")
        time.sleep(every)
