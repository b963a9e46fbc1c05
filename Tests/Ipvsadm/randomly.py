"""Random command lines, legal and illegal, through both programs: alone, and as lines of `ipvsadm -R`."""
import os
import random
import re
import shlex
import time

SERVICES = ["10.0.0.1:80", "10.0.0.1:80", "10.0.0.1:443", "10.0.0.2:80", "192.168.0.1:80", "vip:http", "10.0.0.10:8080",
            "[2001:db8::1]:80", "[2001:db8::1]:https", "[2001:db8::2]:5060", "10.0.0.1:5060", "10.0.0.1:0"]
ODD_ADDRESSES = ["10.0.0.1", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:", "10.0.0.1:", ":80", "80", "", "nosuch:80",
                 "10.0.0.1:nosuch", "10.0.0.1:65536", "10.0.0.1:-1", "10.1:81", "0x0a000001:82", "012.0.0.1:83",
                 "[10.0.0.1]:80", "[fe80::1%lo]:80", "ip6-localhost:80", "vip6:80", "10.0.0.1 x:85", "0.0.0.0:80",
                 "255.255.255.255:80", "224.0.0.1:80", "10.0.0.256:80", "[::ffff:10.0.0.1]:80", "10.0.0.1:0x50",
                 "10.0.0.1:+80", "10.0.0.1:80x", "[2001:db8::1:80", "[2001:db8::1]x80", "::1", "10.0.0.1:http ", "\udcff:80"]
SERVERS = ["10.1.0.1:80", "10.1.0.2:8080", "10.1.0.3", "192.168.1.1:80", "172.16.0.1:80", "rs1", "rs2:www", "127.0.0.1:80",
           "[2001:db8::11:1]:80", "[2001:db8::12:1]:8080", "2001:db8::13:1"]
MARKS = ["1", "2", "7", "256", "2147483647"]
ODD_NUMBERS = ["", "x", "-1", "0", "1x", "+7", " 8", "010", "0x10", "1.5", "99999999999999999999", "-", "65536", "4294967296",
               "2147483648", "\udcff", "1\udcc3\xe9"]
SCHEDULERS = ["rr", "wrr", "lc", "wlc", "sh", "mh", "dh", "fo", "ovf", "sed", "nq", "lblc", "lblcr"]
FLAGS = {"sh": ["sh-port", "sh-fallback", "sh-fallback,sh-port", "flag-1", "flag-2,flag-1"],
         "mh": ["mh-port", "mh-fallback", "mh-port,,mh-fallback,", "flag-2"],
         None: ["flag-1", "flag-2", "flag-3", "flag-1,flag-2,flag-3", ""]}
ODD_FLAGS = ["bogus", "sh-port", "mh-port", "flag-4", "sh-port,mh-port", "FLAG-1", "flag-1 flag-2", "0", "\udcff", "\xe9"]

# Long and short name of every option, with what makes a value: none, a list, or a function.
NUMBER = ["1", "2", "5", "10", "100"]
OPTIONS = {
    "-t": ("--tcp-service", SERVICES), "-u": ("--udp-service", SERVICES), "--sctp-service": (None, SERVICES),
    "-f": ("--fwmark-service", MARKS), "-6": ("--ipv6", None), "-s": ("--scheduler", SCHEDULERS),
    "-p": ("--persistent", NUMBER), "-M": ("--netmask", ["255.255.255.0", "255.0.0.0", "64", "128", "24"]),
    "-o": ("--ops", None), "--pe": (None, ["sip", ""]), "-b": ("--sched-flags", FLAGS[None]),
    "-r": ("--real-server", SERVERS), "-g": ("--gatewaying", None), "-i": ("--ipip", None), "-m": ("--masquerading", None),
    "-w": ("--weight", ["0", "1", "5", "65535", "2147483647"]), "-x": ("--u-threshold", NUMBER),
    "-y": ("--l-threshold", NUMBER), "--tun-type": (None, ["ipip", "gue", "gre"]), "--tun-port": (None, ["6080", "1", "65535"]),
    "--tun-nocsum": (None, None), "--tun-csum": (None, None), "--tun-remcsum": (None, None), "-c": ("--connection", None),
    "--timeout": (None, None), "--daemon": (None, None), "--stats": (None, None), "--rate": (None, None),
    "--thresholds": (None, None), "--persistent-conn": (None, None), "--tun-info": (None, None), "--nosort": (None, None),
    "--sort": (None, None), "-n": ("--numeric", None), "-X": ("--exact", None), "--mcast-interface": (None, ["eth0", "nosuch0"]),
    "--syncid": (None, ["0", "5", "255"]), "--sync-maxlen": (None, ["1024", "1472", "500"]),
    "--mcast-group": (None, ["224.0.0.82", "ff02::82"]), "--mcast-port": (None, ["8849"]), "--mcast-ttl": (None, ["1", "3"]),
}
ODD_VALUES = {"-t": ODD_ADDRESSES, "-u": ODD_ADDRESSES, "--sctp-service": ODD_ADDRESSES, "-r": ODD_ADDRESSES,
              "-b": ODD_FLAGS, "-s": ["nosuch", "", "RR", "averylongschedulername", "none", "rr "],
              "-M": ["", "foo", "0", "129", "64x", "255.0.255.0", "vip", "ffff::"], "--pe": ["nosuch", "averyveryverylongname"],
              "--tun-type": ["", "GUE", "foo"], "--mcast-interface": ["", "averylonginterfacename"],
              "--mcast-group": ["10.0.0.1", "x", "2001:db8::1", "", ":\udcff", "\udc80"]}
