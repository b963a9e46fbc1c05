// What a backend reports, in JSON: the document of what can be configured, with numbers added. A reader of
// documents skips the numbers, so that a listing can be loaded like a saved table.

extension JSONWriter {
    /// Writes a whole document of a table with its counters; services in their order, servers oldest first.
    ///
    /// `drain` is called whenever the text has become long, and may remove it.
    /// `omissions` says in words what could not be seen. Then there are no counters either, and the document cannot
    /// be read back, since it would take away what it does not say. `isEstimating` says whether the kernel updates
    /// counters and rates.
    package mutating func write<Problem>(
        _ snapshot: TableSnapshot,
        _ selection: TableSelection = TableSelection(),
        info: KernelInfo? = nil,
        omissions: [String] = [],
        isEstimating: Bool = true,
        drain: (inout JSONWriter) throws(Problem) -> Void
    ) throws(Problem) {
        beginObject()
        writeHead(selection, timeouts: snapshot.timeouts, daemons: snapshot.daemons)
        if let info {
            key("kernel")
            write(info)
        }
        if !omissions.isEmpty {
            key(TableKey.notVisible)
            beginArray(.line)
            for omission in omissions { value(omission) }
            endArray()
        }
        if !snapshot.isSettled { field(TableKey.settled, false) }
        if !isEstimating { field(TableKey.estimation, false) }
        key(TableKey.services.rawValue)
        beginArray()
        for service in snapshot.services {
            write(service, withCounters: omissions.isEmpty)
            if bytes.count >= Self.pieceLength { try drain(&self) }
        }
        endArray()
        endObject()
        finish()
    }

    private static let pieceLength = 16 * 1024

    /// Writes a kernel's version and the size of its connection table as an object.
    package mutating func write(_ info: KernelInfo) {
        beginObject(.line)
        field("version", info.versionText)
        field("connection_table_size", info.connectionTableSize)
        endObject()
    }

    /// Writes a service with its servers and counters as an object.
    package mutating func write(_ service: ObservedService, withCounters: Bool = true) {
        beginObject()
        writeFields(of: service.configuration)
        if withCounters {
            key("statistics")
            write(service.statistics)
        }
        key(ServiceKey.servers.rawValue)
        beginArray()
        for server in service.servers.reversed() { write(server, withCounters: withCounters) }
        endArray()
        endObject()
    }

    /// Writes a server with its connections and counters as an object.
    package mutating func write(_ server: ObservedServer, withCounters: Bool = true) {
        beginObject()
        writeFields(of: server.configuration)
        key("connections")
        write(server.connections, withPersistent: withCounters)
        if withCounters {
            key("statistics")
            write(server.statistics)
        }
        endObject()
    }

    /// Writes the numbers of connections as an object.
    package mutating func write(_ counts: ConnectionCounts, withPersistent: Bool = true) {
        let (active, inactive) = (UInt64(counts.active), UInt64(counts.inactive))
        if withPersistent {
            object(Self.countKeys, [active, inactive, UInt64(counts.persistent)])
        } else {
            object(Self.countKeys, [active, inactive])
        }
    }

    private static let countKeys = JSONNumberKeys(["active", "inactive", "persistent"])

    /// Writes counters and rates as an object.
    package mutating func write(_ statistics: Statistics) {
        object(
            Self.statisticsKeys,
            [
                statistics.connections,
                statistics.incomingPackets,
                statistics.outgoingPackets,
                statistics.incomingBytes,
                statistics.outgoingBytes,
                statistics.connectionRate,
                statistics.incomingPacketRate,
                statistics.outgoingPacketRate,
                statistics.incomingByteRate,
                statistics.outgoingByteRate,
            ]
        )
    }

    private static let statisticsKeys = JSONNumberKeys([
        "connections", "incoming_packets", "outgoing_packets", "incoming_bytes", "outgoing_bytes",
        "connection_rate", "incoming_packet_rate", "outgoing_packet_rate", "incoming_byte_rate",
        "outgoing_byte_rate",
    ])
}

// MARK: Connections

extension JSONWriter {
    /// Begins a document of connections; ``write(_:)-(Connection)`` may follow any number of times.
    package mutating func beginConnections() {
        beginObject()
        writeVersion()
        key("connections")
        beginArray()
    }

    /// Ends a document of connections.
    package mutating func endConnections() {
        endArray()
        endObject()
        finish()
    }

    /// Writes a connection as an object on one line.
    package mutating func write(_ connection: Connection) {
        beginObject(.line)
        key("protocol")
        value(connection.protocolName.lowercased)
        key("client")
        write(connection.client)
        key("target")
        write(connection.target)
        key("server")
        write(connection.server)
        key("state")
        value(connection.state)
        field("expires", connection.expires)
        field("template", connection.isTemplate)
        if let engine = connection.engine { write(engine, connection.engineData) }
        if let origin = connection.origin { field("origin", origin.rawValue) }
        endObject()
    }

    /// Writes what a client called as an object.
    package mutating func write(_ target: Connection.Target) {
        switch target {
        case .endpoint(let endpoint): write(endpoint)
        case .firewallMark(let mark):
            beginObject(.line)
            field("mark", mark)
            endObject()
        }
    }

    private mutating func write(_ engine: KernelName, _ data: [UInt8]) {
        key("engine")
        value(engine)
        key("engine_data")
        value(data)
        // What is not UTF-8 has been replaced above.
        guard !data.allSatisfy({ $0 < 0x80 }), String(validating: data, as: UTF8.self) == nil else { return }
        field("engine_data_hex", data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    /// Writes an address with a port as an object.
    mutating func write(_ endpoint: Endpoint) {
        beginObject(.line)
        writeFields(of: endpoint)
        endObject()
    }
}

extension KernelName {
    /// The name with ASCII letters in lower case.
    fileprivate var lowercased: KernelName {
        var bytes: [UInt8] = []
        for index in 0..<count {
            let isUpperCase = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self[index]
            bytes.append(isUpperCase ? self[index] | 0x20 : self[index])
        }
        return KernelName(bytes.span) ?? self
    }
}
