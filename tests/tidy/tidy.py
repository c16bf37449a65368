#!/usr/bin/env python3
"""tidy.py ROOT: holds the rules of the house over the files of a tree.

Prints `RULE PATH:LINE: what` for each finding. The table of rooms (rooms.txt), the exceptions and
the traces stand beside this script. tests/tidy/cases holds a tree that breaks each rule.
"""
import os
import re
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

FILE_LINES = 600
LINE_COLUMNS = 99
FUNCTION_LINES = 70
FUNCTION_LINES_P95 = 39

CODE = (".c", ".h", ".re", ".y")
TEXT = CODE + (".py", ".sh", ".cmake", "CMakeLists.txt", "dev", "run")
TOP_LEVEL = {".ci", ".clang-format", ".clang-tidy", ".gitignore", "CMakeLists.txt", "LICENSE",
             "README.md", "dev", "compiler", "docs", "examples", "grammar", "runtime", "stdlib",
             "tests"}
FORBIDDEN_NAMES = re.compile(r"^(utils?|common|helpers?|misc|shared|stuff)\.[a-z]+$")
RULES = ["rooms", "cycles", "file_size", "line_length", "function_length", "names", "guards",
         "file_comment", "traces", "top_level", "exceptions"]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
PUBLIC_FOLDER = "/include/"