SERVICE_OPTIONS = ["-s", "-p", "-M", "-o", "--pe", "-b"]
SERVER_OPTIONS = ["-w", "-x", "-y"]
TUNNELS = [[], ["--tun-type", "ipip"], ["--tun-type", "gue", "--tun-port", "6080"],
           ["--tun-type", "gue", "--tun-port", "6080", "--tun-csum"], ["--tun-type", "gre", "--tun-csum"],
           ["--tun-type", "gre"], ["--tun-type", "gue", "--tun-port", "1", "--tun-remcsum"]]
ODD_TUNNELS = [["--tun-type", "gue"], ["--tun-type", "gre", "--tun-remcsum"], ["--tun-csum"], ["--tun-port", "9"],
               ["--tun-type", "gue", "--tun-port", "6080", "--tun-csum", "--tun-nocsum"], ["--tun-type", "ipip", "--tun-csum"]]
FORMATS = [[], ["--stats"], ["--rate"], ["--thresholds"], ["--persistent-conn"], ["--tun-info"], ["--stats", "--exact"],
           ["--rate", "-X"], ["--stats", "--rate"], ["--thresholds", "--tun-info"], ["--persistent-conn", "--thresholds"]]
DAEMON_OPTIONS = ["--syncid", "--sync-maxlen", "--mcast-group", "--mcast-port", "--mcast-ttl"]
LONG_COMMANDS = {"-A": "--add-service", "-E": "--edit-service", "-D": "--delete-service", "-a": "--add-server",
                 "-e": "--edit-server", "-d": "--delete-server", "-L": "--list", "-l": "--list", "-S": "--save", "-C": "--clear",
                 "-Z": "--zero", "-R": "--restore"}
WEIGHTS = {"-A": 22, "-E": 9, "-D": 5, "-a": 25, "-e": 10, "-d": 6, "-L": 13, "-l": 1, "-S": 3, "-C": 0.4, "-Z": 3, "-R": 0.5,
           "--set": 2, "--start-daemon": 1.5, "--stop-daemon": 1, "odd": 2}
