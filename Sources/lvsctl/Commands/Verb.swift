import IPVSKit

/// One of lvsctl's verbs: its declaration, how its arguments become a request, and how the request is carried out.
protocol Verb: VerbDeclaration {
    /// What a command line asks for, as a plain value.
    associatedtype Request

    var global: GlobalOptions { get }

    /// Whether somebody who uses the verb wants to know that a change of the table waits to be confirmed.
    static var concernsTable: Bool { get }

    /// Understands the command line; nothing has been read or touched yet, but names may be looked up.
    ///
    /// - Throws: ``UsageError``.
    func request(_ names: any NameLookup) throws -> Request

    /// Does what is asked for.
    static func run(_ request: Request, in environment: Environment) throws

    /// Understands the command line, and does what it asks for.
    func run(in environment: Environment) throws
}

extension Verb {
    static var concernsTable: Bool { true }
    var sections: [OptionSection] { [] }
    var operands: [Operand] { [] }

    var general: OptionSection { OptionSection("General options", global) }

    func run(in environment: Environment) throws {
        try Self.run(try request(environment.names), in: environment)
    }
}

extension Verb where Request == Change {
    /// Makes the change, or only shows it, and reports it.
    static func run(_ change: Change, in environment: Environment) throws {
        try environment.tables.perform(change)
        try environment.output.report([change])
    }
}
