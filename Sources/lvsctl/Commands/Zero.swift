import IPVSKit

/// `lvsctl zero`.
struct Zero: Verb {
    static let description = VerbDescription(
        "zero",
        "Reset the counters of one virtual service, or of all.",
        synopsis: "[\(ServiceSelection.synopsis)]",
        examples: [
            "zero",
            "zero -t 10.0.0.1:80",
        ]
    )

    let service = ServiceSelection()
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("Virtual service", service)] }

    func run(in context: VerbContext) throws(Failure) {
        let identity = try orUsageFailure { () throws(UsageError) in
            try service.identityIfNamed(context.names)
        }
        if !context.preferences.isDryRun {
            // Counters are in no plan, so nobody has to be kept out.
            let table = try context.table(for: .changing)
            try orTableFailure { () throws(TableError) in try table.perform(.zero(identity)) }
        }
        try context.report([.zero(identity)])
    }
}