ODD_FIRST_WORDS = ["", "-", "--", "foo", "-n", "-t", "-z", "--bogus", "-6", "--numeric", "-Q", "-LA", "--list=x", "-nL", "list", "-\udcff", "\udcff"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, probability):
        return self.random.random() < probability

    def value(self, option, odd=0.06):
        if self.chance(odd):
            return self.random.choice(ODD_VALUES.get(option, ODD_NUMBERS))
        return self.random.choice(OPTIONS[option][1])

    def option(self, option, value=None):
        """The words of an option, in any of the forms in which it can be given."""
        long, values = OPTIONS[option]
        name = long if long and self.chance(0.3) else option
        if values is None:
            return [name]
        if option == "-p" and value is None and self.chance(0.4):
            return [name]
        value = self.value(option) if value is None else value
        if self.chance(0.75):
            return [name, value]
        if name.startswith("--") or self.chance(0.3):
            return [f"{name}={value}"]
        return [name + value] if value else [name, value]

    def service(self, port_needed=False):
        if self.chance(0.2):
            return self.option("-f") + (self.option("-6") if self.chance(0.3) else [])
        return self.option(self.random.choices(["-t", "-u", "--sctp-service"], [6, 3, 1])[0])

    def flags(self, scheduler):
        return self.option("-b", self.value("-b") if self.chance(0.2) else self.random.choice(
            FLAGS.get(scheduler, FLAGS[None])))

    def service_words(self):
        parts, scheduler = [], None
        if self.chance(0.7):
            scheduler = self.value("-s")
            parts.append(self.option("-s", scheduler))
        for option, probability in (("-p", 0.35), ("-M", 0.15), ("-o", 0.1), ("--pe", 0.08)):
            if self.chance(probability):
                parts.append(self.option(option))
        if self.chance(0.15):
            parts.append(self.flags(scheduler))
        self.random.shuffle(parts)
        return self.service() + [word for part in parts for word in part]

    def server_words(self, editing=True):
        parts = [self.option("-r")]
        if editing:
            method = self.random.choices([None, "-g", "-m", "-i"], [2, 2, 5, 4])[0]
            if method:
                parts.append(self.option(method))
            if method == "-i" or self.chance(0.02):
                parts.append(self.random.choice(ODD_TUNNELS if self.chance(0.15) else TUNNELS))
            parts += [self.option(option) for option in SERVER_OPTIONS if self.chance(0.3)]
        self.random.shuffle(parts)
        words = [word for part in parts for word in part]
        return words + self.service() if self.chance(0.1) else self.service() + words

    def list_words(self):
        words = list(self.random.choice(FORMATS))
        if self.chance(0.85):
            words += self.option("-n")
        if self.chance(0.25):
            words += self.service()
        elif self.chance(0.2):
            words += [self.random.choice(["-c", "--timeout", "--daemon"])]
        if self.chance(0.05):
            words += [self.random.choice(["--sort", "--exact", "--syncid=3"])]
        self.random.shuffle(words) if self.chance(0.05) else None
        return words

    def daemon_words(self, command):
        words = [command, self.random.choice(["master", "backup", "master", "backup", "Master", "x"])]
        if command == "--start-daemon":
            words += self.option("--mcast-interface") if self.chance(0.9) else []
            for option in DAEMON_OPTIONS:
                words += self.option(option) if self.chance(0.2) else []
        return words

    def line(self, odd=0.2):
        command = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        words = self.command(command)
        while self.chance(odd):
            words = self.mutation(words)
        return words

    def command(self, command):
        if command == "odd":
            return [self.random.choice(ODD_FIRST_WORDS)] + self.list_words()
        if command in ("--start-daemon", "--stop-daemon"):
            return self.daemon_words(command)
        if command == "--set":
            return ["--set"] + [self.random.choice(NUMBER + (ODD_NUMBERS if self.chance(0.1) else ["0"])) for _ in range(3)]
        words = []
        if command in ("-A", "-E"):
            words = self.service_words()
        elif command in ("-a", "-e", "-d"):
            words = self.server_words(command != "-d")
        elif command in ("-L", "-l"):
            words = self.list_words()
        elif command == "-S":
            words = self.option("-n") if self.chance(0.7) else []
        elif command == "-D" or command == "-Z" and self.chance(0.7):
            words = self.service()
        return self.first_word(command, words)

    def first_word(self, command, words):
        if self.chance(0.2) and command in LONG_COMMANDS:
            return [LONG_COMMANDS[command]] + words
        # Bundled: the letter of the first option behind that of the command.
        if words and self.chance(0.2) and words[0][:1] == "-" and words[0][1:2] != "-":
            return [command + words[0][1:]] + words[1:]
        return [command] + words

    def mutation(self, words):
        words = list(words)
        place = self.random.randrange(len(words))
        kind = self.random.randrange(8)
        if kind == 0:
            words[place + 1:place + 1] = self.option(self.random.choice(list(OPTIONS)))
        elif kind == 1 and len(words) > 1:
            del words[place]
        elif kind == 2:
            words.insert(place + 1, words[place])
        elif kind == 3:
            other = self.random.randrange(len(words))
            words[place], words[other] = words[other], words[place]
        elif kind == 4:
            words[place] = self.misspelt(words[place])
        elif kind == 5:
            words.insert(place + 1, self.random.choice(["--", "-", "foo", "", "--bogus", "-q", "5", "-h", "-A", "--help"]))
        elif kind == 6:
            words += self.option(self.random.choice(list(OPTIONS)))
        else:
            words[place] = self.random.choice(ODD_NUMBERS + ODD_ADDRESSES)
        return words

    def misspelt(self, word):
        letters = list(word) or ["x"]
        place = self.random.randrange(len(letters))
        kind = self.random.randrange(4)
        if kind == 0:
            letters[place] = self.random.choice("abxz019:-=.,[] %/")
        elif kind == 1:
            letters.insert(place, self.random.choice("abxz019:-=.,[] %/"))
        elif kind == 2:
            del letters[place]
        else:
            letters[place] = letters[place].swapcase()
        return "".join(letters)


