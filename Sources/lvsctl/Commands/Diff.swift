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

    /// What is asked for.
    struct Request {
        let files: [String]
        let scope: Plan.Scope
        let ignoresHolds: Bool
    }

    func request(_ names: any NameLookup) throws -> Request {
        guard !files.values.isEmpty else {
            throw UsageError("no file is named (- is standard input)")
        }
        return Request(
            files: files.values,
            scope: scope.scope,
            ignoresHolds: scope.holds.isIgnoring
        )
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let wanted = try DocumentReader(environment)
            .read(request.files, for: request.scope, hint: hint(request))
        let difference = try environment.tables.withTable(for: .reading) { table in
            let wanted =
                request.ignoresHolds ? wanted : try environment.holds.applied(to: wanted).configuration
            return try table.difference(to: wanted, scope: request.scope)
        }
        let output = environment.output
        try output.writeUnlessUnread { try output.write(PlanReport(difference), jsonOrder: .services) }
        if !difference.plan.isEmpty { throw Answer.no }
    }

    /// What those probably want who name two files that say different things of one service.
    private static func hint(_ request: Request) -> String? {
        let files = request.files
        guard files.count == 2 else { return nil }
        let diff =
            request.scope == .whole ? "diff" : request.scope == .named ? "diff --named" : "diff --merge"
        return
            "several files are used as one (to compare two: lvsctl --table \(files[0]) \(diff) \(files[1]))"
    }
}
