import ArgumentParser
import IPVSKit

/// `lvsctl check`.
struct Check: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        _superCommandName: "lvsctl",
        abstract: "Judge files without a kernel: all errors at once, and what experience warns of.",
        usage: "lvsctl check FILE|- ... [OPTIONS]",
        discussion: """
            Exits 2 when there is an error, and with --strict 1 when there is a warning.

            EXAMPLES:
              lvsctl check /etc/lvsctl.rules
              lvsctl check --strict --json *.rules
            """
    )

    @Argument(
        help: ArgumentHelp("The files to read; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var files: [String] = []
    @Flag(.strict, "Exit 1 when there is a warning.")
    var strict: Bool
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        guard !files.isEmpty else { throw .usage(UsageError("no file is named (- is standard input)")) }
        var diagnostics: [Diagnostic] = []
        for file in files {
            let (name, document) = try context.parseDocument(file)
            diagnostics += document.judged(as: name)
        }
        try context.write(DiagnosticReport.render(diagnostics, isJSON: context.preferences.isJSON))
        if diagnostics.contains(where: { $0.severity == .error }) { throw .judged }
        if strict, !diagnostics.isEmpty { throw .no }
    }
}
