import IPVSKit

/// One of lvsctl's verbs: what it declares of itself, how its command line is understood, and what it does.
protocol Verb: VerbDeclaration {
    /// What a command line asks for, as a plain value.
    associatedtype Request

    var global: GlobalOptions { get }

    /// Understands the command line; nothing has been read or touched yet, but names may be looked up.
    ///
    /// - Throws: ``UsageError``.
    func request(_ names: any NameLookup) throws -> Request

    /// Does what is asked for.
    static func run(_ request: Request, in context: VerbContext) throws

    /// Understands the command line, and does what it asks for.
    func run(in context: VerbContext) throws
}

extension Verb {
    var sections: [OptionSection] { [] }
    var operands: [Operand] { [] }

    var general: OptionSection { OptionSection("General options", global) }

    func run(in context: VerbContext) throws { try Self.run(try request(context.names), in: context) }
}

extension Verb where Request == Change {
    static func run(_ change: Change, in context: VerbContext) throws { try context.carryOut(change) }
}
