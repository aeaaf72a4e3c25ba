"""Due dates a second on one core."""
import re

from harness.processes import BenchError
from harness.table import Row, goal, number

NAMES = {"nth_working_day_after": "due dates on one core: the working day",
         "due_at": "  and the due instant in the city's zone"}
NOTES = {"nth_working_day_after": "no peer in this run: QuantLib's headers need another Boost",
         "due_at": "with the hour of the day, looked up in the tz database's rules"}


def measure(bench):
    said = bench.processes.run([bench.bin / "bench_due"])
    found = dict(re.findall(r"^(\w+)\s+([\d.]+) million/s", said, re.M))
    if not NAMES.keys() <= found.keys():
        raise BenchError(f"bench_due did not say {' and '.join(NAMES)}")
    return [Row(NAMES[name], f"{number(float(found[name]))} million/s", "", "",
                goal("50 million/s", float(found[name]) >= 50), NOTES[name]) for name in NAMES]
