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

    static func run(_ identity: ServiceIdentity?, in environment: Environment) throws {
        if !environment.preferences.isDryRun {
            // Counters are in no plan, so nobody has to be kept out.
            try environment.tables.open(for: .changing).perform(.zero(identity))
        }
        try environment.output.report([.zero(identity)])
    }
}
