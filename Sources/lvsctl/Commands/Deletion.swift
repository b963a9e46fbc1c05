import IPVSKit

/// What the verbs ask for that delete something.
struct Deletion {
    let change: Change
    /// Whether it is no error when there is nothing to delete.
    let ifExists: Bool
}

extension Verb where Request == Deletion {
    static func run(_ request: Deletion, in context: VerbContext) throws {
        do {
            try context.carryOut(request.change)
        } catch TableError.refused(let refusal) where request.ifExists && refusal.errno.meansMissing {
            try context.report([])
        }
    }
}

extension Errno {
    /// Whether the kernel says that a service or a server is not there.
    fileprivate var meansMissing: Bool { self == .noSuchService || self == .noSuchEntry }
}
