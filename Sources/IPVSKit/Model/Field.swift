/// Something that can be configured.
///
/// What is known of a field besides its value is in one row of a table: its names in JSON and in differences, its
/// option, its kind of value, and the words of help and messages.
public enum Field: UInt8, Hashable, Sendable, CaseIterable {
    // What makes a service the one it is.
    case serviceProtocol, serviceAddress, servicePort, mark, family
    // How a service works.
    case scheduler, timeout, netmask, onePacket, engine, schedulerFlags, extraFlags, persistence
    // What makes a server the one it is.
    case serverAddress, serverPort
    // How a server is used.
    case method, weight, upperThreshold, lowerThreshold
    case tunnel, tunnelType, tunnelPort, tunnelFlags, tunnelChecksum, tunnelRemoteChecksum
    // How a sync daemon works.
    case role, interface, syncID, maximumLength, group, groupPort, timeToLive
    // Connection timeouts.
    case tcp, tcpFin, udp
}

extension Field {
    /// The row of the field.
    ///
    /// Only the rows of its owner are made for it (row `add-service` of Tests/Guest/instructions).
    package var definition: FieldDefinition {
        let rows = Self.rows(of: owner)
        return rows[Int(rawValue - rows[0].field.rawValue)]
    }

    private var owner: FieldDefinition.Owner {
        if rawValue < Field.serverAddress.rawValue { return .service }
        if rawValue < Field.role.rawValue { return .server }
        return rawValue < Field.tcp.rawValue ? .daemon : .timeouts
    }

    private static func rows(of owner: FieldDefinition.Owner) -> [FieldDefinition] {
        switch owner {
        case .service: services
        case .server: servers
        case .daemon: daemons
        case .timeouts: timeouts
        }
    }

    /// The numbers of an owner that have an option and stand in no group, in the order of the table.
    private static func numbers(of owner: FieldDefinition.Owner) -> [Field] {
        rows(of: owner).filter { $0.group == nil && $0.place == nil && $0.isPlainNumber }.map { $0.field }
    }

    /// The numbers of a server.
    package static let serverNumbers = numbers(of: .server)
    /// The numbers of a sync daemon.
    package static let daemonNumbers = numbers(of: .daemon)
    /// The connection timeouts.
    package static let timeoutNumbers = numbers(of: .timeouts)

    /// The keys in JSON that lead from the owner to the field.
    var jsonKeys: [String] {
        let definition = definition
        return (definition.group.map { [$0] } ?? []) + [definition.key]
    }

    /// What a right value is, for messages: `a weight (0 to 2147483647)`.
    package var expected: String { definition.kind.expected }

    /// The numbers that make sense; all for what is no number.
    package var range: ClosedRange<UInt32> {
        let bounds = Self.bounds[Int(rawValue)]
        return bounds.lower...bounds.upper
    }

    // Apart from the table, whose texts would be retained for each word (row `check` of Tests/Guest/instructions).
    private static let bounds = allCases.map { field in
        guard case .number(let kind) = field.definition.kind else { return Bounds(lower: 0, upper: .max) }
        return Bounds(lower: kind.range.lowerBound, upper: kind.range.upperBound)
    }

    /// Says that a number is too large; nil if it is not.
    func error(_ number: UInt32) -> ConfigurationError? {
        number > range.upperBound ? .outOfRange(self, number) : nil
    }
}

extension FieldDefinition {
    fileprivate var isPlainNumber: Bool {
        guard case .number = kind else { return false }
        return word.utf8CodeUnitCount > 0
    }
}

/// A range that is no generic type: for the first array of one, the runtime reads through the whole program (row
/// `save` of a small table of Tests/Guest/instructions).
private struct Bounds {
    let lower: UInt32
    let upper: UInt32
}
