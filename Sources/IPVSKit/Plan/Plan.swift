/// The changes that turn one table into another, in an order in which no connection is lost.
///
/// Nothing is flushed, and nothing is deleted that can be edited. Changes are carried out phase by phase:
/// what takes something away only begins when everything before it was accepted.
public struct Plan: Hashable, Sendable {
    /// A part of a plan that must be accepted whole before the next one begins.
    package enum Phase: Int, Hashable, Sendable, CaseIterable, Comparable {
        /// Sync daemons stop, since they forbid servers of other address families and cannot be edited.
        case stopDaemons
        /// Services and servers are added.
        case add
        /// Services, servers and timeouts are edited in place; weights rise before others fall.
        case edit
        /// Sync daemons start; after the deletions when these take the servers away that forbid daemons.
        case startDaemons
        /// Servers, then services are deleted.
        case delete

        /// Orders phases as they are carried out.
        package static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
    }

    /// The changes in their order, phase by phase.
    public private(set) var changes: [Change]

    /// Whether there is nothing to do.
    public var isEmpty: Bool { changes.isEmpty }

    /// Creates a plan of changes in any order; within a phase they keep theirs.
    public init(_ changes: some Sequence<Change>) {
        var phases: [[Change]] = Array(repeating: [], count: Phase.allCases.count)
        for change in changes { phases[change.phase.rawValue].append(change) }
        self.changes = Array(phases.joined())
    }

    /// Creates a plan of changes that are in their order.
    init(ordered changes: [Change]) {
        self.changes = changes
    }
}

extension Change {
    /// When in a plan the change is due.
    package var phase: Plan.Phase {
        switch self {
        case .stopDaemon: .stopDaemons
        case .addService, .addServer: .add
        case .editService, .editServer, .setTimeouts, .zero: .edit
        case .startDaemon: .startDaemons
        case .deleteServer, .deleteService, .clear: .delete
        }
    }
}
