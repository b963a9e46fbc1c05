"""Two programs side by side, each in a network namespace of its own: the real ipvsadm, and ours under its name."""
import ctypes
import fcntl
import filecmp
import os
import re
import signal
import socket
import struct
import subprocess

NEW_NETWORK = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)

# What shows a whole table, in one process: rules, thresholds, tunnels, timeouts, daemons.
TABLE = b"-S -n\n-L -n --thresholds\n-L -n --tun-info\n-L --timeout\n-L --daemon\n"
HERE = os.path.dirname(os.path.abspath(__file__))
TIME_LIMIT = 240
REAL = "/sbin/ipvsadm"


SET_FLAGS = 0x8914  # SIOCSIFFLAGS of <linux/sockios.h>
UP = 1  # IFF_UP of <linux/if.h>


def loopback_up():
    """Without any address, the kernel takes every address for a broadcast, and so refuses every server."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as interface:
        fcntl.ioctl(interface, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def check(result):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


class Outcome:
    """What one command did: standard output, standard error, and how it ended."""

    def __init__(self, stdout, stderr, status):
        self.parts = {"stdout": stdout, "stderr": stderr, "status": status}

    def __eq__(self, other):
        return self.parts == other.parts

    def __getitem__(self, name):
        return self.parts[name]

    def without_time(self):
        return Outcome(re.sub(rb"\d+:\d\d ", b"00:00 ", self["stdout"]), self["stderr"], self["status"])


class Side:
    """One of the two programs: a folder with the programs' names, and a network namespace."""

    def __init__(self, folder, is_real):
        self.is_real = is_real
        self.environment = {"PATH": f"{folder}:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/tmp"}
        self.namespace = None
        self.streams = [os.memfd_create("stdin"), os.memfd_create("stdout"), os.memfd_create("stderr")]
        self.last_output = b""

    def fresh(self):
        """A new, empty network namespace takes the old one's place."""
        self.leave()
        check(libc.unshare(NEW_NETWORK))
        self.namespace = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        loopback_up()
        self.last_output = b""

    def share(self, other):
        self.leave()
        self.namespace = os.dup(other.namespace)
        self.last_output = b""

    def leave(self):
        if self.namespace is not None:
            os.close(self.namespace)
            self.namespace = None

    def path(self, program):
        for folder in self.environment["PATH"].split(":"):
            if os.path.exists(f"{folder}/{program}"):
                return f"{folder}/{program}"
        raise FileNotFoundError(program)

    def run(self, words, stdin=b"", program=None):
        """Runs a command in this side's namespace; `program` is the file, where it is not that of the first word."""
        check(libc.setns(self.namespace, NEW_NETWORK))
        for stream in self.streams:
            os.ftruncate(stream, 0)
            os.lseek(stream, 0, os.SEEK_SET)
        if stdin:
            os.write(self.streams[0], stdin)
            os.lseek(self.streams[0], 0, os.SEEK_SET)
        # In a session of its own, so that what it starts ends with it. Not by posix_spawn(), whose 130 calls of
        # sigaction() are dear in the guest.
        child = subprocess.Popen(
            [os.fsencode(word) for word in words], executable=program or self.path(words[0]), env=self.environment,
            stdin=self.streams[0], stdout=self.streams[1], stderr=self.streams[2], start_new_session=True)
        outcome = Outcome(*self.wait(child))
        if outcome["stdout"]:
            self.last_output = outcome["stdout"]
        return outcome

    def wait(self, child):
        def end(*_):
            os.killpg(child.pid, signal.SIGKILL)
        signal.signal(signal.SIGALRM, end)
        signal.alarm(TIME_LIMIT)
        code = child.wait()
        signal.alarm(0)
        output = [os.pread(stream, os.fstat(stream).st_size, 0) for stream in self.streams[1:]]
        # A shell says of a command that a signal ended what we say of it.
        return output[0], output[1], str(code if code >= 0 else 128 - code).encode()

    def table(self):
        """The table as the real ipvsadm sees it."""
        outcome = self.run(["ipvsadm", "-R"], stdin=TABLE, program=REAL)
        return outcome["stdout"] + outcome["stderr"]


def is_real(program):
    """Whether a program is the real ipvsadm, which a comparison may be tried with on both sides."""
    return filecmp.cmp(program, REAL, shallow=False)


def both_sides(theirs, ours):
    """Folders in which the programs have ipvsadm's names, and the sides that use them."""
    sides = []
    for name, program in (("theirs", theirs), ("ours", ours)):
        folder = f"/run/{name}"
        os.mkdir(folder)
        for link in ("ipvsadm", "ipvsadm-save", "ipvsadm-restore", "lvsctl"):
            target = program
            if is_real(program) and link.startswith("ipvsadm-"):
                target = f"/sbin/{link}"
            os.symlink(target, f"{folder}/{link}")
        for tool in ("traffic", "newer-tunnel", "resolver"):
            os.symlink(f"{HERE}/{tool}.py", f"{folder}/{tool}")
        sides.append(Side(folder, is_real(program)))
    return sides
