"""What a run of Wend did, as rows that an independent program can hold its own rows against."""
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime, timezone
from decimal import Decimal

BUILT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "build", "wend")
DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")
LENGTHS = 604800, 86400, 3600, 60, 1


class Failed(Exception):
    """A command ended with an error: what it said."""


def wend(*arguments):
    """Run the binary under test."""
    command = [os.environ.get("WEND", BUILT), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return done.stderr


def run(bundle, events, folder):
    """Actions and decisions of a run from nothing, as multisets of rows."""
    actions, decisions = (os.path.join(folder, name) for name in ("actions", "decisions"))
    for path in (actions, decisions):
        if os.path.exists(path):
            os.unlink(path)
    wend("run", bundle, "--state", ":memory:", "--events", events,
         "--actions", actions, "--decisions", decisions)
    return read(actions, action), read(decisions, decision)


def read(path, row):
    with open(path, encoding="utf-8") as lines:
        return Counter(row(parse(line)) for line in lines)


def parse(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def seconds(stamp):
    return int(datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp())


def params(given):
    return tuple(sorted((name, plain(value)) for name, value in given.items()))


def plain(value):
    """Numbers by their worth and durations by their length, however they are written."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return format(Decimal(value).normalize(), "f")
    found = isinstance(value, str) and len(value) > 2 and DURATION.fullmatch(value)
    if not found:
        return value
    return sum(float(n or 0) * length for n, length in zip(found.groups(), LENGTHS))


def action(line):
    data = line["data"]
    return (seconds(line["time"]), line["subject"], data["journey"], data["stage"],
            data["channel"], data["message"], data["class"], data["to"],
            params(data.get("params") or {}))


def decision(line):
    """With the author's words, the limit that is full, or what a send would have been."""
    data = line["data"]
    reason = data.get("reason") or {}
    detail = reason.get("text")
    if reason.get("kind") == "limit":
        detail = limit(reason)
    if data["what"] == "send" and detail is None:
        detail = f"{data['channel']} {data['message']}"
    return (seconds(line["time"]), line["subject"], data["journey"], data["what"],
            data["outcome"], reason.get("kind"), detail)


def limit(reason):
    room = seconds(reason["allowed_at"])
    told = f"{reason['rule']}: {reason['count']} of {reason['max']}, room at {room}"
    return "; also ".join([told, *reason.get("also", [])])


def differences(want, got, most=10):
    """The first rows, by time, that stand on one side only; None where the sides agree."""
    odd = [(row, "-", n) for row, n in (want - got).items()]
    odd += [(row, "+", n) for row, n in (got - want).items()]
    if not odd:
        return None
    odd.sort(key=lambda entry: (entry[0][:3], entry[1], repr(entry[0])))
    told = [f"{len(odd)} rows differ (- expected, + of wend); the first, by time:"]
    for row, side, n in odd[:most]:
        at = datetime.fromtimestamp(row[0], timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
        told.append(f"  {side} {at} {' '.join(map(str, row[1:]))}" + (f" (x{n})" if n > 1 else ""))
    return "\n".join(told)


def verdict(name, want, got):
    """One line as suites print it; the rows that differ go to standard error."""
    found = differences(want, got)
    if not want:
        print(f"not ok {name}: nothing was expected, so nothing was tested")
    elif not found:
        print(f"ok {name} ({sum(want.values())} rows)")
    else:
        print(f"not ok {name}: {found.splitlines()[0]}")
        print(found, file=sys.stderr)
    return not found
