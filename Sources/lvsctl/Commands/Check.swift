import IPVSKit

/// `lvsctl check`.
struct Check: Verb {
    static let description = VerbDescription(
        "check",
        "Judge files without a kernel: all errors at once, and what experience warns of.",
        synopsis: "FILE|- ...",
        details: """
            Several files are used as one, as apply does: what is in two of them is an error. \
            Exits 2 when there is an error or a file that cannot be read, and with --strict 1 when there is a warning.
            """,
        examples: [
            "check /etc/lvsctl.rules",
            "check --strict --json *.rules",
        ]
    )

    let files = Operand(
        "file",
        "The files to read; - is standard input.",
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