def command_of(words):
    """The first option is the command, even behind other words."""
    return next((word for word in words if word[:1] == "-" and word != "-"), "")


# What is never generated, because it is a deliberate difference with a case of its own, in differences.txt:
# what asks for help or a version, marks above 2^31, flag 3 of sh and mh, flags of nothing but commas.
def is_comparable(words):
    command = command_of(words)
    if command in ("--help", "--version") or command[:2] in ("-h", "-v"):
        return False
    text = " ".join(words)
    if "flag-3" in text and ("sh" in text or "mh" in text):
        return False
    for word in words:
        value = word.rsplit("=", 1)[-1].lstrip("-AEbf")
        if value and set(value) == {","}:
            return False
        if value.strip(" +").isdigit() and 2**31 <= int(value) < 2**32:
            return False
    return True


def is_batchable(words):
    """Whether the words survive as a line of -R: it splits at blanks and drops its own name. One within another reads
    the same lines, and the real one may hang once it has started a daemon."""
    return all(word and not set(word) & set(" \t\r\n\v\f") and word != "ipvsadm" for word in words) \
        and not command_of(words).startswith(("-R", "--restore", "--start", "--stop"))


# Where a text may be cut so that its parts are services with their servers, and what is around them.
PART = re.compile(rb"^(?=-A |TCP |UDP |SCTP |FWM |IP Virtual|Timeout )", re.MULTILINE)
FIRST_BYTE = re.compile(rb"^(?:-A \S+|TCP|UDP|SCTP) +(?:(\d+)\.|\[([0-9a-f]*):)", re.MULTILINE)


def is_circle(text):
    """Whether services' addresses form a circle in ipvsadm's order, which wraps: then what comes first depends on the
    kernel's hash table, which is another in each namespace."""
    bytes = {int(v4) if v4 else int(v6 or b"0", 16) >> 8 for v4, v6 in FIRST_BYTE.findall(text)}
    places = sorted(bytes)
    gaps = [after - before for before, after in zip(places, places[1:])] + [256 + places[0] - places[-1]] if places else [256]
    return max(gaps) <= 128


# A saved rule with a name in brackets, and what stands for an IPv6 host in it.
NAMED_IPV6 = re.compile(rb"-[Aa] .*\[[^\]]*[g-z]")
IPV6 = re.compile(rb"\[[^\] ]*(\]:\S+)?")
# What is printed after each line of a batch.
MARK = b"Timeout (tcp tcpfin udp)"


