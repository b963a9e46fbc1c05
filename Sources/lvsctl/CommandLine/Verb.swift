import IPVSKit

/// One of lvsctl's verbs.
///
/// Its file declares options, validates them, builds changes, applies them and renders what came of it:
/// nothing else.
protocol Verb: SendableMetatype {
    static var description: VerbDescription { get }

    init()

    /// The options of this verb, but the global ones, with the titles of their groups.
    var sections: [OptionSection] { get }
    /// The words that the verb takes besides options.
    var operands: [Operand] { get }
    var global: GlobalOptions { get }

    /// Does it.
    func run(in context: VerbContext) throws(Failure)
}

extension Verb {
    var sections: [OptionSection] { [] }
    var operands: [Operand] { [] }

    /// All options with the titles of their groups.
    var allSections: [OptionSection] { sections + [OptionSection("General", global)] }
}

/// What the help says of a verb.
struct VerbDescription: Sendable {
    /// The words that call the verb: `sync start`.
    let words: String
    /// What it does, as one sentence.
    let summary: String
    /// What comes behind the words, but for general options.
    let synopsis: String
    /// What else there is to know.
    let details: String
    /// Command lines without the program's name.
    let examples: [String]

    init(
        _ words: String,
        _ summary: String,
        synopsis: String = "",
        details: String = "",
        examples: [String] = []
    ) {
        self.words = words
        self.summary = summary
        self.synopsis = synopsis
        self.details = details
        self.examples = examples
    }
}

/// Options below one title.
struct OptionSection {
    let title: String
    let options: [VerbOption]

    init(_ title: String, _ groups: any OptionGroup...) {
        self.title = title
        options = groups.flatMap(\.options)
    }
}
