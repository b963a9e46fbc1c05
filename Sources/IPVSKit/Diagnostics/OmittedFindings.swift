/// Errors and warnings that are too many to be shown.
struct OmittedFindings: Sendable {
    private var errors = 0
    private var warnings = 0

    mutating func add(_ severity: Diagnostic.Severity) {
        if severity == .error { errors += 1 } else { warnings += 1 }
    }

    /// Whether there is an error among them.
    var hasErrors: Bool { errors > 0 }

    /// Says how many are not shown; nil if there are none.
    func note(in file: String, limit: Int) -> Diagnostic? {
        let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
        guard !counts.isEmpty else { return nil }
        let texts = counts.map { "\($0.0) more \($0.1)\($0.0 == 1 ? "" : "s")" }
        let isOne = errors + warnings == 1
        let message =
            texts.joined(separator: " and ") + (isOne ? " is" : " are")
            + " not shown, the first \(limit) findings are"
        return Diagnostic(hasErrors ? .error : .warning, message, file: file)
    }
}
