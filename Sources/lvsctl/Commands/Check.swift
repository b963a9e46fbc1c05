import IPVSKit

/// `lvsctl check`.
struct Check: Verb {
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

    func run(in context: VerbContext) throws(Failure) {
        guard !files.values.isEmpty else {
            throw .usage(UsageError("no file is named (- is standard input)"))
        }
        try context.requireOneStandardInput(files.values)
        let diagnostics = context.judgeDocuments(files.values)
        do throws(Failure) {
            try context.write(DiagnosticReport.render(diagnostics, isJSON: context.preferences.isJSON))
        } catch {
            // The exit status is the answer also when nobody reads on.
            guard case .output(let file) = error, file.errno == .brokenPipe else { throw error }
        }
        if diagnostics.contains(where: { $0.severity == .error }) { throw .judged }
        if severity.strict.isGiven, !diagnostics.isEmpty { throw .no }
    }
}
