import IPVSKit

/// The options that say how a sync daemon works.
struct SyncSettings: OptionGroup {
    let interface = ValueOption(
        .interface,
        "interface",
        "The network interface of the multicast traffic."
    )
    let syncID = ValueOption(.syncID, "id", "Which group of directors it belongs to, 0 to 255 (0).")
    let maximumLength = ValueOption(
        .syncLength,
        "bytes",
        "The longest message (as the interface's MTU allows)."
    )
    let group = ValueOption(.group, "address", "The multicast group (224.0.0.81).")
    let port = ValueOption(.groupPort, "port", "The UDP port (8848).")
    let timeToLive = ValueOption(.timeToLive, "hops", "The multicast time to live (1).")

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
