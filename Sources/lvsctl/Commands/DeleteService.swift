import IPVSKit

/// `lvsctl delete-service`.
struct DeleteService: Verb {
    static let description = VerbDescription(
        "delete-service",
        "Delete a virtual service and its real servers.",
        synopsis: "\(ServiceSelection.synopsis)",
        details: """
            Packets of its open connections are dropped, as with delete-server; clients are reset when no service \
            is left.
            """,
        examples: [
            "delete-service -t 10.0.0.1:80",
            "delete-service -f 5 --if-exists",
        ]
    )

    let service = ServiceSelection()
    let missing = MissingOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Virtual service", service), OptionSection("If it does not exist", missing)]
    }

    func request(_ names: any NameLookup) throws -> Deletion {
        Deletion(change: .deleteService(try service.identity(names)), ifExists: missing.ifExists.isGiven)
    }
}
