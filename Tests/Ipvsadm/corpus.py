"""Reads cases: command lines for both programs, and, in the list of deliberate differences, what differs.

    == NAME                    a case: it starts with an empty table
    == NAME [one table]        both programs look at one table, one after the other: for what only shows
    == NAME [no module]        before the kernel has IPVS, and with nothing that would load it
    why: TEXT                  (deliberate differences only)
    random: REGULAR EXPRESSION (deliberate differences only: what ours may have more of in random lines)
    ipvsadm -A -t 10.0.0.1:80  words, quoted as for a shell; any program, ipvsadm is found in PATH
    ipvsadm -R <<END           the lines up to END are standard input
    ipvsadm -R < '-C\\r\\n'     or a word is, with \\n \\r \\t \\xHH; {{x*5000}} repeats
    ipvsadm -R <-              or what this program printed last
    ! ip link add d type dummy a shell's command, in both namespaces, compared with nobody; it must succeed
      stdout: - LINE           (deliberate differences only) of the command above: what only ipvsadm prints,
      stdout: + LINE           and what only ours does; stderr, status, and table at the end of the case as well
      stdout: - ...            any text from here on
"""
import re
import shlex

ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|(.))")
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\\": b"\\", b"0": b"\0"}
REPEAT = re.compile(r"\{\{(.+?)\*(\d+)\}\}")
DIFFERENCE = re.compile(r"  (stdout|stderr|status|table): ([-+]) ?(.*)")


class Command:
    def __init__(self, line, place):
        self.line = line
        self.place = place
        self.setup = line.startswith("! ")
        self.words = []
        self.stdin = b""
        self.repeats_output = False
        self.wanted = {}
        if not self.setup:
            self.read_words()

    def read_words(self):
        try:
            words = shlex.split(self.line)
        except ValueError as error:
            raise SystemExit(f"{self.place}: {error}")
        if words[-1] == "<-":
            words.pop()
            self.repeats_output = True
        elif len(words) > 2 and words[-2] == "<":
            self.stdin = unescape(repeated(words.pop()))
            words.pop()
        self.words = [repeated(word) for word in words]


class Case:
    def __init__(self, name, kind, place):
        self.name = name
        self.kind = kind
        self.place = place
        self.commands = []
        self.why = ""
        self.random = None
        # What differs in the table at the end.
        self.wanted_table = []


def repeated(text):
    return REPEAT.sub(lambda match: match[1] * int(match[2]), text)


def unescape(text):
    return ESCAPE.sub(
        lambda match: bytes([int(match[1], 16)]) if match[1] else NAMED.get(match[2], match[2]), text.encode())


def read(path):
    """The cases of a file."""
    cases = []
    lines = iter(enumerate(open(path, encoding="utf-8").read().split("\n"), 1))
    for number, line in lines:
        place = f"{path.rsplit('/', 1)[-1]}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if heading := re.fullmatch(r"== (.+?)(?: \[(one table|no module)\])?", line):
            cases.append(Case(heading[1], heading[2], place))
        elif not cases:
            raise SystemExit(f"{place}: a case must begin with ==")
        elif line.startswith("why: "):
            cases[-1].why += line[5:] + " "
        elif line.startswith("random: "):
            cases[-1].random = re.compile(line[8:].encode(), re.MULTILINE)
        elif difference := DIFFERENCE.fullmatch(line):
            part, sign, text = difference.groups()
            if part == "table":
                cases[-1].wanted_table.append(f"{sign} {text}")
            else:
                cases[-1].commands[-1].wanted.setdefault(part, []).append(f"{sign} {text}")
        elif line.endswith(" <<END"):
            command = Command(line[:-6], place)
            text = []
            for _, line in lines:
                if line == "END":
                    break
                text.append(line + "\n")
            command.stdin = "".join(text).encode()
            cases[-1].commands.append(command)
        else:
            cases[-1].commands.append(Command(line, place))
    return cases
