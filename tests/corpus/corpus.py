#!/usr/bin/env python3
"""Every mistake of the corpus is found, named right, and found once (README.md)."""
import glob, json, os, shutil, subprocess, sys, tempfile

here = os.path.dirname(os.path.abspath(__file__))
wend = os.environ.get("WEND") or os.path.join(here, "../../build/wend")


def mistakes_of(path):
    """(title, project, file, [(lines as they are, lines as written, [(code, place in these)])])"""
    found = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("== "):
            found.append([line[3:], None, None, [([], [], [])]])
        elif line.startswith("in "):
            found[-1][1], found[-1][2] = line[3:].split("/")
        elif line == "...":
            found[-1][3].append(([], [], []))
        elif line.startswith("-"):
            found[-1][3][-1][0].append(line[2:])
        elif line.startswith("+"):
            found[-1][3][-1][1].append(line[2:])
        elif line.startswith("!"):
            code, _, text = line[1:].partition(" ")
            old, new, expected = found[-1][3][-1]
            expected.append((code, len(new)))
            new.append(text)
        elif line and not line.startswith(("note:", "#")):
            sys.exit(f"{path}: what is this? {line}")
    return found


def spoil(lines, edits):
    """The file with the mistake in it, and the findings (code, line) that it deserves. Edits stand
    in the order of the file, and what they replace stands in it once behind the edit before."""
    done, wanted = [], []
    for old, new, expected in edits:
        places = [i for i in range(len(lines) - len(old) + 1) if lines[i:i + len(old)] == old]
        if not places or len(places) > 1 and not done:
            raise ValueError(f"the lines to spoil stand {len(places)} times: {old[0]}")
        done += lines[:places[0]]
        wanted += [(code, len(done) + place + 1) for code, place in expected]
        done += new
        lines = lines[places[0] + len(old):]
    return done + lines, wanted


def findings_of(folder):
    run = subprocess.run([wend, "check", "--format", "json", folder], capture_output=True,
                         text=True, timeout=60)
    if run.returncode not in (0, 1):
        raise ValueError(f"code {run.returncode}: {run.stderr.strip()}")
    said = [json.loads(line) for line in run.stdout.splitlines()]
    return [(f["code"], os.path.basename(f["file"]), f["line"])
            for f in said if f["what"] == "finding"]


def check(mistake, folder):
    title, project, file, edits = mistake
    shutil.copytree(os.path.join(here, project), folder, dirs_exist_ok=True)
    path = os.path.join(folder, file)
    lines, wanted = spoil(open(path, encoding="utf-8").read().split("\n"), edits)
    open(path, "w", encoding="utf-8").write("\n".join(lines))
    wanted = [(code, file, line) for code, line in wanted]
    found = findings_of(folder)
    wrong = [w for w in wanted if w not in found]
    return len(found) == 1, wrong or len(found) > 2, wanted, found


def main():
    count, single, failed = 0, 0, 0
    for base in ("shop", "trial", "clinic"):
        found = findings_of(os.path.join(here, base))
        print(f"not ok {base}_is_right: {found}" if found else f"ok {base}_is_right")
    for path in sorted(glob.glob(os.path.join(here, "*.mistakes"))):
        topic, bad = os.path.basename(path)[:-9], []
        for mistake in mistakes_of(path):
            count += 1
            with tempfile.TemporaryDirectory() as folder:
                one, wrong, wanted, found = check(mistake, folder)
            single += one
            if "-v" in sys.argv and not one:
                print(f"  {mistake[0]}: {found}", file=sys.stderr)
            if wrong:
                bad.append(mistake[0])
                print(f"{topic}: {mistake[0]}\n    wanted {wanted}\n    found  {found}",
                      file=sys.stderr)
        print(f"not ok {topic}: {len(bad)} of its mistakes" if bad else f"ok {topic}")
    print(f"{single} of {count} mistakes gave exactly one finding", file=sys.stderr)
    enough = count >= 150 and single >= 0.95 * count
    said = f"{single} of {count} gave exactly one finding"
    print("ok one_finding_each" if enough else f"not ok one_finding_each: {said}")


main()
