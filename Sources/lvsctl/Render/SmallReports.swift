import IPVSKit

/// The connection timeouts.
enum TimeoutsReport {
    static func render(_ timeouts: ConnectionTimeouts, isJSON: Bool) -> [UInt8] {
        guard isJSON else {
            return [
                "tcp      \(text(timeouts.tcp))",
                "tcp-fin  \(text(timeouts.tcpFin))",
                "udp      \(text(timeouts.udp))",
            ].printableLines
        }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("timeouts")
        writer.write(timeouts)
        writer.endDocument()
        return writer.bytes
    }

    /// A table in a file need not say all timeouts.
    private static func text(_ seconds: UInt32) -> String { seconds == 0 ? "not set" : "\(seconds) s" }
}

/// The running sync daemons.
enum DaemonsReport {
    static func render(_ daemons: [SyncDaemon], isJSON: Bool) -> [UInt8] {
        guard isJSON else {
            return (daemons.isEmpty ? ["no sync daemon is running"] : daemons.map(line)).printableLines
        }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("daemons")
        writer.beginArray()
        for daemon in daemons { writer.write(daemon) }
        writer.endArray()
        writer.endDocument()
        return writer.bytes
    }

    /// `master on eth0, syncid 7, group 224.0.0.81:8848, ttl 1, maxlen 1472`.
    private static func line(_ daemon: SyncDaemon) -> String {
        var parts = ["\(daemon.role) on \(daemon.interface)", "syncid \(daemon.syncID)"]
        if let group = daemon.group { parts.append("group \(Endpoint(group, port: daemon.port))") }
        if daemon.timeToLive != 0 { parts.append("ttl \(daemon.timeToLive)") }
        if daemon.maximumLength != 0 { parts.append("maxlen \(daemon.maximumLength)") }
        return parts.joined(separator: ", ")
    }
}
