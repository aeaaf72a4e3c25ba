"""Processes that end with the run, ports, and the memory that a process holds."""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time


class BenchError(Exception):
    """Something that keeps a scenario from being measured; never a timing."""


def find_program(*names):
    """The first of these programs that is installed; Debian keeps some outside a user's PATH."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    for name in names:
        found = shutil.which(name, path=path)
        if found:
            return found
    raise BenchError(f"{names[0]} is missing; scripts/setup --bench installs it")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition, seconds=30.0, every=0.02):
    """The condition's first true answer."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        answer = condition()
        if answer:
            return answer
        time.sleep(every)
    raise BenchError(f"{what} did not happen within {seconds:.0f} s")


def wait_for_port(port, process):
    def answers():
        if process.poll() is not None:
            raise BenchError(f"{process.args[0]} ended early with {process.returncode}")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        return False

    wait_for(f"an answer on port {port}", answers)


def memory_kb(pid, field="VmRSS"):
    """What /proc says: VmRSS now, VmHWM at its highest."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return int(re.search(rf"{field}:\s+(\d+)", text).group(1))


class Processes:
    """Starts each process in a group of its own and ends the groups, the last one first."""

    def __init__(self):
        self.running = []

    def start(self, command, log, **options):
        with open(log, "ab") as out:
            process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL,
                stdout=out, stderr=out, start_new_session=True, **options)
        self.running.append(process)
        return process

    def stop(self, process, how=signal.SIGTERM, seconds=45):
        if process in self.running:
            self.running.remove(process)
        with contextlib.suppress(ProcessLookupError):
            if process.poll() is None:
                process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop_all(self):
        for process in reversed(list(self.running)):
            self.stop(process, seconds=10)

    def run(self, command, seconds=900, **options):
        """Runs to the end; its standard output."""
        if not shutil.which(str(command[0])):
            raise BenchError(f"{command[0]} is missing; scripts/bench builds Keste's own programs")
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True, **options)
        self.running.append(process)
        try:
            out, problems = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as late:
            raise BenchError(f"{command[0]} took more than {seconds} s") from late
        finally:
            self.stop(process, signal.SIGKILL)
        if process.returncode != 0:
            raise BenchError(f"{command[0]} failed: {(problems or out).strip()[-300:]}")
        return out
