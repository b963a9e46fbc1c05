#!/usr/bin/env python3
"""Types command lines into real shells, presses Tab, and compares what is there then.

    Tests/Docs/completions.py PROGRAM

bash and zsh run on a pseudo-terminal, where a key writes the line that stands there to a file; fish tells its candidates by
itself. The last line is "N passed, N failed".
"""
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time

# What is typed, and what stands there after Tab; a file with a blank in its name is in the folder.
LINES = [
    ("lvsctl lis", "lvsctl list "),
    ("lvsctl --json lis", "lvsctl --json list "),
    ("lvsctl --table x.rules lis", "lvsctl --table x.rules list "),
    ("lvsctl --table=x.rules lis", "lvsctl --table=x.rules list "),
    ("lvsctl --wait 5 lis", "lvsctl --wait 5 list "),
    ("lvsctl --color nev", "lvsctl --color never "),
    ("lvsctl --table x.ru", "lvsctl --table x.rules "),
    ("lvsctl add-service -s wl", "lvsctl add-service -s wlc "),
    ("lvsctl add-service --scheduler=tw", "lvsctl add-service --scheduler=twos "),
    ("lvsctl add-service --wait 5 -s tw", "lvsctl add-service --wait 5 -s twos "),
    ("lvsctl sync sto", "lvsctl sync stop "),
    ("lvsctl --wait 5 sync start mas", "lvsctl --wait 5 sync start master "),
    ("lvsctl help add-serve", "lvsctl help add-server "),
    ("lvsctl help sync sto", "lvsctl help sync stop "),
    ("lvsctl vers", "lvsctl version "),
    ("lvsctl ipv", "lvsctl ipvsadm "),
    ("lvsctl completions fi", "lvsctl completions fish "),
    ("lvsctl restore a\\ f", "lvsctl restore a\\ file.rules "),
    ("lvsctl list --sort addr", "lvsctl list --sort address "),
]


class Shell:
    """An interactive shell in which Control-T writes the line to a file and empties it."""

    def __init__(self, command, setup, folder):
        self.file = os.path.join(folder, "line")
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, {"PATH": os.environ["PATH"], "HOME": folder, "TERM": "dumb"})
        os.write(self.terminal, (setup.format(file=self.file) + "\n").encode())
        self.line("true")

    def line(self, text):
        """What the line is after Tab."""
        open(self.file, "w").close()
        os.write(self.terminal, text.encode() + b"\t\x14")
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.02)[0]:
                os.read(self.terminal, 65536)
            with open(self.file) as file:
                found = file.read()
            if found.endswith("\n"):
                return found[:-1]
        return "(no answer)"

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def fish(script, line, folder):
    """The line with the only candidate in the place of the last word."""
    command = f"source {script}; complete -C {quoted(line)}"
    run = subprocess.run(
        ["fish", "--no-config", "-c", command], cwd=folder, capture_output=True, text=True, check=True
    )
    candidates = {row.split("\t")[0] for row in run.stdout.splitlines()}
    if len(candidates) != 1:
        return f"{len(candidates)} candidates: {' '.join(sorted(candidates)[:9])}"
    return candidates.pop()


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


BASH = """PS1=; PS2=; bind 'set enable-bracketed-paste off'; source ./script.bash; complete -F _lvsctl lvsctl
show() {{ printf '%s\\n' "$READLINE_LINE" >>{file}; READLINE_LINE=; }}; bind -x '"\\C-t": show'"""
ZSH = """PROMPT=; unsetopt PROMPT_SP; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D
show() {{ print -r -- "$BUFFER" >>{file}; BUFFER=; }}; zle -N show; bindkey '^T' show; bindkey '^I' complete-word"""


def main():
    program = os.path.abspath(sys.argv[1])
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ["x.rules", "a file.rules"]:
            open(os.path.join(folder, name), "w").close()
        for shell, name in [("bash", "script.bash"), ("zsh", "_lvsctl"), ("fish", "script.fish")]:
            script = subprocess.run([program, "completions", shell], capture_output=True, check=True)
            with open(os.path.join(folder, name), "wb") as file:
                file.write(script.stdout)
        shells = {
            "bash": Shell(["bash", "--norc", "--noprofile", "-i"], BASH, folder),
            "zsh": Shell(["zsh", "-f", "-i"], ZSH, folder),
        }
        for typed, wanted in LINES:
            answers = {name: shell.line(typed) for name, shell in shells.items()}
            word = wanted.rstrip(" ").replace("\\ ", "\0").split(" ")[-1].replace("\0", " ")
            answers["fish"] = fish("script.fish", typed, folder)
            for name, answer in answers.items():
                expected = word if name == "fish" else wanted
                if answer == expected:
                    passed += 1
                else:
                    failed += 1
                    print(f"FAILED {name}: {typed!r} becomes {answer!r}, not {expected!r}")
        for shell in shells.values():
            shell.close()
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
