# Shell functions for the scripts that run in the guest: hosts to play with, requests, checks.
#
# The lab: hosts are network namespaces on one bridge, so client and servers can reach each other
# directly, as direct routing and tunnels need, while answers by NAT go through the director.
#
#   client    10.0.0.100  fd00::100
#   director  10.0.0.1    fd00::1     (clients' side)
#             10.1.0.1    fd01::1     (servers' side)
#   webK      10.1.0.1K   fd01::1K    HTTP on ports 80 and 8080, answering with the host's name

# enter_guest [OPTION OF run]... "$0" "$@"
# Returns in the guest; elsewhere, replaces the script by its run in the guest. Nothing below is ever
# done to the network of the machine that starts it.
enter_guest() {
    grep -q 'User Mode Linux' /proc/cpuinfo || exec "${0%/*}/run" "$@"
}

# on HOST COMMAND... runs a command on a host of the lab.
on() {
    on_host=$1
    shift
    ip netns exec "$on_host" "$@"
}

# lab_start NUMBER: makes the bridge, the client, the director and so many servers.
lab_start() {
    ip link add lan type bridge forward_delay 0
    ip link set lan up

    lab_host client 10.0.0.100/24 fd00::100/64
    ip -n client route add default via 10.0.0.1
    ip -n client -6 route add default via fd00::1

    lab_host director 10.0.0.1/24 fd00::1/64
    ip -n director address add 10.1.0.1/24 dev eth0
    ip -n director address add fd01::1/64 dev eth0
    on director sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
        echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'

    number=0
    while [ "$number" -lt "$1" ]; do
        number=$((number + 1))
        lab_server "web$number" "10.1.0.1$number/24" "fd01::1$number/64"
    done
}

# lab_host NAME ADDRESS4 ADDRESS6
lab_host() {
    ip netns add "$1"
    # No waiting for duplicate addresses, and no redirects: the lab has one wire.
    on "$1" sh -c 'cd /proc/sys/net
        for scope in all default; do
            echo 0 >ipv6/conf/$scope/accept_dad
            echo 0 >ipv6/conf/$scope/accept_redirects
            echo 0 >ipv4/conf/$scope/send_redirects
            echo 0 >ipv4/conf/$scope/rp_filter
        done'
    ip -batch - <<END
link add $1 type veth peer name eth0 netns $1
link set $1 master lan up
END
    ip -n "$1" -batch - <<END
link set lo up
link set eth0 up
address add $2 dev eth0
address add $3 dev eth0
END
}

# lab_server NAME ADDRESS4 ADDRESS6
# Answers from the server's own address go through the director, which NAT needs; answers from a
# service's address go straight to the client.
lab_server() {
    lab_host "$@"
    ip -n "$1" -batch - <<END
route add 10.0.0.0/24 dev eth0
route add 10.0.0.0/24 via 10.1.0.1 table 1
rule add from 10.1.0.0/24 to 10.0.0.0/24 table 1
END
    ip -n "$1" -6 -batch - <<END
route add fd00::/64 dev eth0
route add fd00::/64 via fd01::1 table 1
rule add from fd01::/64 to fd00::/64 table 1
END
    # The service's address must not be advertised by those who only answer for it.
    on "$1" sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/arp_ignore
        echo 2 >/proc/sys/net/ipv4/conf/all/arp_announce'
    mkdir -p "/run/www/$1"
    echo "$1" >"/run/www/$1/index.html"
    # httpd returns when it listens, on both families.
    on "$1" busybox httpd -p '[::]:80' -h "/run/www/$1"
    on "$1" busybox httpd -p '[::]:8080' -h "/run/www/$1"
}

# service_address ADDRESS: gives the director one more address for clients.
service_address() {
    ip -n director address add "$1" dev eth0
}

# answer_for ADDRESS SERVER...: makes servers accept a service's address, for direct routing.
answer_for() {
    answer_address=$1
    shift
    for server; do
        ip -n "$server" address add "$answer_address" dev lo
    done
}

