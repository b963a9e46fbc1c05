import IPVSKit

/// What a list of services shows besides what it always shows.
struct ListColumns: OptionSet, Hashable {
    let rawValue: Int

    static let statistics = ListColumns(rawValue: 1)
    static let rates = ListColumns(rawValue: 2)
    static let thresholds = ListColumns(rawValue: 4)
    static let persistentConnections = ListColumns(rawValue: 8)
    static let tunnel = ListColumns(rawValue: 16)

    /// Whether there are columns of counters or rates.
    var haveCounters: Bool { !isDisjoint(with: [.statistics, .rates]) }
}

/// One column of a list of services.
struct ListColumn {
    /// When the column is shown; nil for always.
    let group: ListColumns?
    let column: TextTable.Column
    let content: Content

    /// What is in the column.
    enum Content {
        /// Something that only servers have.
        case server(@Sendable (ObservedServer) -> TextTable.Cell)
        /// A number that services and servers have.
        case statistic(any KeyPath<Statistics, UInt64> & Sendable)
    }

    /// All columns behind the first, in their order.
    static let all: [ListColumn] = [
        server("FORWARD", rank: 0) { TextTable.Cell($0.configuration.method.shortName) },
        server("WEIGHT", isRight: true, rank: 0) { server in
            let weight = server.configuration.weight
            return TextTable.Cell(String(weight), weight == 0 ? .notable : .plain)
        },
        server("ACTIVE", short: "ACT", isRight: true, rank: 1) { server in
            TextTable.Cell(String(server.connections.active), server.isOverloaded ? .alarming : .plain)
        },
        server("INACTIVE", short: "INACT", isRight: true, rank: 2) { server in
            TextTable.Cell(String(server.connections.inactive), server.isOverloaded ? .alarming : .plain)
        },
        server("PERSISTENT", short: "PERS", group: .persistentConnections, isRight: true, rank: 3) { server in
            TextTable.Cell(String(server.connections.persistent))
        },
        server("UPPER", group: .thresholds, isRight: true, rank: 4) { server in
            TextTable.Cell(String(server.configuration.upperThreshold))
        },
        server("LOWER", group: .thresholds, isRight: true, rank: 4) { server in
            TextTable.Cell(String(server.configuration.lowerThreshold))
        },
        server("TUNNEL", group: .tunnel, rank: 5) { TextTable.Cell($0.configuration.tunnelText) },
        statistic("CONNS", .statistics, \.connections),
        statistic("PKTS IN", .statistics, \.incomingPackets),
        statistic("PKTS OUT", .statistics, \.outgoingPackets),
        statistic("BYTES IN", .statistics, \.incomingBytes),
        statistic("BYTES OUT", .statistics, \.outgoingBytes),
        statistic("CONNS/S", .rates, \.connectionRate),
        statistic("PKTS/S IN", .rates, \.incomingPacketRate),
        statistic("PKTS/S OUT", .rates, \.outgoingPacketRate),
        statistic("BYTES/S IN", .rates, \.incomingByteRate),
        statistic("BYTES/S OUT", .rates, \.outgoingByteRate),
    ]

    private static func server(
        _ title: String,
        short: String? = nil,
        group: ListColumns? = nil,
        isRight: Bool = false,
        rank: Int,
        _ cell: @escaping @Sendable (ObservedServer) -> TextTable.Cell
    ) -> ListColumn {
        let column = TextTable.Column(title, short: short, isRight: isRight, rank: rank, isUnderHeading: true)
        return ListColumn(group: group, column: column, content: .server(cell))
    }

    private static func statistic(
        _ title: String,
        _ group: ListColumns,
        _ path: any KeyPath<Statistics, UInt64> & Sendable
    ) -> ListColumn {
        let column = TextTable.Column(title, isRight: true, rank: group == .statistics ? 6 : 7)
        return ListColumn(group: group, column: column, content: .statistic(path))
    }
}

extension ObservedServer {
    /// Whether the server gets no new connections because it has too many.
    var isOverloaded: Bool {
        let limit = configuration.upperThreshold
        return limit > 0 && UInt64(connections.active) + UInt64(connections.inactive) >= UInt64(limit)
    }
}

extension ForwardingMethod {
    /// One word for a column.
    var shortName: String {
        switch self {
        case .masquerade: "masq"
        case .directRouting: "direct"
        default: rawValue <= ForwardingMethod.bypass.rawValue ? description : "\(rawValue)"
        }
    }
}

extension RealServer {
    /// `gue:6080 csum`; `-` for a server that is no tunnel.
    var tunnelText: String {
        guard method == .tunnel else { return "-" }
        var text = "\(tunnel.type)"
        if tunnel.port != 0 { text += ":\(tunnel.port)" }
        if tunnel.flags.contains(.checksum) { text += " csum" }
        if tunnel.flags.contains(.remoteChecksum) { text += " remcsum" }
        return text
    }
}

extension VirtualService {
    /// How the service works, in ipvsadm's words and order: `wlc persistent 360 mask 255.255.255.0`.
    var settingsText: String {
        // Not an array of words: for the first that is joined, the runtime reads through the whole program.
        var text = "\(scheduler)"
        let flagNames = flags.schedulerFlagNames(for: scheduler)
        if !flagNames.isEmpty { text += " (\(flagNames.joined(separator: ",")))" }
        if let persistence {
            text += " persistent \(persistence.timeout)"
            if !persistence.netmask.isHost { text += " mask \(persistence.netmask)" }
        }
        if let engine { text += " pe \(engine)" }
        if isOnePacket { text += " ops" }
        let unknown = flags.subtracting(.settable)
        if !unknown.isEmpty { text += " flags 0x\(String(unknown.rawValue, radix: 16))" }
        return text
    }
}
