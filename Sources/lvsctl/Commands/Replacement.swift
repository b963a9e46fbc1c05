import IPVSKit

/// What the verbs ask for that add something, or replace the settings of what is there.
struct Replacement {
    let addition: Change
    /// How the result names what was added or edited.
    let subject: String
}

extension Verb where Request == Replacement {
    static func run(_ request: Replacement, in environment: Environment) throws {
        let change = try environment.tables.performVerified { table in try request.change(on: table) }
        try environment.output.report([change])
        try environment.output.say("\(change == request.addition ? "added" : "edited") \(request.subject)")
    }
}

extension Replacement {
    /// The addition, or the edit of what is there.
    fileprivate func change(on table: any IPVSTable) throws -> Change {
        switch addition {
        case .addService(let service): try table.change(toReplace: service)
        case .addServer(let server, let identity): try table.change(toReplace: server, of: identity)
        default: addition
        }
    }
}
