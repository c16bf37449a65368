#!/usr/bin/env python3
"""reduce.py FOLDER OUT.jsonl.xz: one year of invoices as events, one a line, in order of time.

FOLDER holds online_retail.csv.xz (UCI "Online Retail"; see ORIGIN.md for where it is from and for
each thing that is changed here). OUT is made the same, byte for byte, however often this is run
with the same version of xz. Python's standard library only."""
import csv
import json
import lzma
import os
import sys
from decimal import Decimal


def invoices(folder):
    """Each invoice of a known customer, in the order of its first row."""
    found = {}
    path = os.path.join(folder, "online_retail.csv.xz")
    with lzma.open(path, "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if not row["CustomerID"]:
                continue
            invoice = found.setdefault(row["InvoiceNo"], {
                "number": row["InvoiceNo"],
                "customer": int(Decimal(row["CustomerID"])),
                "at": row["InvoiceDate"].replace(" ", "T") + "Z",
                "country": row["Country"],
                "lines": 0,
                "total": Decimal(0),
            })
            assert invoice["customer"] == int(Decimal(row["CustomerID"])), row
            invoice["lines"] += 1
            invoice["total"] += Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
    return sorted(found.values(), key=lambda invoice: invoice["at"])  # stable


def number(amount):
    """A decimal without its last zeros, as JSON writes numbers."""
    amount = amount.normalize()
    return format(amount, "f") if amount else "0"


def identify(invoice):
    """Who the customer is, as the shop would say it on first contact; invented by rule."""
    customer = invoice["customer"]
    traits = {}
    if customer % 41:  # one in 41 never gave an address
        traits["email"] = f"cust-{customer}@example.com"
    traits["country"] = invoice["country"]
    if customer % 16 != 8:  # one in 16 says no to promotion, another was never asked
        traits["email_consent"] = customer % 16 != 0
    return {"type": "identify", "messageId": f"id-{customer}", "userId": str(customer),
            "timestamp": invoice["at"], "traits": traits}


def track(invoice):
    cancelled = invoice["number"].startswith("C")
    total = -invoice["total"] if cancelled else invoice["total"]
    assert total >= 0, invoice
    return {"type": "track", "messageId": invoice["number"], "userId": str(invoice["customer"]),
            "event": "Order Cancelled" if cancelled else "Order Completed",
            "timestamp": invoice["at"],
            "properties": {"total": total, "items": invoice["lines"],
                           "country": invoice["country"]}}


def line(event):
    """JSON with the decimals written exactly, which the json module cannot do by itself."""
    total = event.get("properties", {}).get("total")
    if total is None:
        return json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n"
    event["properties"]["total"] = "@total@"
    text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return text.replace('"@total@"', number(total)) + "\n"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    met = set()
    with lzma.open(sys.argv[2], "wt", encoding="utf-8", newline="\n", preset=9) as out:
        for invoice in invoices(sys.argv[1]):
            if invoice["customer"] not in met:
                met.add(invoice["customer"])
                out.write(line(identify(invoice)))
            out.write(line(track(invoice)))


if __name__ == "__main__":
    main()
