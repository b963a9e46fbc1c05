import IPVSKit

/// A plan as people and programs read it: what is added, deleted, and changed from what to what.
struct PlanReport {
    let plan: Plan
    private let current: TableSnapshot
    private let places: [ServiceIdentity: Int]
    private let servers = ServerIndex()

    init(_ plan: Plan, for current: TableSnapshot) {
        self.plan = plan
        self.current = current
        places = Dictionary(
            current.services.enumerated().map { ($1.identity, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    init(_ difference: TableDifference) {
        self.init(difference.plan, for: difference.current)
    }

    /// How much there is to do.
    var summary: PlanSummary { PlanSummary(plan) }

    /// In which order changes are told.
    enum Order {
        /// The order in which they are made.
        case plan
        /// As a reader looks for them: by services, what is about all of them last.
        case services
    }

    /// Writes one line a rule of a document, service by service: `+` and `-` for those that come and go, `~` for those
    /// that will be another.
    func writeText(hasColor: Bool, to output: ([UInt8]) throws -> Void) throws {
        for place in places(in: .services) {
            let mark = ChangeMark(plan.changes[place])
            for (rule, remark) in rules(plan.changes[place]) {
                let line = ("\(mark.rawValue) \(rule)" + (remark.isEmpty ? "" : "  # \(remark)")).printable
                try output(Array(((hasColor ? mark.colored(line) : line) + "\n").utf8))
            }
        }
    }

    /// The places of changes within the plan, in an order.
    private func places(in order: Order) -> [Int] {
        let places = Array(plan.changes.indices)
        guard order == .services else { return places }
        let subjects = plan.changes.map(\.subject)
        return places.sorted { one, other in
            switch (subjects[one], subjects[other]) {
            case (let left?, let right?) where left != right: left < right
            case (_?, nil): true
            case (nil, _?): false
            default: one < other
            }
        }
    }

    /// Writes reports as a document for programs, in pieces.
    static func writeJSON(
        _ reports: [PlanReport],
        isDryRun: Bool,
        order: Order = .plan,
        to output: ([UInt8]) throws -> Void
    ) throws {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        if isDryRun {
            writer.key("dry_run")
            writer.value(true)
        }
        writer.key("changes")
        writer.beginArray()
        for report in reports {
            for place in report.places(in: order) {
                report.write(report.plan.changes[place], to: &writer)
                try output(writer.bytes)
                writer.removeWritten()
            }
        }
        writer.endArray()
        writer.endDocument()
        try output(writer.bytes)
    }

    private func write(_ change: Change, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.writeFields(of: change)
        let differences = differences(change)
        if !differences.isEmpty {
            writer.key("differences")
            writer.beginObject()
            for difference in differences {
                writer.key(difference.name)
                writer.beginObject(.line)
                writer.key("from")
                writer.write(difference.old)
                writer.key("to")
                writer.write(difference.new)
                writer.endObject()
            }
            writer.endObject()
        }
        if let connections = connectionsCut(change) {
            writer.key("connections_cut")
            writer.value(connections)
        }
        writer.endObject()
    }

    /// The rules that a change is about, as they stand in a document, with a remark; for a deletion those that go.
    private func rules(_ change: Change) -> [(rule: String, remark: String)] {
        let line: Change
        switch change {
        case .deleteService(let identity):
            guard let service = service(identity) else { return [(RulesWriter.line(change), "")] }
            let rule = RulesWriter.line(.addService(service.configuration))
            // Oldest first, as in a document.
            let servers = service.servers.reversed().map { server in
                let line = RulesWriter.line(.addServer(server.configuration, to: identity))
                return (line, Self.remark(cutting: server.connections.total))
            }
            return [(rule, remark(change))] + servers
        case .deleteServer(let endpoint, let identity):
            line = server(endpoint, identity).map { .addServer($0.configuration, to: identity) } ?? change
        case .stopDaemon(let role):
            line = current.daemons?.first { $0.role == role }.map { .startDaemon($0) } ?? change
        case .setTimeouts(let new):
            let old = current.timeouts ?? ConnectionTimeouts()
            line = .setTimeouts(
                ConnectionTimeouts(
                    tcp: new.tcp == 0 ? old.tcp : new.tcp,
                    tcpFin: new.tcpFin == 0 ? old.tcpFin : new.tcpFin,
                    udp: new.udp == 0 ? old.udp : new.udp
                )
            )
        case .editService(let service): line = .addService(service)
        case .editServer(let server, let identity): line = .addServer(server, to: identity)
        default: line = change
        }
        return [(RulesWriter.line(line), remark(change))]
    }

    private func remark(_ change: Change) -> String {
        let differences = differences(change).map { "\($0.name) \($0.old) -> \($0.new)" }
        if !differences.isEmpty { return differences.joined(separator: ", ") }
        return connectionsCut(change).map(Self.remark) ?? ""
    }

    private static func remark(cutting connections: UInt64) -> String {
        connections == 0 ? "no connections" : counted(Int(connections), "connection")
    }

    private func differences(_ change: Change) -> [FieldDifference] {
        switch change {
        case .editService(let new): service(new.identity).map { $0.configuration.differences(to: new) } ?? []
        case .editServer(let new, let identity):
            server(new.endpoint, identity).map { $0.configuration.differences(to: new) } ?? []
        case .setTimeouts(let new): (current.timeouts ?? ConnectionTimeouts()).differences(to: new)
        default: []
        }
    }

    /// How many connections a deletion takes away; nil for other changes.
    private func connectionsCut(_ change: Change) -> UInt64? {
        switch change {
        case .deleteService(let identity): service(identity)?.servers.reduce(0) { $0 + $1.connections.total }
        case .deleteServer(let endpoint, let identity): server(endpoint, identity)?.connections.total
        default: nil
        }
    }

    private func service(_ identity: ServiceIdentity) -> ObservedService? {
        places[identity].map { current.services[$0] }
    }

    private func server(_ endpoint: Endpoint, _ identity: ServiceIdentity) -> ObservedServer? {
        service(identity).flatMap { servers.server(endpoint, of: $0) }
    }
}

/// Finds servers of one service after the other, however many it has.
private final class ServerIndex {
    private var identity: ServiceIdentity?
    private var places: [Endpoint: Int] = [:]

    func server(_ endpoint: Endpoint, of service: ObservedService) -> ObservedServer? {
        if identity != service.identity {
            identity = service.identity
            let pairs = service.servers.enumerated().map { ($1.configuration.endpoint, $0) }
            places = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
        return places[endpoint].map { service.servers[$0] }
    }
}

extension ConnectionCounts {
    fileprivate var total: UInt64 { UInt64(active) + UInt64(inactive) }
}
