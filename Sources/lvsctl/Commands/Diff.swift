import IPVSKit

/// `lvsctl diff`.
struct Diff: Verb {
    static let description = VerbDescription(
        "diff",
        "Show what restore, or with --named apply, would change; exit 1 when there is anything.",
        synopsis: "FILE|- ...",
        details: """
            One line a change: + what comes, - what goes and how many connections it cuts, ~ what will be, \
            and what changes from what to what. Several files are used as one; two files are compared with each \
            other by --table.
            """,
        examples: [
            "diff /etc/lvsctl.rules",
            "diff --named web.rules mail.rules",
            "diff new.rules --table old.rules",
        ]
    )

    let files = Operand(
        "file",
        "The files to read; - is standard input.",
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
