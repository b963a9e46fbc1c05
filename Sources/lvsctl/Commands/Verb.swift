import IPVSKit

/// One of lvsctl's verbs.
///
/// Its file declares options, validates them, builds changes, applies them and renders what came of it:
/// nothing else.
protocol Verb: VerbDeclaration {
    var global: GlobalOptions { get }

    /// Runs the verb.
    func run(in context: VerbContext) throws(Failure)
}

extension Verb {
    var sections: [OptionSection] { [] }
    var operands: [Operand] { [] }

    var general: OptionSection { OptionSection("General options", global) }
}
