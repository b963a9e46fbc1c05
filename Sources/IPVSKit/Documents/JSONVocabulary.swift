// The names of everything in JSON, once for reading, writing and the schema.

/// The keys of one kind of object.
protocol JSONKeys: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// The keys that lvsctl writes but does not read, such as counters; they are passed over.
    static var ignored: Set<String> { get }
    /// The keys of documents that must not be read, each with the reason.
    static var refused: [String: String] { get }
}

extension JSONKeys {
    static var ignored: Set<String> { [] }
    static var refused: [String: String] { [:] }
}

/// All keys of each kind of object that can be read, also those that are passed over: for comparing with the schema.
package enum JSONVocabulary {
    package static let table = keys(TableKey.self)
    package static let selection = keys(SelectionKey.self)
    package static let timeouts = keys(TimeoutKey.self)
    package static let daemon = keys(DaemonKey.self)
    package static let service = keys(ServiceKey.self)
    package static let persistence = keys(PersistenceKey.self)
    package static let server = keys(ServerKey.self)
    package static let tunnel = keys(TunnelKey.self)

    private static func keys<Key: JSONKeys>(_: Key.Type) -> Set<String> {
        Set(Key.allCases.map(\.rawValue)).union(Key.ignored).union(Key.refused.keys)
    }
}

/// The keys of the whole document.
enum TableKey: String, JSONKeys {
    case version
    case partial
    case timeouts
    case daemons
    case services

    /// Is written when a listing does not show everything.
    static let notVisible = "not_visible"
    /// Is written, false, when the table did not come to rest while it was listed.
    static let settled = "settled"

    static var ignored: Set<String> { ["kernel"] }
    static var refused: [String: String] {
        [
            notVisible: "a listing without privileges does not hold everything: make it as root",
            settled: "the table kept changing while this listing was made: make another one",
        ]
    }
}

/// The keys of the connection timeouts.
enum TimeoutKey: String, JSONKeys {
    case tcp
    case tcpFin = "tcp_fin"
    case udp
}

/// The keys of a sync daemon.
enum DaemonKey: String, JSONKeys {
    case role
    case interface
    case syncID = "sync_id"
    case maximumLength = "maximum_length"
    case group
    case port
    case timeToLive = "time_to_live"
}

/// The keys of a virtual service.
enum ServiceKey: String, JSONKeys {
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
enum PersistenceKey: String, JSONKeys {
    case isEnabled = "enabled"
    case timeout
    case netmask
    case engine
}

/// The keys of a real server.
enum ServerKey: String, JSONKeys {
    case address
    case port
    case method
    case weight
    case upperThreshold = "upper_threshold"
    case lowerThreshold = "lower_threshold"
    case tunnel

    static var ignored: Set<String> { ["connections", "statistics"] }
}

/// The keys of a tunnel.
enum TunnelKey: String, JSONKeys {
    case type
    case port
    case checksum
    case remoteChecksum = "remote_checksum"
    case extraFlags = "extra_flags"
}
