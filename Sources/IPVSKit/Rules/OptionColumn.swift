/// What options are counted as when their combination is checked: a field, or something about lists.
package struct OptionColumn: Hashable, Sendable {
    fileprivate let bit: UInt8

    private init(bit: UInt8) {
        self.bit = bit
    }

    /// The column of a field.
    @inline(__always)
    init(_ field: Field) {
        bit = field.rawValue
    }

    /// The column of the option that a field stands in; nil for timeouts, which have no options here.
    init?(placeOf field: Field) {
        let definition = field.definition
        guard definition.owner != .timeouts else { return nil }
        bit = (definition.place ?? field).rawValue
    }

    static var serviceAddress: OptionColumn { OptionColumn(.serviceAddress) }
    static var scheduler: OptionColumn { OptionColumn(.scheduler) }
    static var persistent: OptionColumn { OptionColumn(.timeout) }
    static var netmask: OptionColumn { OptionColumn(.netmask) }
    static var onePacket: OptionColumn { OptionColumn(.onePacket) }
    static var engine: OptionColumn { OptionColumn(.engine) }
    static var schedulerFlags: OptionColumn { OptionColumn(.schedulerFlags) }
    static var realServer: OptionColumn { OptionColumn(.serverAddress) }
    static var forwardingMethod: OptionColumn { OptionColumn(.method) }
    static var tunnelType: OptionColumn { OptionColumn(.tunnelType) }
    static var multicastInterface: OptionColumn { OptionColumn(.interface) }

    // The bits of fields begin at 0.
    static var tunnelNoChecksum: OptionColumn { OptionColumn(bit: 63) }
    static var numeric: OptionColumn { OptionColumn(bit: 62) }
    static var connection: OptionColumn { OptionColumn(bit: 61) }
    static var timeout: OptionColumn { OptionColumn(bit: 60) }
    static var daemon: OptionColumn { OptionColumn(bit: 59) }
    static var stats: OptionColumn { OptionColumn(bit: 58) }
    static var rate: OptionColumn { OptionColumn(bit: 57) }
    static var thresholds: OptionColumn { OptionColumn(bit: 56) }
    static var persistentConnections: OptionColumn { OptionColumn(bit: 55) }
    static var tunnelInfo: OptionColumn { OptionColumn(bit: 54) }
    static var noSort: OptionColumn { OptionColumn(bit: 53) }
    static var exact: OptionColumn { OptionColumn(bit: 52) }
}

extension OptionColumn {
    /// All columns in the order in which ipvsadm checks them; it knows no others than these.
    static let inOrder: [OptionColumn] = {
        let known: [OptionColumn] =
            [
                .numeric, .connection, .serviceAddress, .scheduler, .persistent, .netmask, .realServer,
                .forwardingMethod,
            ]
            + [.weight, .upperThreshold, .lowerThreshold].map { OptionColumn($0) }
            + [
                .multicastInterface, .timeout, .daemon, .stats, .rate, .thresholds, .persistentConnections,
                .noSort,
            ]
            + [OptionColumn(.syncID), .exact, .onePacket, .engine, .schedulerFlags]
            + [.group, .groupPort, .timeToLive, .maximumLength].map { OptionColumn($0) }
            + [.tunnelInfo, .tunnelType, OptionColumn(.tunnelPort), .tunnelNoChecksum]
            + [.tunnelChecksum, .tunnelRemoteChecksum].map { OptionColumn($0) }
        return known + Field.serverNumbers.map { OptionColumn($0) }.filter { !known.contains($0) }
    }()

    /// The name in ipvsadm's messages: the word of the option, but for what several options say.
    package var ipvsadmName: String {
        switch self {
        case .serviceAddress: "service-address"
        case .forwardingMethod: "forwarding-method"
        default: OptionTable.row { $0.entry.column == self }?.long.description ?? ""
        }
    }
}

/// A set of columns.
package struct OptionColumns: OptionSet, Sendable {
    package var rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The set of one column.
    @inline(__always)
    init(_ column: OptionColumn) {
        rawValue = 1 &<< UInt64(column.bit)
    }

    /// The set of some columns.
    init(_ columns: some Sequence<OptionColumn>) {
        rawValue = columns.reduce(0) { $0 | 1 &<< UInt64($1.bit) }
    }

    /// All columns.
    static var all: OptionColumns { OptionColumns(rawValue: .max) }

    @inline(__always)
    func contains(_ column: OptionColumn) -> Bool { rawValue &>> UInt64(column.bit) & 1 != 0 }

    /// The first column of the set.
    var first: OptionColumn? { OptionColumn.inOrder.first { contains($0) } }
}
