import IPVSKit

/// `lvsctl doctor`.
struct Doctor: Verb {
    static let description = VerbDescription(
        "doctor",
        "Look for what keeps this director from working.",
        synopsis: "",
        details: """
            Looks at the table, the kernel's settings and the routes of this host, and says what is wrong for the \
            forwarding methods in use: what was read and where, what it means for clients, and a command that mends \
            it. Nothing is changed. Hints are not wrong now, or only for some clients. The exit status is 1 if there \
            is an error. Docs/doctor.md lists the checks.
            """,
        examples: ["doctor", "doctor --json"]
    )

    let global = GlobalOptions()

    /// There is nothing to ask for.
    struct Request {}

    func request(_: any NameLookup) throws -> Request { Request() }

    static func run(_: Request, in environment: Environment) throws {
        try environment.requireKernel("doctor looks at this host, and a file is none")
        let table = try environment.tables.open()
        let facts = HostFacts(
            table: try table.snapshot(reading: .withoutCounters),
            connectionTableSize: try table.info().connectionTableSize,
            holds: try environment.holds.all(),
            file: HostFacts.files(below: environment.hostFolder)
        )
        let report = DiagnosisReport(diagnosis: HostDiagnosis(facts))
        if environment.preferences.isJSON {
            try environment.output.write(report.json())
        } else {
            try environment.output.write(report.lines().printableLines)
        }
        if report.diagnosis.hasErrors { throw Answer.no }
    }
}
