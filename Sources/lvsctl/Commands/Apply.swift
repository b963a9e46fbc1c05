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
