import IPVSKit

/// `lvsctl diff`.
struct Diff: Verb {
    static let description = VerbDescription(
        "diff",
        "Show what restore (or apply, with --named) would change; exit 1 if anything would.",
        synopsis: "FILE|- ...",
        details: """
            Prints one line per change: + for what is added, - for what is deleted, with the number of its \
            connections, and ~ for what is edited, with old and new values. Several files are treated as one \
            document. To compare two files, give one of them with --table.
            """,
        examples: [
            "diff /etc/lvsctl.rules",
            "diff --named web.rules mail.rules",
            "diff new.rules --table old.rules",
        ]
    )

    let files = Operand(
        "file",
        "Files to read; - is standard input.",
        isRepeatable: true,
        candidates: .files
    )
    let scope = ScopeOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("What to compare", scope)] }
    var operands: [Operand] { [files] }

    func run(in context: VerbContext) throws(Failure) {
        guard !files.values.isEmpty else {
            throw .usage(UsageError("no file is named (- is standard input)"))
        }
        let wanted = try context.readDocuments(files.values, for: scope.scope, hint: hint)
        if try context.writeDifferences(to: wanted, scope.scope) { throw .no }
    }

    /// What those probably want who name two files that say different things of one service.
    private var hint: String? {
        guard files.values.count == 2 else { return nil }
        return
            "several files are used as one (lvsctl --table \(files.values[0]) diff \(files.values[1]) compares two)"
    }
}
