/// The declaration of a verb, from which parsing, help and completions are derived.
protocol VerbDeclaration: SendableMetatype {
    static var description: VerbDescription { get }

    init()

    /// The options of this verb, but the general ones, with the titles of their groups.
    var sections: [OptionSection] { get }
    /// The options that every verb has.
    var general: OptionSection { get }
    /// The words that the verb takes besides options.
    var operands: [Operand] { get }

    /// What an error adds about an option or a word that the verb does not have; nil if there is nothing to add.
    static func hint(for word: String) -> String?
}

extension VerbDeclaration {
    /// All options with the titles of their groups.
    var allSections: [OptionSection] { sections + [general] }

    static func hint(for word: String) -> String? { nil }
}

/// What the help says of a verb.
struct VerbDescription: Sendable {
    /// The words that call the verb: `sync start`.
    let words: String
    /// What it does, as one sentence.
    let summary: String
    /// What comes after the words, but for general options.
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

    init(_ title: String, _ options: [VerbOption]) {
        (self.title, self.options) = (title, options)
    }
}

/// Verbs below one title of the help, with the words that call them.
struct VerbGroup {
    typealias Member = (words: String, type: any VerbDeclaration.Type)

    let title: String
    var verbs: [Member]
}
