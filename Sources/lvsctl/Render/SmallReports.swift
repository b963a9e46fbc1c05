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

/// How many connections are of which origin.
struct OriginCounts {
    /// Made by this host.
    private(set) var local: UInt64 = 0
    /// Learnt from the other director.
    private(set) var synced: UInt64 = 0

    /// Counts a connection; templates count, too.
    mutating func add(_ connection: Connection) {
        switch connection.origin {
        case .local: local += 1
        case .synced: synced += 1
        case nil: break
        }
    }

    fileprivate var line: String { "connections: \(local) local, \(synced) synced" }
}

/// The running sync daemons.
enum DaemonsReport {
    static func render(_ daemons: [SyncDaemon], _ counts: OriginCounts?, isJSON: Bool) -> [UInt8] {
        guard isJSON else {
            let lines = daemons.isEmpty ? ["no sync daemon is running"] : daemons.map(line)
            return (lines + (counts.map { [$0.line] } ?? [])).printableLines
        }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("daemons")
        writer.beginArray()
        for daemon in daemons { writer.write(daemon) }
        writer.endArray()
        if let counts {
            writer.key("connections")
            writer.beginObject(.line)
            writer.field("local", counts.local)
            writer.field("synced", counts.synced)
            writer.endObject()
        }
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
