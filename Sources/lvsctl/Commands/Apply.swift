import IPVSKit

/// `lvsctl apply`.
struct Apply: Verb {
    static let description = VerbDescription(
        "apply",
        "Change only the services that files name; leave the others alone.",
        synopsis: "FILE|- ...",
        details: """
            Like restore, but for the services and sync daemons that the files name. With --merge, servers that \
            the files do not name stay, too, and nothing is deleted, so that a listing of some servers can be \
            edited and read back. Several files are treated as one document. --save-plan saves the plan instead \
            of carrying it out; --plan carries out a saved plan, unless the part of the table that it changes is \
            no longer the same.
            """,
        examples: [
            "apply web.rules mail.rules",
            "apply --merge drained.json",
            "apply --save-plan tonight.json web.rules",
            "apply --plan tonight.json",
        ]
    )

    let files = Operand(
        "file",
        "Files to read; - is standard input.",
        isRepeatable: true,
        candidates: .files
    )
    let merge = MergeOptions()
    let saved = SavedPlanOptions()
    let safety = PlanOptions()
    let confirmation = ConfirmOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("What to change", merge), OptionSection("Plans", saved),
            OptionSection("Safety", safety, confirmation),
        ]
    }
    var operands: [Operand] { [files] }

    /// What is asked for.
    enum Request {
        case carryOut(savedPlan: String, Safety)
        case save(plan: String, files: [String], Plan.Scope, Safety)
        case apply(files: [String], Plan.Scope, Safety)
    }

    /// What may be done in spite of it looking like a mistake.
    struct Safety {
        let accepted: Set<PlanHazard.Kind>
        let ignoresHolds: Bool
        /// Within how many seconds it has to be confirmed; nil when it need not be.
        let confirmWithin: UInt64?
    }

    func request(_ names: any NameLookup) throws -> Request {
        let (source, target) = (try saved.plan.text(), try saved.savePlan.text())
        let safety = Safety(
            accepted: safety.accepted,
            ignoresHolds: safety.holds.isIgnoring,
            confirmWithin: try confirmation.within.duration()
        )
        if target != nil, safety.confirmWithin != nil {
            throw UsageError(.confirmWithin, "cannot be combined with --save-plan")
        }
        if let source {
            guard files.values.isEmpty, target == nil, !merge.merge.isGiven else {
                throw UsageError(.plan, "cannot be combined with files, --merge or --save-plan")
            }
            return .carryOut(savedPlan: source, safety)
        }
        guard !files.values.isEmpty else {
            throw UsageError("no file is named (- is standard input)")
        }
        let scope: Plan.Scope = merge.merge.isGiven ? .merged : .named
        guard let target else { return .apply(files: files.values, scope, safety) }
        return .save(plan: target, files: files.values, scope, safety)
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let documents = DocumentReader(environment)
        func plans(_ safety: Safety) -> PlanRunner {
            PlanRunner(
                environment,
                accepting: safety.accepted,
                ignoringHolds: safety.ignoresHolds,
                confirmWithin: safety.confirmWithin
            )
        }
        switch request {
        case .carryOut(let path, let safety):
            let document = try documents.readPlan(path)
            try environment.output.tell(try plans(safety).carryOut(document))
        case .save(let path, let files, let scope, let safety):
            let wanted = try documents.read(files, for: scope)
            try save(try plans(safety).plan(to: wanted, scope), in: path, environment)
        case .apply(let files, let scope, let safety):
            let wanted = try documents.read(files, for: scope)
            try environment.output.tell(try plans(safety).restore(wanted, scope))
        }
    }

    /// Writes a plan to a file, and says what would be done.
    private static func save(
        _ difference: TableDifference,
        in path: String,
        _ environment: Environment
    ) throws {
        let (output, preferences) = (environment.output, environment.preferences)
        let report = PlanReport(difference)
        guard !preferences.isDryRun else { return try output.write(report) }
        let bytes = PlanDocument(difference.plan, for: difference.configuration).write()
        if path == "-" { return try output.write(bytes) }
        if let remark = try AtomicFile.write(bytes, to: path) { output.note("\(remark)") }
        if preferences.isJSON { return try output.write(report) }
        try output.say(difference.plan.isEmpty ? "\(report.summary)" : "planned: \(report.summary)")
    }
}
