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

    func run(in context: VerbContext) throws(Failure) {
        let new = try orUsageFailure { () throws(UsageError) in
            try settings.service(service, context.names)
        }
        try context.carryOut(.addService(new))
    }
}