# answer_tunnel ADDRESS SERVER...: makes servers accept a service's address out of a tunnel.
answer_tunnel() {
    answer_address=$1
    shift
    case $answer_address in
    # An IPv6 address that is deprecated is never chosen as a source.
    *:*) module=ip6_tunnel device=ip6tnl0 extra='nodad preferred_lft 0' ;;
    *) module=ipip device=tunl0 extra='' ;;
    esac
    /run/modprobe "$module"
    for server; do
        ip -n "$server" link set "$device" up
        ip -n "$server" address add "$answer_address" dev "$device" $extra
    done
}

# requests NUMBER ADDRESS [PORT]: the client's requests, one after the other, given up after three in a
# row that nobody answered. Prints who answered how often, on one line: "web1 16, web2 8", "nobody 3".
# By bash, which needs no process for a request: a process is what is dear in the guest.
# Every request comes from a port of its own: from one that was used a short while ago it would belong to that old
# connection, as IPVS sees only half of connections that are not masqueraded, and no scheduler would be asked.
requests() {
    on client timeout 120 bash -c '
        read -r port 2>/dev/null </run/requests.port || port=32768
        for ((sent = 0, missed = 0; sent < $1 && missed < 3; sent++, port += 2)); do
            echo "$port $((port + 1))" >/proc/sys/net/ipv4/ip_local_port_range
            echo "$((port + 2))" >/run/requests.port
            answer=nobody
            if { exec 3<>"/dev/tcp/$2/$3"; } 2>/dev/null; then
                printf "GET / HTTP/1.0\r\n\r\n" >&3
                # The last line is the body, the name of the server.
                while read -r -t 30 line <&3; do answer=$line; done
                exec 3>&-
            fi
            if [ "$answer" = nobody ]; then ((missed += 1)); else missed=0; fi
            echo "$answer"
        done' requests "$1" "$2" "${3:-80}" |
        sort | uniq -c | awk '{ printf "%s%s %s", separator, $2, $1; separator = ", " }'
}

# tunnelled SERVER: how many packets came to it through IPv4 tunnels.
tunnelled() {
    on "$1" cat /sys/class/net/tunl0/statistics/rx_packets
}

# table_rules SERVICES SERVERS: a table in ipvsadm's form, for measurements. The addresses spread over the kernel's
# buckets, which go by the last byte.
table_rules() {
    awk -v services="$1" -v servers="$2" 'BEGIN {
        for (s = 0; s < services; s++) {
            service = "-t 10." int(s / 250) ".1." s % 250 + 1 ":80"
            print "-A " service " -s rr"
            for (d = 0; d < servers; d++)
                print "-a " service " -r 172.16." int(d / 250) "." d % 250 + 1 ":80 -m -w 1"
        }
    }'
}

passed=0 failed=0

pass() {
    passed=$((passed + 1))
    echo "ok      $1"
}

# fail STATEMENT [DETAIL]
fail() {
    failed=$((failed + 1))
    echo "FAILED  $1${2:+: $2}"
}

# expect STATEMENT WANTED FOUND
expect() {
    if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "expected '$2', found '$3'"; fi
}

# succeeds STATEMENT COMMAND...
succeeds() {
    statement=$1
    shift
    if output=$("$@" 2>&1); then pass "$statement"; else fail "$statement" "status $?: $output"; fi
}

# fails STATUS STATEMENT COMMAND...: the command must end with just this status.
fails() {
    wanted=$1 statement=$2
    shift 2
    found=0
    output=$("$@" 2>&1) || found=$?
    if [ "$found" = "$wanted" ]; then
        pass "$statement"
    else
        fail "$statement" "status $found instead of $wanted: $output"
    fi
}

# is STATEMENT WANTED COMMAND...: the command succeeds and prints just this.
is() {
    statement=$1 wanted=$2
    shift 2
    found=$("$@" 2>&1) || found="status $?: $found"
    expect "$statement" "$wanted" "$found"
}

# says STATUS STATEMENT PATTERN COMMAND...: the command ends with this status and one line that fits.
says() {
    wanted=$1 statement=$2 pattern=$3
    shift 3
    found=0
    output=$("$@" 2>&1) || found=$?
    case "$found $output" in
    "$wanted "$pattern) pass "$statement" ;;
    *) fail "$statement" "status $found: $output" ;;
    esac
}

# finish: the last line, and the end. A script that checked nothing has failed.
finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}