class Run:
    def __init__(self, comparison, name, rules):
        self.name = name
        self.comparison = comparison
        self.sides = comparison.sides
        self.generator = Generator(name)
        self.rules = rules
        self.done = self.legal = 0
        self.fresh()

    def fresh(self):
        for side in self.sides:
            side.fresh()
            side.run(["sh", "-c", "ip link add eth0 type dummy && ip link set eth0 up"], program="/bin/sh")
        # Since the tables were last found to be equal.
        self.history = []

    def words(self, odd):
        while True:
            words = self.generator.line(odd)
            if is_comparable(words):
                return words

    def alike(self, theirs, ours):
        """Whether two outcomes are equal but for what is deliberate."""
        if theirs == ours:
            return True
        text = ours["stdout"]
        for rule in self.rules:
            text = rule.sub(b"", text)
        return self.same_text(theirs["stdout"], text) and all(theirs[part] == ours[part] for part in ("stderr", "status"))

    def same_text(self, theirs, ours):
        # That names of IPv6 hosts are saved as numbers is deliberate.
        pairs = list(zip(theirs.split(b"\n"), ours.split(b"\n")))
        if theirs.count(b"\n") == ours.count(b"\n"):
            pairs = [[IPV6.sub(b"[]", line) for line in pair] if NAMED_IPV6.match(pair[0]) else pair for pair in pairs]
            theirs, ours = (b"\n".join(lines) for lines in zip(*pairs))
        if theirs == ours:
            return True
        if sorted(PART.split(theirs)) != sorted(PART.split(ours)):
            return False
        unsorted = any("--nosort" in command for command in self.history[-1:])
        return unsorted or is_circle(theirs) or is_circle(self.sides[0].table())

    def run(self, words, stdin=b""):
        self.history.append(shlex.join(["ipvsadm"] + words) + (f" <<END\n{os.fsdecode(stdin)}END" if stdin else ""))
        theirs, ours = (side.run(["ipvsadm"] + words, stdin) for side in self.sides)
        if not self.alike(theirs, ours):
            self.report(theirs, ours)
        else:
            self.comparison.passed += 1
        return theirs

    def report(self, theirs, ours):
        details = [self.history[-1]]
        for part in ("stdout", "stderr", "status"):
            details += [f"  {part}: - {theirs[part]!r}", f"  {part}: + {ours[part]!r}"] if theirs[part] != ours[part] else []
        self.comparison.fail(f"random, {self.name}", details)

    def single(self):
        words = self.words(0.25)
        stdin = b""
        if words[0] in ("-R", "--restore"):
            stdin = self.batch_text([self.words(0.2) for _ in range(3)])
        outcome = self.run(words, stdin)
        self.done += 1
        self.legal += outcome["status"] == b"0"

    def batch_text(self, lines):
        choice = self.generator.random.choice
        rows = []
        for words in filter(is_batchable, lines):
            blank = choice([" ", " ", " ", "\t", "  ", " \r "])
            rows.append(choice(["", "", "", "ipvsadm ", " "]) + blank.join(words) + choice(["", "", "", " ", "\r", "\t"]))
        return os.fsencode("\n".join(rows) + choice(["\n", "\n\n", "\n \n"]))

    def batch(self):
        """Lines through -R. What ends the reading hides the lines behind it: a mark behind each line tells how many
        were read, and only those count."""
        lines = [words for words in (self.words(0.04) for _ in range(20)) if is_batchable(words)]
        rows = self.batch_text(lines).rstrip().split(b"\n")
        stdin = b"\n-L --timeout\n".join(rows) + b"\n"
        outcome = self.run(["-R"], stdin)
        self.done += min(outcome["stdout"].count(MARK) + 1, len(rows))

    def tables(self):
        theirs, ours = (side.table() for side in self.sides)
        if not self.same_text(theirs, ours):
            details = self.history + [f"  table: - {theirs.decode()}", f"  table: + {ours.decode()}"]
            self.comparison.fail(f"random, {self.name}: the tables differ after these", details)
            self.fresh()
        else:
            self.comparison.passed += 1
            self.history = []


# Each chapter starts anew, from a seed of its own: guests that share a run each take some of them.
CHAPTER = 500


def run(comparison, lines, seed, rules, share):
    print(f"random: SEED={seed} LINES={lines}", flush=True)
    begin, done, legal = time.time(), 0, 0
    for chapter in range(0, lines, CHAPTER)[share]:
        run, steps = Run(comparison, f"SEED={seed}, from line {chapter}", rules), 0
        while run.done < min(CHAPTER, lines - chapter):
            # About as many lines alone as in batches.
            run.batch() if run.generator.chance(0.08) else run.single()
            steps += 1
            if steps % 25 == 0:
                run.tables()
        run.tables()
        done, legal = done + run.done, legal + run.legal
    print(f"random: {done} lines compared, {legal} of those alone legal; {time.time() - begin:.0f} s")
