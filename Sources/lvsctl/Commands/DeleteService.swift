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

    func run(in context: VerbContext) throws(Failure) {
        let identity = try orUsageFailure { () throws(UsageError) in try service.identity(context.names) }
        try context.delete(.deleteService(identity), ifExists: missing.ifExists.isGiven)
    }
}
