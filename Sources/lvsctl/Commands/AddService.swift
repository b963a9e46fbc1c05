import IPVSKit

/// `lvsctl add-service`.
struct AddService: Verb {
    static let description = VerbDescription(
        "add-service",
        "Add a virtual service.",
        synopsis: "\(ServiceSelection.synopsis)",
        examples: [
            "add-service -t 10.0.0.1:80 -s rr",
            "add-service -t [2001:db8::1]:443 -s mh -b mh-fallback,mh-port",
            "add-service -f 5 -6 -p 600 -M /64",
        ]
    )

    let service = ServiceSelection()
    let settings = ServiceSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Virtual service", service), OptionSection("Settings", settings)]
    }

    func request(_ names: any NameLookup) throws -> Change {
        .addService(try settings.service(service, names))
    }
}
