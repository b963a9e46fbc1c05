"""What the script `plans` needs that a shell is too slow for: documents, and processes stopped at random moments.

plans.py documents FOLDER            a table, a wanted one, and NUMBER.rules whose change of that number is refused
plans.py big FOLDER                  two large tables
plans.py signals BEFORE WANTED SECONDS   until enough came in the middle, so many seconds at most
plans.py kills BEFORE WANTED SECONDS     likewise
plans.py ignored BEFORE WANTED       a signal that is ignored: the status, whether all was done, and what was said
plans.py two BEFORE WANTED
plans.py boot BEFORE WANTED          a restore at boot that is ended: the status, how far it came, and what was said
plans.py stuck BEFORE                an undo that is refused: the status, and what was said
"""
import json
import os
import random
import signal
import subprocess
import sys
import time


def web(number):
    return f"-t 10.0.{number // 200}.{number % 200 + 1}:80"


def rules(services):
    """A document of {number: (scheduler, {host: weight})}."""
    lines = []
    for number, (scheduler, servers) in services.items():
        lines.append(f"-A {web(number)} -s {scheduler}")
        lines += [f"-a {web(number)} -r 10.1.{host}:80 -m -w {weight}" for host, weight in servers.items()]
    return "".join(line + "\n" for line in lines)


def documents(folder):
    os.makedirs(folder)
    before = {number: ("rr", {"0.11": 1, "0.12": 1, "0.13": 1}) for number in range(8)}
    wanted = {number: ("wrr" if number >= 4 else "rr", {"0.11": 5, "0.12": 1, "0.21": 1, "0.22": 1})
              for number in range(8)}
    wanted |= {number: ("rr", {"0.11": 1, "0.12": 1}) for number in range(8, 16)}
    open(f"{folder}/before.rules", "w").write(rules(before))
    open(f"{folder}/wanted.rules", "w").write(rules(wanted))
    # What the kernel can refuse: new services and servers, and edits of services.
    places = []
    for number, (scheduler, servers) in wanted.items():
        old_scheduler, old_servers = before.get(number, (None, {}))
        if scheduler != old_scheduler:
            places.append((number, None))
        places += [(number, host) for host in servers if host not in old_servers]
    for index, (number, host) in enumerate(places):
        scheduler, servers = wanted[number]
        if host:
            bad = (scheduler, {"0.255" if name == host else name: weight for name, weight in servers.items()})
        else:
            bad = ("nosuch", servers)
        open(f"{folder}/{index:03}.rules", "w").write(rules(wanted | {number: bad}))


def big(folder):
    os.makedirs(folder)
    hosts = [f"0.{index + 20}" for index in range(60)]
    before = {number: ("rr", {host: 1 for host in hosts[:50]}) for number in range(30)}
    wanted = {number: ("wrr", {host: 7 for host in hosts[12:]}) for number in range(10, 40)}
    open(f"{folder}/before.rules", "w").write(rules(before))
    open(f"{folder}/wanted.rules", "w").write(rules(wanted))


def lvsctl(*words):
    return subprocess.run(["lvsctl", "--quiet", *words], check=True, capture_output=True, text=True).stdout


def key(line):
    """What a rule is about: the service, or the service and the server."""
    words = line.split()
    return tuple(words[1:3]) + tuple(words[4:5] if words[0] in ("-a", "-e", "-d") else ())


def apply(table, line):
    """One ipvsadm command on a table of {what: rule}."""
    command, rest = line.split(" ", 1)
    if command in ("-A", "-E", "-a", "-e"):
        table[key(line)] = command.lower().replace("e", "a") + " " + rest
    else:
        for name in [name for name in table if name[:len(key(line))] == key(line)]:
            del table[name]


def table():
    """The kernel's table as ipvsadm tells it."""
    text = subprocess.run(["ipvsadm", "-S", "-n"], check=True, capture_output=True, text=True).stdout
    found = {}
    for line in text.splitlines():
        apply(found, line)
    return found


def document(path):
    found = {}
    for line in open(path):
        apply(found, line.strip())
    return found


