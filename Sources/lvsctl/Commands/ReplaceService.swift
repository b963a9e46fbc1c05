import IPVSKit

/// `lvsctl replace-service`.
struct ReplaceService: Verb {
    static let description = VerbDescription(
        "replace-service",
        "Add a virtual service, or make the one that is there like it, and say which.",
        synopsis: "\(ServiceSelection.synopsis)",
        details: """
            What is not named gets its default, as with add-service. The servers stay.
            """,
        examples: [
            "replace-service -t 10.0.0.1:80 -s rr -p 300"
        ]
    )

    let service = ServiceSelection()
    let settings = ServiceSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Virtual service", service), OptionSection("How it works", settings)]
    }

    func run(in context: VerbContext) throws(Failure) {
        let new = try orUsageFailure { () throws(UsageError) in
            try settings.service(service, context.names)
        }
        try context.replace(new)
    }
}
