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

    /// One line a rule of a document, service by service: `+` and `-` for those that come and go, `~` for those that
    /// will be another.
    func text(hasColor: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        for change in sortedChanges {
            let mark = Mark(change)
            for (rule, remark) in rules(change) {
                let line = ("\(mark.rawValue) \(rule)" + (remark.isEmpty ? "" : "  # \(remark)")).printable
                bytes.append(contentsOf: (hasColor ? mark.colored(line) : line).utf8)
                bytes.append(UInt8(ascii: "\n"))
            }
        }
        return bytes
    }

    /// The changes as a reader looks for them: by services, what is about all of them last.
    private var sortedChanges: [Change] {
        let changes = plan.changes.enumerated().map { (subject: $1.subject, place: $0, change: $1) }
        return changes.sorted { one, other in
            switch (one.subject, other.subject) {
            case (let left?, let right?) where left != right: left < right
            case (_?, nil): true
            case (nil, _?): false
            default: one.place < other.place
            }
        }.map(\.change)
    }

    /// Begins the same for programs.
    static func beginJSON(isDryRun: Bool) -> JSONWriter {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        if isDryRun {
            writer.key("dry_run")
            writer.value(true)
        }
        writer.key("changes")
        writer.beginArray()
        return writer
    }

    /// Adds the plan's changes in their order; `behindEach` may take what has been written.
    func write<Stop>(
        to writer: inout JSONWriter,
        behindEach: (inout JSONWriter) throws(Stop) -> Void
    ) throws(Stop) {
        for change in plan.changes {
            write(change, to: &writer)
            try behindEach(&writer)
        }
    }

    /// Ends what programs get.
    static func endJSON(_ writer: inout JSONWriter) {
        writer.endArray()
        writer.endDocument()
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

/// How much plans do: `added 1 service and 2 servers; edited 1 server; deleted 3 servers`.
struct PlanSummary: CustomStringConvertible {
    private var counts: [Mark: [Subject: Int]] = [:]

    init(_ plan: Plan = Plan([])) { add(plan) }

    /// Adds another plan.
    mutating func add(_ plan: Plan) {
        for change in plan.changes { counts[Mark(change), default: [:]][Subject(change), default: 0] += 1 }
    }

    var description: String {
        let rows: [(Mark, String)] = [(.added, "added"), (.edited, "edited"), (.deleted, "deleted")]
        let texts = rows.compactMap { mark, word in counts[mark].map { "\(word) \(Self.text($0))" } }
        return texts.isEmpty ? "nothing to change" : texts.joined(separator: "; ")
    }

    private static func text(_ counts: [Subject: Int]) -> String {
        listed(
            Subject.allCases.compactMap { subject in
                counts[subject].map { subject == .timeouts ? "the timeouts" : counted($0, subject.rawValue) }
            },
            "and"
        )
    }

    /// What a change is about.
    private enum Subject: String, CaseIterable {
        case service, server, timeouts
        case daemon = "sync daemon"
        case table = "whole table"

        init(_ change: Change) {
            switch change {
            case .addService, .editService, .deleteService: self = .service
            case .addServer, .editServer, .deleteServer: self = .server
            case .setTimeouts: self = .timeouts
            case .startDaemon, .stopDaemon: self = .daemon
            case .clear, .zero: self = .table
            }
        }
    }
}

/// What a change does, as a sign.
private enum Mark: String {
    case added = "+"
    case edited = "~"
    case deleted = "-"

    init(_ change: Change) {
        switch change {
        case .addService, .addServer, .startDaemon: self = .added
        case .deleteService, .deleteServer, .stopDaemon, .clear: self = .deleted
        case .editService, .editServer, .setTimeouts, .zero: self = .edited
        }
    }

    func colored(_ line: String) -> String {
        let color =
            switch self {
            case .added: 32
            case .edited: 33
            case .deleted: 31
            }
        return "\u{1B}[\(color)m\(line)\u{1B}[0m"
    }
}

extension ConnectionCounts {
    fileprivate var total: UInt64 { UInt64(active) + UInt64(inactive) }
}
