import IPVSKit

/// `lvsctl apply`.
struct Apply: Verb {
    static let description = VerbDescription(
        "apply",
        "Make the services that files name what the files say; leave the others alone.",
        synopsis: "FILE|- ...",
        details: """
            Like restore, for the named services and sync daemons only: what the files do not name stays. \
            With --merge servers that they do not name stay, too, and nothing is deleted: so a listing of some \
            servers can be edited and read back. Several files are used as one. --save-plan writes what would be done to a file and \
            does nothing; --plan does exactly that later, and refuses if what it touches has changed \
            meanwhile.
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
        "The files to read; - is standard input.",
        isRepeatable: true,
        candidates: .files
    )
    let merge = MergeOptions()
    let saved = SavedPlanOptions()
    let safety = PlanOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("What to change", merge), OptionSection("Plans", saved),
            OptionSection("Safety", safety),
        ]
    }
    var operands: [Operand] { [files] }

    func run(in context: VerbContext) throws(Failure) {
        let (source, target) = try orUsageFailure { () throws(UsageError) in
            (try saved.plan.text(), try saved.savePlan.text())
        }
        if let source {
            guard files.values.isEmpty, target == nil, !merge.merge.isGiven else {
                throw .usage(UsageError(.plan, "cannot be combined with files, --merge or --save-plan"))
            }
            return try context.carryOut(try context.readPlan(source), accepting: safety.accepted)
        }
        guard !files.values.isEmpty else {
            throw .usage(UsageError("no file is named (- is standard input)"))
        }
        let scope: Plan.Scope = merge.merge.isGiven ? .merged : .named
        let wanted = try context.readDocuments(files.values, for: scope)
        guard let target else { return try context.restore(wanted, scope, accepting: safety.accepted) }
        try context.savePlan(to: wanted, scope, accepting: safety.accepted, in: target)
    }
}
