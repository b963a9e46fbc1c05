import IPVSKit

/// `lvsctl check`.
struct Check: Verb {
    static let concernsTable = false
    static let description = VerbDescription(
        "check",
        "Validate files without a kernel: reports all errors and warnings.",
        synopsis: "FILE|- ...",
        details: """
            Several files are treated as one document, as apply does: defining something twice is an error. \
            Exits 2 if there is an error or a file cannot be read; with --strict, exits 1 if there is a warning.
            """,
        examples: [
            "check /etc/lvsctl.rules",
            "check --strict --json *.rules",
        ]
    )

    let files = Operand(
        "file",
        "Files to read; - is standard input.",
        isRepeatable: true,
        candidates: .files
    )
    let severity = SeverityOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("Severity", severity)] }
    var operands: [Operand] { [files] }

    /// What is asked for.
    struct Request {
        let files: [String]
        let isStrict: Bool
    }

    func request(_ names: any NameLookup) throws -> Request {
        guard !files.values.isEmpty else {
            throw UsageError("no file is named (- is standard input)")
        }
        return Request(files: files.values, isStrict: severity.strict.isGiven)
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let diagnostics = try DocumentReader(environment).judge(request.files)
        let report = DiagnosticReport.render(diagnostics, isJSON: environment.preferences.isJSON)
        try environment.output.writeUnlessUnread { try environment.output.write(report) }
        if diagnostics.contains(where: { $0.severity == .error }) { throw Answer.wrong }
        if request.isStrict, !diagnostics.isEmpty { throw Answer.no }
    }
}
