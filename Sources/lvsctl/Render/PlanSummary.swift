import IPVSKit

/// How much plans do: `added 1 service and 2 servers; edited 1 server; deleted 3 servers`.
struct PlanSummary: CustomStringConvertible {
    private var counts: [ChangeMark: [Subject: Int]] = [:]

    init(_ plan: Plan = Plan([])) { add(plan) }

    /// Adds another plan.
    mutating func add(_ plan: Plan) {
        for change in plan.changes {
            counts[ChangeMark(change), default: [:]][Subject(change), default: 0] += 1
        }
    }

    var description: String {
        let rows: [(ChangeMark, String)] = [(.added, "added"), (.edited, "edited"), (.deleted, "deleted")]
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
enum ChangeMark: String {
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