def start(wanted, *options):
    words = ["lvsctl", "restore", "--quiet", "--allow-mass-delete", *options, wanted]
    return subprocess.Popen(words, stderr=subprocess.PIPE, text=True)


def lines():
    """How many services and servers there are, found out quickly."""
    return open("/proc/net/ip_vs").read().count("\n")


def run_to_random_moment(process, duration, before):
    """Stops a restore after a random time: often when it has begun to change the table, or a little later."""
    if random.random() < 0.3:
        time.sleep(random.uniform(0, duration))
        return process.send_signal(signal.SIGSTOP)
    slices_left = random.randint(0, 3)
    while process.poll() is None:
        time.sleep(random.uniform(0, 0.005))
        process.send_signal(signal.SIGSTOP)
        slices_left -= lines() != before
        if slices_left < 0:
            return
        process.send_signal(signal.SIGCONT)


def timed(before, wanted):
    """How long an undisturbed run takes, and how many lines there are before it."""
    lvsctl("restore", before)
    count = lines()
    begin = time.monotonic()
    lvsctl("restore", wanted)
    return time.monotonic() - begin, count


def signals(before, wanted, seconds):
    duration, count = timed(before, wanted)
    tables = {"before": document(before), "wanted": document(wanted)}
    tries = undone = early = late = wrong = 0
    example = ""
    end = time.monotonic() + float(seconds)
    while (tries < 12 or undone < 5) and time.monotonic() < end:
        lvsctl("restore", before)
        process = start(wanted)
        run_to_random_moment(process, duration, count)
        every = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
        # One, or all at once: somebody is told then, too.
        sent = random.choice([*((one,) for one in every), every])
        for number in sent:
            process.send_signal(number)
        process.send_signal(signal.SIGCONT)
        said = process.communicate()[1]
        tries += 1
        now = table()
        expected = "before"
        if process.returncode == 3 and "interrupted" in said and ("undone" in said or "nothing was" in said):
            undone += "undone" in said
            early += "undone" not in said
            example = said.strip() if "undone" in said else example
        elif -process.returncode in sent and now == tables["before"]:
            early += 1
        elif -process.returncode in (0, *sent):
            late += 1
            expected = "wanted"
        else:
            expected = None
        if expected is None or now != tables[expected]:
            wrong += 1
            print(f"status {process.returncode}: {said}")
    print(f"        {tries} signals: undone {undone}, before anything was done {early}, too late {late}, wrong {wrong}")
    print(f"        {example}")


def prefix(table_now, plan, table_before):
    """How many changes of the plan have been done, if these and no others have; None otherwise."""
    state = dict(table_before)
    differing = {name for name in state.keys() | table_now.keys() if state.get(name) != table_now.get(name)}
    for count in range(len(plan) + 1):
        if not differing:
            return count
        if count < len(plan):
            line = plan[count]
            # Only the deletion of a service is about more than one thing.
            names = [name for name in state if name[:2] == key(line)] if line.startswith("-D") else [key(line)]
            apply(state, line)
            for name in names:
                (differing.discard if state.get(name) == table_now.get(name) else differing.add)(name)
    return None


def kills(before, wanted, seconds):
    duration, count = timed(before, wanted)
    tables = {"before": document(before), "wanted": document(wanted)}
    tries = middle = wrong = 0
    end = time.monotonic() + float(seconds)
    while (tries < 12 or middle < 5) and time.monotonic() < end:
        lvsctl("restore", before)
        # The order of servers differs after each try, and with it that of deletions.
        plan = [change["command"] for change in json.loads(lvsctl("restore", "--dry-run", "--json", wanted))["changes"]]
        process = start(wanted)
        run_to_random_moment(process, duration, count)
        process.kill()
        process.communicate()
        tries += 1
        left = table()
        done = prefix(left, plan, tables["before"])
        if done is None:
            wrong += 1
            print("the table is no prefix of the plan")
        # Each is sent in one piece with its servers.
        new = {name[:2] for name in left} - {name[:2] for name in tables["before"]}
        if any(name not in left for name in tables["wanted"] if name[:2] in new):
            wrong += 1
            print("a new service lacks servers")
        elif 0 < done < len(plan):
            middle += 1
        lvsctl("restore", wanted)
        if table() != tables["wanted"]:
            wrong += 1
            print("the next run did not complete it")
    print(f"        {tries} kills in a plan of {len(plan)} changes: in the middle {middle}, wrong {wrong}")


