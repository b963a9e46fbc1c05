"""Compares our program with the real ipvsadm, in the guest: the corpus, the deliberate differences, random lines.

    compare.py [program=FILE] [corpus=BEGINNING OF A FILE'S NAME] [LINES=5000] [SEED=N] [share=K/GUESTS]
"""
import difflib
import glob
import os
import re
import shutil
import subprocess
import sys
import time

import corpus
import program
import randomly

HERE = os.path.dirname(os.path.abspath(__file__))
# What is another on another machine, and with another version of ours.
VARIABLE = {os.uname().release: "KERNEL"}
LISTED = f"{HERE}/differences.txt"
DOCUMENT = f"{HERE}/../../Docs/ipvsadm-compatibility.md"


def shown(line):
    """A line so that it can be read and written: nothing unprintable, no blank at the end."""
    text = line.decode("utf-8", "backslashreplace").replace("\\", "\\\\")
    for what, name in VARIABLE.items():
        text = text.replace(what, name)
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return f"{text[:-1]}\\x20" if text.endswith(" ") else text


def difference(theirs, ours):
    """What only one of two texts has, line by line; a text that does not end a line says so."""
    def lines(text):
        whole = text.split(b"\n")
        last = whole.pop()
        return [shown(line) for line in whole] + ([shown(last) + "\\c"] if last else [])
    result = []
    for line in difflib.unified_diff(lines(theirs), lines(ours), n=0, lineterm=""):
        if not line.startswith(("---", "+++", "@@")):
            result.append(f"{line[0]} {line[1:]}")
    return result


def fits(found, wanted):
    """Whether a difference is the wanted one; `- ...` and `+ ...` stand for any further lines of their kind."""
    if wanted and not found:
        return False
    for sign in "-+":
        these = [line for line in found if line[0] == sign]
        those = [line for line in wanted if line[0] == sign]
        if those and those[-1] == f"{sign} ...":
            these, those = these[:len(those) - 1], those[:-1]
        if these != those:
            return False
    return True


class Comparison:
    def __init__(self, ours):
        self.theirs, self.ours = self.sides = program.both_sides(program.REAL, ours)
        self.passed = self.failed = self.commands = self.expected = 0

    def fail(self, what, details):
        self.failed += 1
        print(f"FAILED  {what}")
        for index, detail in enumerate(details):
            # A command with many differences, in few words.
            if index < 12 or not all(line.startswith("  ") for line in details[index - 12:index + 1]):
                print(f"    {detail}".encode("utf-8", "backslashreplace").decode())
        sys.stdout.flush()

    def start(self, case):
        self.theirs.fresh()
        if case.kind == "one table":
            self.ours.share(self.theirs)
        else:
            self.ours.fresh()

    def set_up(self, case, command):
        for side in self.sides[:1] if case.kind == "one table" else self.sides:
            outcome = side.run(["sh", "-c", command.line[2:]], program="/bin/sh")
            if outcome["status"] != b"0":
                return [f"  {part}: {text.decode()}" for part, text in outcome.parts.items()]
        return []

    def run(self, side, command):
        words, stdin = command.words, side.last_output if command.repeats_output else command.stdin
        if side.is_real and words[:2] == ["lvsctl", "ipvsadm"]:
            # That is how we call ourselves then.
            return side.run(["lvsctl ipvsadm"] + words[2:], stdin, program.REAL)
        return side.run(words, stdin)

    def in_time(self, command, theirs, ours):
        """Of one table, time may show: the real program before and after ours must agree. If it never does, since the
        list is long, then everything but the time must."""
        for attempt in range(30):
            again = self.run(self.theirs, command)
            if again == theirs:
                break
            if attempt > 3 and again.without_time() == theirs.without_time():
                return theirs.without_time(), ours.without_time()
            theirs, ours = again, self.run(self.ours, command)
        return theirs, ours

    def compare(self, case, command):
        """What differs of one command, and whether that is what was wanted."""
        theirs, ours = self.run(self.theirs, command), self.run(self.ours, command)
        if case.kind == "one table":
            theirs, ours = self.in_time(command, theirs, ours)
        details, right = [], True
        for part in ("stdout", "stderr", "status"):
            found, wanted = difference(theirs[part], ours[part]), command.wanted.get(part, [])
            details += [f"  {part}: {line}" for line in found]
            if not fits(found, wanted):
                right = False
                details += [f"  (listed) {part}: {line}" for line in wanted]
            elif wanted:
                self.expected += 1
        self.commands += 1
        return details, right

    def one(self, case):
        self.start(case)
        wrong, details = False, [f"why: {case.why}"] if case.why else []
        for command in case.commands:
            details.append(command.line)
            if command.setup:
                found = self.set_up(case, command)
                right = not found
            else:
                found, right = self.compare(case, command)
            details += found
            wrong = wrong or not right
        if case.kind is None:
            found = difference(self.theirs.table(), self.ours.table())
            details += [f"  table: {line}" for line in found]
            if not fits(found, case.wanted_table):
                wrong = True
                details += [f"  (listed) table: {line}" for line in case.wanted_table]
            elif found:
                self.expected += 1
        if wrong:
            self.fail(f"{case.place}: {case.name}", details)
        else:
            self.passed += 1


