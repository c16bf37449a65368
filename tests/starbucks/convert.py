"""The Starbucks log as Segment-spec events: hours become times, offers bring their terms."""
import gzip
import json
import lzma
import os
from datetime import datetime, timedelta, timezone

START = datetime(2018, 8, 1, tzinfo=timezone.utc)
NAMES = {"offer received": "Offer Received", "offer viewed": "Offer Viewed",
         "offer completed": "Offer Completed", "transaction": "Transaction"}


def portfolio(folder):
    with open(os.path.join(folder, "portfolio.jsonl"), encoding="utf-8") as lines:
        return {offer["id"]: offer for offer in map(json.loads, lines)}


def stamp(hours):
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def identify(person):
    """A stand-in age of 118 is no age; who tells an income is taken to consent."""
    traits = {"consent": person["income"] is not None}
    if person["income"] is not None:
        traits.update(age=person["age"], income=person["income"])
    return {"type": "identify", "messageId": f"p-{person['id']}", "userId": person["id"],
            "timestamp": stamp(0), "traits": traits}


def properties(event, offers):
    value = event["value"]
    if event["event"] == "transaction":
        return {"amount": value["amount"]}
    offer = offers[value.get("offer id") or value["offer_id"]]
    found = {"offer": offer["id"]}
    if event["event"] == "offer completed":
        found["reward"] = value["reward"]
    if event["event"] == "offer received":
        found.update(kind=offer["offer_type"], reward=offer["reward"],
                     difficulty=offer["difficulty"])
    return found


def events(folder):
    """Every event in the order of the log, as a dictionary."""
    offers = portfolio(folder)
    with gzip.open(os.path.join(folder, "profile.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield identify(json.loads(line))
    with lzma.open(os.path.join(folder, "transcript.jsonl.xz"), "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():  # the log has blank lines
                continue
            event = json.loads(line)
            yield {"type": "track", "messageId": f"l-{number}", "userId": event["person"],
                   "event": NAMES[event["event"]], "timestamp": stamp(event["time"]),
                   "properties": properties(event, offers)}


def convert(folder, path):
    with open(path, "w", encoding="utf-8") as out:
        for event in events(folder):
            out.write(json.dumps(event, separators=(",", ":")) + "\n")
