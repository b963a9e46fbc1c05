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

    func request(_ names: any NameLookup) throws -> ServiceIdentity? { try service.identityIfNamed(names) }

    static func run(_ identity: ServiceIdentity?, in context: VerbContext) throws {
        if !context.preferences.isDryRun {
            // Counters are in no plan, so nobody has to be kept out.
            try context.table(for: .changing).perform(.zero(identity))
        }
        try context.report([.zero(identity)])
    }
}
