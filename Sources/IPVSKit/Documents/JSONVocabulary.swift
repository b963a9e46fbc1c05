// The names of everything in JSON, once for reading, writing and the schema.

/// The keys of one kind of object.
protocol JSONKeys: Hashable, Sendable {
    /// The keys that are read.
    static var fields: [Self] { get }
    /// The key with a name; nil if there is none.
    static func named(_ name: String) -> Self?
    /// The name in documents.
    var key: String { get }
    /// The keys that lvsctl writes but does not read, such as counters; they are skipped.
    static var ignored: Set<String> { get }
    /// The keys of documents that must not be read, each with the reason, and a value with which it may be.
    static var refused: [String: (reason: String, unlessValue: String)] { get }
}

extension JSONKeys {
    static var ignored: Set<String> { [] }
    static var refused: [String: (reason: String, unlessValue: String)] { [:] }
}

/// Keys that are spelled out.
protocol NamedKeys: JSONKeys, RawRepresentable<String>, CaseIterable where AllCases == [Self] {}

extension NamedKeys {
    static var fields: [Self] { allCases }
    static func named(_ name: String) -> Self? { Self(rawValue: name) }
    var key: String { rawValue }
}

/// The keys of an object that are fields of the table.
protocol FieldKeys: JSONKeys {
    /// The keys that are read, by their names.
    static var rows: [(name: String, key: Self)] { get }
    /// The field.
    var field: Field { get }
}

extension FieldKeys {
    static var fields: [Self] { rows.map(\.key) }
    static func named(_ name: String) -> Self? { rows.first { $0.name == name }?.key }
    var key: String { field.definition.key }

    /// The rows of some keys.
    fileprivate static func named(_ keys: [Self]) -> [(name: String, key: Self)] { keys.map { ($0.key, $0) } }
}

/// All keys of each kind of object that can be read, also those that are skipped: for comparing with the schema.
package enum JSONVocabulary {
    package static let table = keys(TableKey.self).subtracting(TableKey.ofPlans)
    package static let selection = keys(SelectionKey.self)
    package static let timeouts = keys(TimeoutKey.self)
    package static let daemon = keys(DaemonKey.self)
    package static let service = keys(ServiceKey.self)
    package static let persistence = keys(PersistenceKey.self)
    package static let server = keys(ServerKey.self)
    package static let tunnel = keys(TunnelKey.self)

    private static func keys<Key: JSONKeys>(_: Key.Type) -> Set<String> {
        Set(Key.fields.map(\.key)).union(Key.ignored).union(Key.refused.keys)
    }
}

/// The keys of the whole document.
enum TableKey: String, NamedKeys {
    case version
    case partial
    case timeouts
    case daemons
    case services

    /// Is written when a listing does not show everything.
    static let notVisible = "not_visible"
    /// Is written, false, when the table did not come to rest while it was listed.
    static let settled = "settled"
    /// Is written, false, when the kernel does not update counters and rates.
    static let estimation = "estimation"

    /// The keys of saved plans, which people give to readers of tables.
    static let ofPlans: Set<String> = [PlanKey.before.rawValue, PlanKey.after.rawValue]

    static var ignored: Set<String> { ["kernel", estimation, PlanKey.after.rawValue] }
    static var refused: [String: (reason: String, unlessValue: String)] {
        [
            notVisible: ("a listing without privileges does not hold everything: make it as root", "[]"),
            settled: ("the table kept changing while this listing was made: make another one", "true"),
            PlanKey.before.rawValue: (PlanDocument.notATable, ""),
        ]
    }
}

/// The keys of the connection timeouts.
enum TimeoutKey: FieldKeys {
    case number(Field)

    static let rows = named(Field.timeoutNumbers.map { .number($0) })

    var field: Field {
        switch self {
        case .number(let field): field
        }
    }
}

/// The keys of a sync daemon.
enum DaemonKey: FieldKeys {
    case role, interface, group
    case number(Field)

    static let rows = named([.role, .interface, .group] + Field.daemonNumbers.map { .number($0) })

    var field: Field {
        switch self {
        case .role: .role
        case .interface: .interface
        case .group: .group
        case .number(let field): field
        }
    }
}

/// The keys of a virtual service.
enum ServiceKey: String, NamedKeys {
    case serviceProtocol = "protocol"
    case address
    case port
    case mark
    case family
    case scheduler
    case flags
    case extraFlags = "extra_flags"
    case onePacket = "one_packet"
    case persistence
    case servers

    static var ignored: Set<String> { ["statistics"] }
}

/// The keys of persistence.
enum PersistenceKey: FieldKeys {
    case isEnabled, timeout, netmask, engine

    static let rows = named([.isEnabled, .timeout, .netmask, .engine])

    var field: Field {
        switch self {
        case .isEnabled: .persistence
        case .timeout: .timeout
        case .netmask: .netmask
        case .engine: .engine
        }
    }
}

/// The keys of a real server.
enum ServerKey: FieldKeys {
    case address, port, method, tunnel
    case number(Field)

    static let rows = named([.address, .port, .method] + Field.serverNumbers.map { .number($0) } + [.tunnel])
    static var ignored: Set<String> { ["connections", "statistics"] }

    var field: Field {
        switch self {
        case .address: .serverAddress
        case .port: .serverPort
        case .method: .method
        case .tunnel: .tunnel
        case .number(let field): field
        }
    }
}

/// The keys of a tunnel.
enum TunnelKey: FieldKeys {
    case type, port, checksum, remoteChecksum, extraFlags

    static let rows = named([.type, .port, .checksum, .remoteChecksum, .extraFlags])

    var field: Field {
        switch self {
        case .type: .tunnelType
        case .port: .tunnelPort
        case .checksum: .tunnelChecksum
        case .remoteChecksum: .tunnelRemoteChecksum
        case .extraFlags: .tunnelFlags
        }
    }
}
