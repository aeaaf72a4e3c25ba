"""Children that never outlive the test that started them."""
import ctypes
import os
import pathlib
import signal
import subprocess

from keste.waiting import PATIENCE

REPOSITORY = pathlib.Path(__file__).parents[3]
BIN = pathlib.Path(os.environ.get("KESTE_BIN", REPOSITORY / "build" / "dev" / "bin")).resolve()
KESTED = BIN / "kested"
KESTECTL = BIN / "kestectl"
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def spawn(command, **options):
    """Start it from the test's main thread: when that ends, the child is killed."""
    return subprocess.Popen([str(word) for word in command], start_new_session=True,
                            preexec_fn=die_with_parent, **options)


def end(process):
    """Kills a child and its children, if any are left."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return process.wait(PATIENCE)


def run(*command, **options):
    """Runs a command to its end; its output as text."""
    return subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          timeout=PATIENCE, **options)
