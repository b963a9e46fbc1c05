/// Everything that readers, writers, help and messages know of one field.
///
/// A class, so that a row is looked at without retaining all its texts.
package final class FieldDefinition: Sendable {
    /// What a field is a part of.
    package enum Owner: Sendable {
        case service, server, daemon, timeouts
    }

    /// What the values of a field are.
    package enum Kind: Sendable {
        case number(NumberKind)
        /// A name that the kernel keeps in a field of some bytes; with its article, and examples.
        case name(String, limit: Int, example: String)
        /// One of some words; with its article.
        case words(String, @Sendable () -> [String])
        /// Anything else; with its article, and examples.
        case text(String)
        /// On or off, or several of that.
        case flag
    }

    /// When documents and rules show a number.
    package enum Presence: Sendable {
        case always, unlessZero
    }

    /// The field.
    package let field: Field
    /// What the field is a part of.
    package let owner: Owner
    /// The key of the object in JSON that the field is in, within that of its owner; nil for none.
    let group: String?
    /// The key in JSON.
    package let key: String
    /// The name among differences, where there are no groups.
    package let name: String
    /// What messages call the field, without an article.
    let label: String
    /// The letter of the option; nil for none.
    package let letter: Unicode.Scalar?
    /// The word of the option, without dashes; empty if no option sets the field by itself.
    package let word: StaticString
    /// The field in whose option this one stands; nil for its own, or none.
    let place: Field?
    /// What the values are.
    package let kind: Kind
    /// When a number is shown.
    let presence: Presence
    /// What help calls the value, in small letters.
    package let valueName: String
    /// What the option is for, as one sentence.
    package let help: String

    init(
        _ field: Field,
        of owner: Owner,
        in group: String? = nil,
        _ key: String,
        named name: String? = nil,
        label: String? = nil,
        _ letter: Unicode.Scalar? = nil,
        _ word: StaticString = "",
        at place: Field? = nil,
        _ kind: Kind = .flag,
        shown presence: Presence = .unlessZero,
        _ valueName: String = "",
        _ help: String = ""
    ) {
        self.field = field
        self.owner = owner
        self.group = group
        self.key = key
        self.name = name ?? key
        self.label = label ?? key
        self.letter = letter
        self.word = word
        self.place = place
        self.kind = kind
        self.presence = presence
        self.valueName = valueName
        self.help = help
    }
}

extension FieldDefinition.Kind {
    /// What a right value is, for messages: `a weight (0 to 2147483647)`.
    package var expected: String {
        switch self {
        case .number(let kind): kind.description
        case .name(let noun, let limit, let example):
            "\(noun) (such as \(example); at most \(limit) characters)"
        case .words(let noun, let words):
            "\(noun) (\(words().dropLast().joined(separator: ", ")) or \(words().last ?? ""))"
        case .text(let text): text
        case .flag: "true or false"
        }
    }
}