def without_module(run):
    """Runs something while the kernel has no IPVS and cannot load it."""
    setting = "/proc/sys/kernel/modprobe"
    old = open(setting).read()
    open(setting, "w").write("/bin/false")
    run()
    open(setting, "w").write(old)


def check_list(comparison, cases):
    """Each case of the list says why, has something that differs, and stands in the table for users."""
    text = open(DOCUMENT).read().split("\n## Deliberately better\n")[1].split("\n## ")[0]
    documented = "".join(f"{name}\n" for name in re.findall(r"^\| (?!what |---)(.+?) \|", text, re.MULTILINE))
    names = "".join(f"{case.name}\n" for case in cases)
    if documented == names:
        comparison.passed += 1
    else:
        comparison.fail("the document and differences.txt name the same", difference(documented.encode(), names.encode()))
    for case in cases:
        if not case.why:
            raise SystemExit(f"{case.place}: {case.name}: why?")
        if not case.wanted_table and not any(command.wanted for command in case.commands):
            raise SystemExit(f"{case.place}: {case.name}: nothing differs")


def names():
    """Everybody's names are the same: those of the file beside this one, and nobody to ask for others."""
    subprocess.run(["mount", "--bind", f"{HERE}/hosts", "/etc/hosts"], check=True)
    subprocess.run(["mount", "--bind", "/dev/null", "/etc/resolv.conf"], check=True)


def install(file):
    """Puts a program into memory, where it stays the same while somebody builds."""
    shutil.copy(file, "/run/lvsctl")
    os.chmod("/run/lvsctl", 0o755)
    return "/run/lvsctl"


def main():
    options = dict(argument.split("=", 1) for argument in sys.argv[1:])
    first, step = map(int, options.get("share", "0/1").split("/"))
    share = slice(first, None, step)
    listed = corpus.read(LISTED)
    cases = [case for file in sorted(glob.glob(f"{HERE}/corpus/*.txt")) for case in corpus.read(file)] + listed
    cases = [case for case in cases if case.place.startswith(options.get("corpus", ""))]
    if not cases:
        raise SystemExit(f"corpus={options['corpus']}: no such file of cases")
    cases = cases[share]
    names()
    ours = install(options.get("program", f"{HERE}/../../.build/lvsctl"))
    VARIABLE[subprocess.run([ours, "--version"], capture_output=True, text=True).stdout.strip()] = "LVSCTL"
    comparison = Comparison(ours)
    begin = time.time()
    without_module(lambda: [comparison.one(case) for case in cases if case.kind == "no module"])
    # Else a case that begins with an address of IPv6 would fail, if no other has had the module loaded.
    subprocess.run(["/run/modprobe", "ipv6"], check=True)
    for case in cases:
        if case.kind != "no module":
            comparison.one(case)
    print(f"corpus: {len(cases)} cases, {comparison.commands} commands, {comparison.expected} deliberate differences, "
          f"{comparison.failed} cases with others; {time.time() - begin:.0f} s", flush=True)
    if first == 0:
        check_list(comparison, listed)
    if lines := int(options.get("LINES", 0 if "corpus" in options else 5000)):
        rules = [case.random for case in listed if case.random]
        randomly.run(comparison, lines, int(options.get("SEED", time.time())), rules, share)
    print(f"{comparison.passed} passed, {comparison.failed} failed")
    sys.exit(comparison.failed > 0 or comparison.passed == 0)


main()
