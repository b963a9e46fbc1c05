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
        /// A text that only servers have.
        case text(@Sendable (RealServer) -> String)
        /// A number that only servers have, and how it looks.
        case number(@Sendable (ObservedServer) -> UInt32, @Sendable (ObservedServer) -> TextStyle)
        /// A number that services and servers have.
        case statistic(@Sendable (Statistics) -> UInt64)
    }

    /// All columns after the first, in their order.
    static let all: [ListColumn] = [
        text("FORWARD", rank: 0) { $0.method.shortName },
        number("WEIGHT", rank: 0, style: { $0.configuration.weight == 0 ? .notable : .plain }) {
            $0.configuration.weight
        },
        number("ACTIVE", short: "ACT", rank: 1, style: { $0.isOverloaded ? .alarming : .plain }) {
            $0.connections.active
        },
        number("INACTIVE", short: "INACT", rank: 2, style: { $0.isOverloaded ? .alarming : .plain }) {
            $0.connections.inactive
        },
        number("PERSISTENT", short: "PERS", group: .persistentConnections, rank: 3) {
            $0.connections.persistent
        },
        number("UPPER", group: .thresholds, rank: 4) { $0.configuration.upperThreshold },
        number("LOWER", group: .thresholds, rank: 4) { $0.configuration.lowerThreshold },
        text("TUNNEL", group: .tunnel, rank: 5) { $0.tunnelText },
        statistic("CONNS", .statistics) { $0.connections },
        statistic("PKTS IN", .statistics) { $0.incomingPackets },
        statistic("PKTS OUT", .statistics) { $0.outgoingPackets },
        statistic("BYTES IN", .statistics) { $0.incomingBytes },
        statistic("BYTES OUT", .statistics) { $0.outgoingBytes },
        statistic("CONNS/S", .rates) { $0.connectionRate },
        statistic("PKTS/S IN", .rates) { $0.incomingPacketRate },
        statistic("PKTS/S OUT", .rates) { $0.outgoingPacketRate },
        statistic("BYTES/S IN", .rates) { $0.incomingByteRate },
        statistic("BYTES/S OUT", .rates) { $0.outgoingByteRate },
    ]

    private static func text(
        _ title: String,
        group: ListColumns? = nil,
        rank: Int,
        _ text: @escaping @Sendable (RealServer) -> String
    ) -> ListColumn {
        let column = TextTable.Column(title, rank: rank, isUnderHeading: true)
        return ListColumn(group: group, column: column, content: .text(text))
    }

    private static func number(
        _ title: String,
        short: String? = nil,
        group: ListColumns? = nil,
        rank: Int,
        style: @escaping @Sendable (ObservedServer) -> TextStyle = { _ in .plain },
        _ number: @escaping @Sendable (ObservedServer) -> UInt32
    ) -> ListColumn {
        let column = TextTable.Column(title, short: short, isRight: true, rank: rank, isUnderHeading: true)
        return ListColumn(group: group, column: column, content: .number(number, style))
    }

    private static func statistic(
        _ title: String,
        _ group: ListColumns,
        _ number: @escaping @Sendable (Statistics) -> UInt64
    ) -> ListColumn {
        let column = TextTable.Column(title, isRight: true, rank: group == .statistics ? 6 : 7)
        return ListColumn(group: group, column: column, content: .statistic(number))
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
    /// Appends how the service works, in ipvsadm's words and order: `wlc persistent 360 mask 255.255.255.0`.
    func writeSettings(into text: inout [UInt8]) {
        // Not an array of words: for the first that is joined, the runtime reads through the whole program.
        scheduler.rawValue.write(into: &text)
        let flagNames = flags.schedulerFlagNames(for: scheduler)
        if !flagNames.isEmpty { text += " (\(flagNames.joined(separator: ",")))".utf8 }
        if let persistence {
            text += " persistent \(persistence.timeout)".utf8
            if !persistence.netmask.isHost { text += " mask \(persistence.netmask)".utf8 }
        }
        if let engine { text += " pe \(engine)".utf8 }
        if isOnePacket { text += " ops".utf8 }
        let unknown = flags.subtracting(.settable)
        if !unknown.isEmpty { text += " flags 0x\(String(unknown.rawValue, radix: 16))".utf8 }
    }
}
