import IPVSKit

/// `lvsctl replace-service`.
struct ReplaceService: Verb {
    static let description = VerbDescription(
        "replace-service",
        "Add a virtual service, or replace all settings of an existing one.",
        synopsis: "\(ServiceSelection.synopsis)",
        details: """
            Idempotent: settings that are not given get their defaults, as with add-service. An existing service keeps its servers. Prints whether the service was added or edited.
            """,
        examples: [
            "replace-service -t 10.0.0.1:80 -s rr -p 300"
        ]
    )

    let service = ServiceSelection()
    let settings = ServiceSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Virtual service", service), OptionSection("Settings", settings)]
    }

    func request(_ names: any NameLookup) throws -> Replacement {
        let new = try settings.service(service, names)
        return Replacement(addition: .addService(new), subject: "\(new.identity)")
    }
}
