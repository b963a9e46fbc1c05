import IPVSKit

/// One of lvsctl's verbs.
///
/// Its file declares options, validates them, builds changes, applies them and renders what came of it:
/// nothing else.
protocol Verb: VerbDeclaration {
    /// The options of this verb, but the global ones, with the titles of their groups.
    var sections: [OptionSection] { get }
    var global: GlobalOptions { get }

    /// Runs the verb.
    func run(in context: VerbContext) throws(Failure)
}

extension Verb {
    var sections: [OptionSection] { [] }
    var operands: [Operand] { [] }

    /// All options with the titles of their groups.
    var allSections: [OptionSection] { sections + [OptionSection("General", global)] }
}
