"""CPU time and memory of process trees, from /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def cpu_seconds(*pids: int) -> float:
    """Return user and system time of these processes and all their descendants so far."""
    ticks = 0
    for pid in {one for root in pids for one in tree(root)}:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        # 11, 12: own time; 13, 14: that of children it has already collected.
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS


def memory_mib(pid: int) -> tuple[float, float]:
    """Return (proportional, resident) memory of one process in MiB.

    Resident counts shared pages in every process; proportional divides them, so only it adds up.
    """
    values = {
        line.split(":")[0]: int(line.split()[1])
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    }
    return values["Pss"] / 1024, values["Rss"] / 1024


def forget_peak(pid: int) -> None:
    """Let the highest memory of a process be counted from now on."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak_mib(pid: int) -> float:
    """Return the highest resident memory of a process since ``forget_peak``, in MiB."""
    return _status_mib(pid, "VmHWM")


def resident_mib(pid: int) -> float:
    return _status_mib(pid, "VmRSS")


def _status_mib(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(name)
