extension KernelSetting {
    /// The unit of the three flood defences: 0 never, 1 and 2 automatic, 3 always.
    static let defenceUnit = "defence"

    private static let largest = Int64(Int32.max)

    /// All settings, by name.
    package static let all: [KernelSetting] = [
        KernelSetting(
            "am_droprate",
            .number(0...largest),
            .number(10),
            "packets",
            "With drop_packet 3, one packet in this many is dropped; 0 drops none."
        ),
        KernelSetting(
            "amemthresh",
            .number(0...largest),
            .number(1024),
            "pages",
            "Less free memory than this switches automatic defences on."
        ),
        KernelSetting(
            "backup_only",
            .number(0...1),
            .number(0),
            "switch",
            "Forward nothing while only a sync backup runs here (avoids loops between directors)."
        ),
        KernelSetting(
            "cache_bypass",
            .number(0...1),
            .number(0),
            "switch",
            "Without a usable server, send packets of a mark's service to their original destination."
        ),
        KernelSetting(
            "conn_lfactor",
            .number(-8...8),
            .number(-4),
            "power of two",
            "Size of the connection table: connections per bucket as a power of two; smaller is a larger table.",
            needs: .release("7.1"),
            elsewhere: .number(-2)
        ),
        KernelSetting(
            "conn_max",
            .number(0...1 << 30),
            .number(1 << 30),
            "connections",
            "Most connections of this namespace; beyond it new ones are dropped.",
            needs: .release("7.2")
        ),
        KernelSetting(
            "conn_reuse_mode",
            .number(0...3),
            .number(1),
            "bits",
            "Schedule again when a client reuses a port: 0 never, 1 after the old connection, 2 also after its FIN."
        ),
        KernelSetting(
            "conntrack",
            .number(0...1),
            .number(0),
            "switch",
            "Keep connection tracking entries for IPVS packets: stateful and NAT firewall rules need it.",
            needs: .option("CONFIG_IP_VS_NFCT")
        ),
        KernelSetting(
            "debug_level",
            .number(0...largest),
            .number(0),
            "level",
            "Kernel log messages of IPVS, for all namespaces; from 12 on, of every packet.",
            needs: .option("CONFIG_IP_VS_DEBUG")
        ),
        KernelSetting(
            "drop_entry",
            .number(0...3),
            .number(0),
            defenceUnit,
            "Drop half-open connections from the table at random."
        ),
        KernelSetting(
            "drop_packet",
            .number(0...3),
            .number(0),
            defenceUnit,
            "Drop a share of packets before they are scheduled."
        ),
        KernelSetting(
            "est_cpulist",
            .processors,
            nil,
            "processors",
            "Processors for the counters' threads, such as 0-3,8; \"all\"; empty stops counting.",
            needs: .release("6.2")
        ),
        KernelSetting(
            "est_nice",
            .number(-20...19),
            .number(0),
            "priority",
            "Priority of the counters' threads.",
            needs: .release("6.2")
        ),
        KernelSetting(
            "expire_nodest_conn",
            .number(0...1),
            .number(0),
            "switch",
            "End connections whose server was deleted, instead of dropping their packets until it is back."
        ),
        KernelSetting(
            "expire_quiescent_template",
            .number(0...1),
            .number(0),
            "switch",
            "Move sticky clients of a server with weight 0 at their next connection."
        ),
        KernelSetting(
            "ignore_tunneled",
            .number(0...1),
            .number(0),
            "switch",
            "Leave packets of protocols that IPVS does not know alone (a director that is also a tunnel's server)."
        ),
        KernelSetting(
            "lblc_expiration",
            .number(0...2147483),
            .number(86400),
            "seconds",
            "How long lblc remembers a destination's unused server.",
            needs: .module("ip_vs_lblc")
        ),
        KernelSetting(
            "lblcr_expiration",
            .number(0...2147483),
            .number(86400),
            "seconds",
            "How long lblcr remembers the unused servers of a destination.",
            needs: .module("ip_vs_lblcr")
        ),
        KernelSetting(
            "nat_icmp_send",
            .number(0...1),
            .number(0),
            "switch",
            "Tell masqueraded servers \"unreachable\" when they answer on an unknown connection."
        ),
        KernelSetting(
            "pmtu_disc",
            .number(0...1),
            .number(1),
            "switch",
            "Refuse packets that are too long for the way to the server; 0 lets tunnels fragment them."
        ),
        KernelSetting(
            "run_estimation",
            .number(0...1),
            .number(1),
            "switch",
            "Compute counters and rates.",
            needs: .release("5.15")
        ),
        KernelSetting(
            "schedule_icmp",
            .number(0...1),
            .number(0),
            "switch",
            "Schedule ICMP messages that belong to no connection."
        ),
        KernelSetting(
            "secure_tcp",
            .number(0...3),
            .number(0),
            defenceUnit,
            "Stricter TCP states with shorter time-outs."
        ),
        KernelSetting(
            "sloppy_sctp",
            .number(0...1),
            .number(0),
            "switch",
            "Accept SCTP associations in the middle (for sync backups)."
        ),
        KernelSetting(
            "sloppy_tcp",
            .number(0...1),
            .number(0),
            "switch",
            "Accept TCP connections in the middle (for sync backups, ECMP)."
        ),
        KernelSetting(
            "snat_reroute",
            .number(0...1),
            .number(1),
            "switch",
            "Look up the route of answers from masqueraded servers as from this host."
        ),
        KernelSetting(
            "svc_lfactor",
            .number(-8...8),
            .number(-3),
            "power of two",
            "Size of the service table, as conn_lfactor (both are -2 outside the first namespace).",
            needs: .release("7.1"),
            elsewhere: .number(-2)
        ),
        KernelSetting(
            "sync_persist_mode",
            .number(0...1),
            .number(0),
            "switch",
            "Of persistent services, sync only the templates."
        ),
        KernelSetting(
            "sync_ports",
            .powerOfTwo(upTo: 64),
            .number(1),
            "threads",
            "Threads and ports of each sync daemon; read when it starts; equal on both directors."
        ),
        KernelSetting(
            "sync_qlen_max",
            .number(0...Int64.max),
            nil,
            "messages",
            "Longest queue of sync messages."
        ),
        KernelSetting(
            "sync_refresh_period",
            .number(0...2147483),
            .number(0),
            "seconds",
            "Least time between two sync messages of an unchanged connection."
        ),
        KernelSetting(
            "sync_retries",
            .number(0...3),
            .number(0),
            "times",
            "Repetitions of a sync message within the refresh period."
        ),
        KernelSetting(
            "sync_sock_size",
            .number(0...largest),
            .number(0),
            "bytes",
            "Socket buffer of the sync daemons; 0 is the system's."
        ),
        KernelSetting(
            "sync_threshold",
            .ascendingPair,
            .pair(3, 50),
            "packets",
            "Sync a connection after this many packets, then each time after this many more; second 0: once."
        ),
        KernelSetting(
            "sync_version",
            .number(0...1),
            .number(1),
            "version",
            "Protocol of sync messages that are sent."
        ),
    ]
}
