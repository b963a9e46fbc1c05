import IPVSKit

/// `lvsctl help`, and `-h`.
struct Help: Verb {
    static let concernsTable = false
    static let description = VerbDescription(
        "help",
        "Show all verbs, or how one is used.",
        synopsis: "[VERB|options|ipvsadm]",
        details: """
            help options lists the general options, which every verb has; help ipvsadm lists the commands and \
            options of ipvsadm. With --json, the descriptions of the verbs are a document.
            """,
        examples: [
            "help add-server",
            "help options",
            "help --json | jq -r '.verbs[].verb'",
        ]
    )

    let words = Operand(
        "topic",
        "A verb, options or ipvsadm.",
        isRepeatable: true,
        candidates: .words(VerbTable.firstWords + ["options", "ipvsadm"])
    )
    let global = GlobalOptions()

    var operands: [Operand] { [words] }

    func request(_ names: any NameLookup) throws -> HelpTopic { try topic() }

    static func run(_ topic: HelpTopic, in environment: Environment) throws {
        let groups = VerbTable.groups
        guard environment.preferences.isJSON else {
            return try environment.output.write(Array(HelpText.render(topic, of: groups).utf8))
        }
        try environment.output.write(HelpDocument.render(topic, of: groups))
    }

    private func topic() throws -> HelpTopic {
        switch words.values {
        case []: return .program
        case ["sync"]: return .verbs("sync ")
        case ["options"]: return .options
        case ["ipvsadm"]: throw UsageError("the help about ipvsadm takes no options (lvsctl help ipvsadm)")
        default: break
        }
        switch VerbTable.verb(words.values) {
        case .verb(let type, let rest):
            guard let extra = rest.first else { return .verb(type) }
            throw UsageError("unexpected argument \(quoted(extra)) (help is about one verb)", value: extra)
        case .unknown(let word, let expected):
            throw UsageError("\(quoted(word)) is not \(expected)", value: word)
        default: throw UsageError("there is no such help (see lvsctl help)")
        }
    }
}
