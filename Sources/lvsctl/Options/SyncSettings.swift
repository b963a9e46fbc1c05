import IPVSKit

/// The options that say how a sync daemon works.
struct SyncSettings: OptionGroup {
    let interface = ValueOption(
        .interface,
        "interface",
        "Network interface for the multicast traffic."
    )
    let syncID = ValueOption(
        .syncID,
        "id",
        "Group of directors that share connections, 0 to 255 (default 0)."
    )
    let maximumLength = ValueOption(
        .syncLength,
        "bytes",
        "Longest message (default: what the interface's MTU allows)."
    )
    let group = ValueOption(.group, "address", "Multicast group (default 224.0.0.81).")
    let port = ValueOption(.groupPort, "port", "UDP port (default 8848).")
    let timeToLive = ValueOption(.timeToLive, "hops", "Multicast time to live (default 1).")

    var options: [VerbOption] { [interface, syncID, maximumLength, group, port, timeToLive] }

    /// The daemon that the options ask for.
    func daemon(_ role: SyncDaemon.Role) throws(UsageError) -> SyncDaemon {
        let name = try interface.kernelName(
            "an interface",
            limit: SyncDaemon.interfaceLimit,
            example: "eth0"
        )
        guard let name else { throw UsageError("no interface is named (use --mcast-interface)") }
        var daemon = SyncDaemon(role, interface: name)
        daemon.syncID = try syncID.number(.syncID) ?? 0
        daemon.maximumLength = UInt16(try maximumLength.number(.syncLength) ?? 0)
        daemon.port = UInt16(try port.number(.groupPort) ?? 0)
        daemon.timeToLive = UInt8(try timeToLive.number(.timeToLive) ?? 0)
        if let text = try group.text() {
            guard let address = IPAddress(text), address.isMulticast else {
                throw .value(text, of: .group, isNot: "a multicast address (such as 224.0.0.81 or ff02::81)")
            }
            daemon.group = address
        }
        return daemon
    }
}
