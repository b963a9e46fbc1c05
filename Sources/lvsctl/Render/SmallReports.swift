import IPVSKit

/// The connection timeouts.
enum TimeoutsReport {
    static func render(_ timeouts: ConnectionTimeouts, isJSON: Bool) -> [UInt8] {
        guard isJSON else {
            return Array(
                """
                tcp      \(timeouts.tcp) s
                tcp-fin  \(timeouts.tcpFin) s
                udp      \(timeouts.udp) s

                """.utf8
            )
        }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("timeouts")
        writer.write(timeouts)
        writer.endDocument()
        return writer.bytes
    }
}

/// The running sync daemons.
enum DaemonsReport {
    static func render(_ daemons: [SyncDaemon], isJSON: Bool) -> [UInt8] {
        guard isJSON else {
            return daemons.flatMap { Array((line($0) + "\n").utf8) }
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
