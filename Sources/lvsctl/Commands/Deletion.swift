import IPVSKit

/// What the verbs ask for that delete something.
struct Deletion {
    let change: Change
    /// Whether it is no error when there is nothing to delete.
    let ifExists: Bool
}

extension Verb where Request == Deletion {
    static func run(_ request: Deletion, in environment: Environment) throws {
        var done = [request.change]
        do {
            try environment.tables.perform(request.change)
        } catch TableError.refused(let refusal) where request.ifExists && refusal.errno.meansMissing {
            done = []
        }
        try environment.output.report(done)
    }
}

extension Errno {
    /// Whether the kernel says that a service or a server is not there.
    fileprivate var meansMissing: Bool { self == .noSuchService || self == .noSuchEntry }
}