def stop(process):
    """Stops a process; whether it has been stopped, and not ended before."""
    process.send_signal(signal.SIGSTOP)
    if process.returncode is not None:
        return False
    waited = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    return waited.si_code == os.CLD_STOPPED


def stopped(before, wanted, *options, is_there=lambda now, before: now != before, deadline=300):
    """A restore of `wanted` onto `before` that was stopped when it held the lock and had got somewhere, but not to its
    end; one that gets there unseen is tried again."""
    goal = document(wanted)
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        lvsctl("restore", before)
        count = lines()
        process = start(wanted, *options)
        while stop(process):
            if is_there(lines(), count) and table() != goal:
                return process
            process.send_signal(signal.SIGCONT)
            time.sleep(random.uniform(0, 0.005))
        process.communicate()
    raise SystemExit("never in the middle")


def two(before, wanted):
    def check(statement, holds, detail=""):
        print(f"ok {statement}" if holds else f"{statement}: {detail}", flush=True)

    def run(*words, **more):
        return subprocess.run(words, capture_output=True, text=True, **more)

    tables = {"before": document(before), "wanted": document(wanted)}
    first = stopped(before, wanted)
    second = run("lvsctl", "edit-server", *web(20).split(), "-r", "10.1.0.60:80", "-w", "9", "--wait", "1")
    check("an edit waits for a restore, and says for whom",
          second.returncode == 2 and f"waiting for process {first.pid} lvsctl restore" in second.stderr
          and "is changing the table (--wait waits longer)" in second.stderr, second.stderr)
    for words in (["restore", before], ["apply", before], ["clear"], ["delete-service", *web(20).split()],
                  ["replace-service", *web(20).split()], ["timeouts", "--udp", "9"], ["save"], ["diff", before]):
        blocked = run("lvsctl", *words, "--wait", "0")
        check(f"{words[0]} does not go on beside it", blocked.returncode == 2 and "is changing" in blocked.stderr,
              blocked.stderr)
    for words in (["list"], ["zero"], ["restore", "--dry-run", "--allow-mass-delete", wanted]):
        free = run("lvsctl", *words)
        check(f"{words[0]} does not wait", free.returncode in (0, 1) and "waiting" not in free.stderr, free.stderr)
    run("ip", "netns", "add", "elsewhere")
    run("ip", "netns", "exec", "elsewhere", "ip", "link", "set", "lo", "up")
    elsewhere = run("ip", "netns", "exec", "elsewhere", "lvsctl", "add-service", *web(1).split(), "--wait", "0")
    check("another network namespace is free", elsewhere.returncode == 0, elsewhere.stderr)
    waiting = subprocess.Popen(["lvsctl", "restore", before, "--wait", "600"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = waiting.stderr.readline()
    first.send_signal(signal.SIGCONT)
    waiting.communicate()
    check("who waits long enough goes on",
          first.wait() == 0 and waiting.returncode == 0 and f"waiting for process {first.pid} " in said, said)
    check("and has the last word", table() == tables["before"])

    first = stopped(before, wanted)
    first.kill()
    first.wait()
    check("a dead process holds nothing up", run("lvsctl", "restore", wanted, "--wait", "0").returncode == 0)

    for turn in range(5):
        first = stopped(before, wanted)
        # Another program takes away what is there already, and brings what is not there yet.
        for words in (["-D", *web(35).split()], ["-D", *web(20).split()], ["-D", *web(5).split()],
                      ["-A", *web(35).split(), "-s", "sh"], ["-A", *web(39).split(), "-s", "lc"]):
            run("ipvsadm", *words)
        first.send_signal(signal.SIGCONT)
        said = first.communicate()[1]
        check(f"another program in the middle is noticed and planned around, {turn + 1}",
              first.returncode == 0 and table() == tables["wanted"], said)

    # A program that never stops: what was done stays, and that is said.
    lvsctl("restore", before)
    open("/tmp/flapping", "w").write(f"-A {web(39)} -s lc\n-D {web(39)}\n" * 1000)
    other = subprocess.Popen(["sh", "-c", "while cat /tmp/flapping; do :; done | ipvsadm -R"], start_new_session=True,
                             stderr=subprocess.DEVNULL)
    statuses, sentences = set(), set()
    for _ in range(8):
        restore = run("lvsctl", "restore", "--quiet", wanted, timeout=300)
        statuses.add(restore.returncode)
        sentences.add(restore.stderr.split("(")[0].strip())
        # That, too, may be given up.
        if restore.returncode == 0:
            run("lvsctl", "restore", "--quiet", before, timeout=300)
    was_running = other.poll() is None
    os.killpg(other.pid, signal.SIGKILL)
    other.wait()
    check("beside a program that never stops, restores end: done, or given up with a reason",
          was_running and statuses <= {0, 3} and all("still to do" not in text for text in sentences),
          (statuses, sentences, was_running))
    run("ipvsadm", "-D", *web(39).split())
    check("and when it has stopped, the table can be had", run("lvsctl", "restore", wanted).returncode == 0
          and table() == tables["wanted"])


def boot(before, wanted):
    lvsctl("restore", before)
    plan = [change["command"] for change in json.loads(lvsctl("restore", "--dry-run", "--json", wanted))["changes"]]
    # What is being sent is sent before a signal is heeded. That must not be the end of the plan, and not its deletions
    # either, whose order differs after each try.
    process = stopped(before, wanted, "--at-boot", is_there=lambda now, was: now != was
                      and prefix(table(), plan[:len(plan) // 2], document(before)) is not None)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGCONT)
    said = process.communicate()[1]
    done = prefix(table(), plan, document(before))
    print(process.returncode, "in the middle" if done and done < len(plan) else f"{done} changes of {len(plan)}",
          f"{len(plan) - (done or 0)} left" if f"{len(plan) - (done or 0)} changes left to do" in said else "wrong number")
    print(said, end="")


def ignored(before, wanted):
    """SIGHUP for a restore whose starter has it ignored, as nohup does."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    process = stopped(before, wanted)
    process.send_signal(signal.SIGHUP)
    process.send_signal(signal.SIGCONT)
    said = process.communicate()[1]
    print(process.returncode, "done" if table() == document(wanted) else "not done", said)


def stuck(before):
    """Between an edit and the undo of it, the scheduler that was edited away is taken from the kernel."""
    services = document(before)
    first = key(f"-A {web(0)}")
    services[first] = f"-a {web(0)} -s sed"
    # No daemon starts before such a server is gone, so that deletions come before the refusal.
    services[(*first, "[fd01::9]:80")] = f"-a {web(0)} -r [fd01::9]:80 -i -w 1 --tun-type ipip"
    open("/tmp/stuck-before.rules", "w").write("".join(
        ("-A" if len(name) == 2 else "-a") + rule[2:] + "\n" for name, rule in services.items()))
    services[first] = f"-a {web(0)} -s rr"
    kept = {name: rule for name, rule in services.items() if not (len(name) > 2 and name[2].endswith(("1:80", "3:80", "5:80", "]:80")))}
    open("/tmp/stuck-wanted.rules", "w").write("".join(
        ("-A" if len(name) == 2 else "-a") + rule[2:] + "\n" for name, rule in kept.items())
        + "--start-daemon master --mcast-interface nowhere0\n")
    process = stopped("/tmp/stuck-before.rules", "/tmp/stuck-wanted.rules", is_there=lambda now, before: now < before)
    subprocess.run(["rmmod", "ip_vs_sed"], check=True)
    process.send_signal(signal.SIGCONT)
    said = process.communicate()[1]
    services[first] = f"-a {web(0)} -s rr"
    print(process.returncode, "same otherwise" if table() == services else "different otherwise")
    print(said, end="")


globals()[sys.argv[1]](*sys.argv[2:])
