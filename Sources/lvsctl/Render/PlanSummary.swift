import IPVSKit

/// How much plans do: `added 1 service and 2 servers; edited 1 server; deleted 3 servers`.
struct PlanSummary: CustomStringConvertible {
    // By subject, and not in dictionaries: their hashes took a thirtieth of `restore` of 11,000 rules into an empty
    // table (Tests/Guest/instructions).
    private var added = Subject.zeros
    private var edited = Subject.zeros
    private var deleted = Subject.zeros

    init(_ plan: Plan = Plan([])) { add(plan) }

    /// Adds another plan.
    mutating func add(_ plan: Plan) {
        for change in plan.changes {
            let subject = Subject(change).rawValue
            switch ChangeMark(change) {
            case .added: added[subject] += 1
            case .edited: edited[subject] += 1
            case .deleted: deleted[subject] += 1
            }
        }
    }

    var description: String {
        let rows = [(added, "added"), (edited, "edited"), (deleted, "deleted")]
        let texts = rows.compactMap { counts, word in Self.text(counts).map { "\(word) \($0)" } }
        return texts.isEmpty ? "nothing to change" : texts.joined(separator: "; ")
    }

    /// The subjects with their counts; nil if there are none.
    private static func text(_ counts: [Int]) -> String? {
        let texts = Subject.allCases.filter { counts[$0.rawValue] > 0 }.map { subject in
            subject == .timeouts ? "the timeouts" : counted(counts[subject.rawValue], subject.noun)
        }
        return texts.isEmpty ? nil : listed(texts, "and")
    }

    /// What a change is about.
    private enum Subject: Int, CaseIterable {
        case service, server, timeouts, daemon, table

        static let zeros = Array(repeating: 0, count: allCases.count)

        var noun: String {
            switch self {
            case .service: "service"
            case .server: "server"
            case .timeouts: "timeouts"
            case .daemon: "sync daemon"
            case .table: "whole table"
            }
        }

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