def rows_of(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


class Rooms:
    def __init__(self, rows):
        self.rank, self.allowed = {}, {}
        for row in rows:
            rank, room, *allowed = row.split()
            self.rank[room], self.allowed[room] = int(rank), allowed

    def of(self, path):
        found = [room for room in self.rank if path == room or path.startswith(room + "/")]
        return max(found, key=len, default=None)


class Tree:
    """The files of a tree and the findings about them."""

    def __init__(self, root, rooms, exceptions):
        self.root, self.rooms = root, rooms
        self.exceptions = {tuple(row.split()[:2]) for row in exceptions}
        self.used_exceptions, self.findings = set(), []
        self.paths = self.list_paths()
        self.lines = {path: self.read(path) for path in self.paths}

    def list_paths(self):
        command = ["git", "-C", self.root, "ls-files", "-z", "--cached", "--others",
                   "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        return sorted(path for path in set(listed.split("\0"))
                      if path and os.path.isfile(os.path.join(self.root, path)))

    def read(self, path):
        try:
            with open(os.path.join(self.root, path), encoding="utf-8") as file:
                return file.read().split("\n")
        except UnicodeDecodeError:
            return []

    def code(self, endings=CODE):
        return [path for path in self.paths if path.endswith(endings)]

    def find(self, rule, path, line, what, name=None):
        exception = (rule, f"{path}:{name}" if name else path)
        if exception in self.exceptions:
            self.used_exceptions.add(exception)
        else:
            self.findings.append((rule, f"{path}:{line}: {what}"))


# ---- which file includes which -----------------------------------------------------------------

def resolve(tree, path, include):
    """The path of an included file in the tree; None for one that is generated or a library's."""
    known = tree.lines
    if include in known:
        return include
    if include.startswith("wend/"):
        ends = PUBLIC_FOLDER + include
        return next((other for other in known if other.endswith(ends)), None)
    beside = os.path.normpath(os.path.join(os.path.dirname(path), include))
    return beside if beside in known else None


def includes(tree, path):
    for number, line in enumerate(tree.lines[path], 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found[1], resolve(tree, path, found[1])


def check_rooms(tree):
    for path in tree.code():
        own = tree.rooms.of(path)
        if own is None:
            tree.find("rooms", path, 1, "belongs to no room of rooms.txt")
            continue
        for number, include, target in includes(tree, path):
            check_arrow(tree, path, number, own, include, target)


def check_arrow(tree, path, number, own, include, target):
    allowed = tree.rooms.allowed[own]
    if target is None:
        generated = "/" not in include or os.path.dirname(include) == own
        if not generated and allowed != ["any"]:
            tree.find("rooms", path, number, f"includes {include}, which is not in the tree")
        return
    room = tree.rooms.of(target)
    if room == own and "public" not in allowed and target != include and \
            not include.startswith("wend/"):
        tree.find("rooms", path, number, f"includes {include} not by its path from the top")
    if room == own or allowed == ["any"]:
        return
    if allowed == ["public"]:
        if not include.startswith("wend/"):
            tree.find("rooms", path, number, f"includes {include}, which is no public header")
    elif room not in allowed:
        tree.find("rooms", path, number, f"{own} may not include {room or include}")


def check_cycles(tree):
    rooms = tree.rooms
    for room, allowed in rooms.allowed.items():
        for other in allowed:
            if other in rooms.rank and rooms.rank[other] >= rooms.rank[room]:
                tree.find("cycles", "tests/tidy/rooms.txt", 1, f"{room} may include {other} above")
    graph = {path: sorted({target for _, _, target in includes(tree, path) if target})
             for path in tree.code()}
    for cycle in cycles_of(graph):
        tree.find("cycles", cycle[0], 1, "includes itself: " + " > ".join(cycle))


def cycles_of(graph):
    state, found = {}, []

    def visit(path, way):
        state[path] = "open"
        for target in graph.get(path, ()):
            if state.get(target) == "open":
                found.append(way[way.index(target):] + [target])
            elif target not in state:
                visit(target, way + [target])
        state[path] = "done"

    for path in graph:
        if path not in state:
            visit(path, [path])
    return found


# ---- sizes -------------------------------------------------------------------------------------

def check_file_size(tree):
    for path in tree.code():
        count = len(tree.lines[path]) - 1
        if count >= FILE_LINES:
            tree.find("file_size", path, count, f"{count} lines, not below {FILE_LINES}")


def check_line_length(tree):
    for path in tree.paths:
        if not path.endswith(TEXT) or "/cases/" in path:
            continue
        for number, line in enumerate(tree.lines[path], 1):
            if len(line) > LINE_COLUMNS:
                tree.find("line_length", path, number, f"{len(line)} columns")


def functions(lines):
    """(name, first line, number of lines) of each function; a scanner's rules are not counted."""
    name, start, skipped, in_rules = None, 0, 0, False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("/*!re2c"):
            in_rules = True
        if in_rules:
            skipped += 1
            in_rules = "*/" not in line
        elif name is None and line == "{" and number > 1:
            name, start, skipped = signature_name(lines, number - 1), number - 1, 0
        elif name is None and is_signature(line):
            name, start, skipped = signature_name(lines, number), number, 0
            if line.rstrip().endswith("}"):
                yield name, start, 1
                name = None
        elif name is not None and line == "}":
            yield name, start, number - start + 1 - skipped
            name = None


def is_signature(line):
    if not line.endswith(("{", "}")) or re.search(r"[=;\\]", line.split("{")[0]):
        return False
    if re.match(r"(\}|#|//|/\*|enum\b|union\b|typedef\b|\s+(if|for|while|switch)\b)", line):
        return False
    return re.search(r"\)\s*\{", line) is not None


def signature_name(lines, number):
    """A signature may have begun on a line before."""
    text, at = lines[number - 1], number - 1
    while text[:1].isspace() and at > 0:
        at -= 1
        text = lines[at] + " " + text.strip()
    found = re.search(r"TEST\((\w+)\)", text) or re.search(r"(\w+)\s*\(", text)
    return found[1] if found else "?"


def check_function_length(tree):
    counted = []
    for path in tree.code((".c", ".re")):
        for name, start, count in functions(tree.lines[path]):
            if not path.startswith("tests/"):
                counted.append(count)
            if count > FUNCTION_LINES:
                what = f"{name} has {count} lines, more than {FUNCTION_LINES}"
                tree.find("function_length", path, start, what, name)
    if len(counted) < 20:
        return
    p95 = sorted(counted)[int(len(counted) * 0.95)]
    print(f"{len(counted)} functions: median {statistics.median(counted):.0f} lines, "
          f"95th percentile {p95}", file=sys.stderr)
    if p95 > FUNCTION_LINES_P95:
        tree.find("function_length", ".", 0, f"the 95th percentile is {p95} lines, not below 40")


# ---- names, guards, comments, traces -----------------------------------------------------------

def check_names(tree):
    for path in tree.paths:
        if FORBIDDEN_NAMES.match(os.path.basename(path)):
            tree.find("names", path, 1, "says nothing about what is in it")


def guard_of(path):
    if PUBLIC_FOLDER in path:
        return re.sub(r"\W", "_", path.split(PUBLIC_FOLDER)[1]).upper()
    return "W_" + re.sub(r"\W", "_", "/".join(path.split("/")[-2:])).upper()


def check_guards(tree):
    for path in tree.code((".h",)):
        text, guard = "\n".join(tree.lines[path]), guard_of(path)
        if not re.search(rf"^#ifndef {guard}\n#define {guard}$", text, re.M):
            tree.find("guards", path, 1, f"has no guard {guard}")


def check_file_comment(tree):
    for path in tree.code():
        first = tree.lines[path][0]
        if not re.match(r"// \S", first):
            tree.find("file_comment", path, 1, "does not begin with `// ` and what it is for")


def check_traces(tree):
    patterns = [re.compile(row) for row in rows_of("traces.txt")]
    for path in tree.paths:
        if path.startswith("tests/tidy/"):
            continue
        for number, line in enumerate(tree.lines[path], 1):
            for pattern in patterns:
                if pattern.search(line):
                    tree.find("traces", path, number, line.strip()[:80])


def check_top_level(tree):
    for entry in sorted({path.split("/")[0] for path in tree.paths} - TOP_LEVEL):
        tree.find("top_level", entry, 1, "is not one of the entries of the top level")


def check_exceptions(tree):
    for rule, where in sorted(tree.exceptions - tree.used_exceptions):
        tree.find("exceptions", "tests/tidy/exceptions.txt", 1, f"{rule} {where} is not needed")


def findings(root, exceptions):
    tree = Tree(root, Rooms(rows_of("rooms.txt")), exceptions)
    for rule in RULES:
        globals()["check_" + rule](tree)
    return tree.findings


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "..", "..")
    found = findings(root, rows_of("exceptions.txt"))
    for rule, what in found:
        print(rule, what)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
