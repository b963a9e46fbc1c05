import IPVSKit

/// The order of a list of services.
enum ListOrder: Sendable {
    case address
    case weight
    case active
    case inactive
    case connections
    case rate

    static let names: [(String, ListOrder)] = [
        ("address", .address), ("weight", .weight), ("active", .active), ("inactive", .inactive),
        ("connections", .connections), ("rate", .rate),
    ]

    /// Whether the order is one of counters or rates.
    var usesCounters: Bool { self == .connections || self == .rate }

    /// Brings services and their servers into this order; equal ones are ordered by address.
    func sort(_ snapshot: inout TableSnapshot) {
        sortServices(&snapshot)
        for index in snapshot.services.indices {
            // The kernel lists the newest first, which mostly are the last by address (row `list` of
            // Tests/Guest/instructions).
            snapshot.services[index].servers.reverse()
            snapshot.services[index].servers.sort { left, right in
                let (a, b) = (number(left), number(right))
                return a == b ? left.configuration.endpoint < right.configuration.endpoint : a > b
            }
        }
    }

    /// Brings services into this order, and leaves their servers in the kernel's.
    func sortServices(_ snapshot: inout TableSnapshot) {
        let services = snapshot.services
        // Places are moved for less than services (row `list` of Tests/Guest/instructions).
        var places = services.placesByIdentity
        if self != .address {
            places = services.indices.sorted { left, right in
                let (a, b) = (number(services[left]), number(services[right]))
                return a == b ? services[left].identity < services[right].identity : a > b
            }
        }
        snapshot.services = places.map { services[$0] }
    }

    private func number(_ server: ObservedServer) -> UInt64 {
        switch self {
        case .address: 0
        case .weight: UInt64(server.configuration.weight)
        case .active: UInt64(server.connections.active)
        case .inactive: UInt64(server.connections.inactive)
        case .connections: server.statistics.connections
        case .rate: server.statistics.connectionRate
        }
    }

    private func number(_ service: ObservedService) -> UInt64 {
        switch self {
        case .connections: service.statistics.connections
        case .rate: service.statistics.connectionRate
        case .address: 0
        default: service.servers.reduce(0) { $0 &+ number($1) }
        }
    }
}

extension TableSnapshot {
    /// Keeps only servers that a filter lets through, and services that have one; everything without a filter.
    ///
    /// Timeouts and sync daemons go: in a document, what is no part of the selection would be restored with it.
    mutating func keep(_ filter: EndpointFilter?) {
        guard filter != nil else { return }
        (timeouts, daemons) = (nil, nil)
        services = services.compactMap { $0.keeping(filter) }
    }
}

extension ObservedService {
    /// Only servers that a filter lets through, nil if there is none; everything without a filter.
    func keeping(_ filter: EndpointFilter?) -> ObservedService? {
        guard let filter else { return self }
        var kept = self
        kept.servers.removeAll { !filter.matches($0.configuration.endpoint) }
        return kept.servers.isEmpty ? nil : kept
    }
}
