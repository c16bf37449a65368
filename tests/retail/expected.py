"""What examples/retail must do with its year of orders, by oracle.sql."""
import lzma
import os
import sqlite3
import sys
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
RETAIL = os.path.abspath(os.path.join(HERE, "..", "..", "examples", "retail"))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
import rows

ACTIONS = "SELECT t, who, journey, stage, channel, message, class, address, params FROM action"
DECISIONS = "SELECT t, who, journey, what, outcome, kind, detail FROM decision"


def unpack(path):
    """The events of the example as plain lines at `path`."""
    packed = os.path.join(RETAIL, "events.jsonl.xz")
    with lzma.open(packed, "rb") as source, open(path, "wb") as out:
        out.write(source.read())
    return path


def expected(events):
    """Actions and decisions as two multisets of rows."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE line(n INTEGER PRIMARY KEY, text TEXT)")
    with open(events, encoding="utf-8") as lines:
        db.executemany("INSERT INTO line(text) VALUES (?)", ((line,) for line in lines))
    with open(os.path.join(HERE, "oracle.sql"), encoding="utf-8") as script:
        db.executescript(script.read())
    actions = Counter((*row, rows.params(rows.parse(given)))
                      for *row, given in db.execute(ACTIONS))
    return actions, Counter(db.execute(DECISIONS))
