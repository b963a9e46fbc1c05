import IPVSKit

/// At boot, what could be done was done, and not everything could: what is left to do, and why.
struct BootError: ReportedError {
    /// What was found in the document, when there are errors in it.
    var findings: [Diagnostic] = []
    /// What is wrong with the list of held servers, so that none was held.
    var unreadableHolds: [Diagnostic] = []
    /// What looked like a mistake, so that nothing was deleted.
    var hazards: [PlanHazard] = []
    /// What the kernel refused.
    var refused: [RefusedChange] = []
    /// What could be read, and is still to do.
    var remaining = Plan([])
    /// Whether a signal came.
    var isInterrupted = false

    /// Whether everything was done.
    var isEmpty: Bool {
        findings.isEmpty && unreadableHolds.isEmpty && hazards.isEmpty && refused.isEmpty && remaining.isEmpty
            && !isInterrupted
    }

    var status: ExitStatus { .refused }
    var kind: String { "partly-refused" }

    func message(_ words: [String]) -> String {
        let errors = findings.count { $0.severity == .error }
        var text = isInterrupted ? "interrupted; what was done stays" : "done as far as possible"
        if errors > 0 {
            text += "; nothing was deleted: there \(errors == 1 ? "is" : "are") "
            text += "\(counted(errors, "error")) in the document"
        } else if !hazards.isEmpty {
            text += "; nothing was deleted: that looks like a mistake"
        }
        if !unreadableHolds.isEmpty { text += "; no server is held, since the list of holds cannot be read" }
        return text + (remaining.isEmpty ? "" : ", \(counted(remaining.changes.count, "change")) left to do")
    }

    func lines(_ words: [String]) -> [String] {
        (findings + unreadableHolds).flatMap(\.withHint.lines) + hazards.lines("nothing was deleted", words)
            + refused.map { "lvsctl: \($0)" } + ["lvsctl: " + message(words)]
            + remaining.changes.lines("still to do", limit: lineLimit)
    }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        if !(findings + unreadableHolds).isEmpty { writer.write(findings + unreadableHolds) }
        if !hazards.isEmpty { writer.writeOptions(accepting: hazards) }
        writer.writeRefusals(refused)
        writer.write(remaining.changes, as: "remaining")
    }
}
