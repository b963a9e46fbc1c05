import ArgumentParser
import IPVSKit

/// The options that say how a sync daemon works.
struct SyncSettings: ParsableArguments {
    @Option(
        .interface,
        ArgumentHelp("The network interface of the multicast traffic.", valueName: "interface")
    )
    var interface: [String]
    @Option(.syncID, ArgumentHelp("Which group of directors it belongs to, 0 to 255 (0).", valueName: "id"))
    var syncID: [String]
    @Option(
        .syncLength,
        ArgumentHelp("The longest message (as the interface's MTU allows).", valueName: "bytes")
    )
    var maximumLength: [String]
    @Option(.group, ArgumentHelp("The multicast group (224.0.0.81).", valueName: "address"))
    var group: [String]
    @Option(.groupPort, ArgumentHelp("The UDP port (8848).", valueName: "port"))
    var port: [String]
    @Option(.timeToLive, ArgumentHelp("The multicast time to live (1).", valueName: "hops"))
    var timeToLive: [String]

    /// The daemon that the options ask for.
    func daemon(_ role: SyncDaemon.Role) throws(UsageError) -> SyncDaemon {
        let name = try SingleValue(.interface, interface).name(
            "an interface",
            limit: SyncDaemon.interfaceLimit,
            example: "eth0"
        )
        guard let name else { throw UsageError("no interface is named (use --mcast-interface)") }
        var daemon = SyncDaemon(role, interface: name)
        daemon.syncID = try SingleValue(.syncID, syncID).number(.syncID) ?? 0
        daemon.maximumLength = UInt16(try SingleValue(.syncLength, maximumLength).number(.syncLength) ?? 0)
        daemon.port = UInt16(try SingleValue(.groupPort, port).number(.groupPort) ?? 0)
        daemon.timeToLive = UInt8(try SingleValue(.timeToLive, timeToLive).number(.timeToLive) ?? 0)
        if let text = try SingleValue(.group, group).text() {
            guard let address = IPAddress(text), address.isMulticast else {
                throw .value(text, of: .group, isNot: "a multicast address (such as 224.0.0.81 or ff02::81)")
            }
            daemon.group = address
        }
        return daemon
    }
}
