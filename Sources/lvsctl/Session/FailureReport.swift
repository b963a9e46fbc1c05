import IPVSKit

/// A failure in lines for people or as JSON for programs.
struct FailureReport {
    private let failure: Failure
    /// The words of the command line, which say how the user spells options.
    private let words: [String]

    init(_ failure: Failure, words: [String]) {
        self.failure = failure
        self.words = words
    }

    /// The failure as text; empty when there is nothing to say.
    func text() -> [UInt8] { lines.printableLines }

    /// More lines push the reason off the screen; JSON has all.
    private static let lineLimit = 20

    private var lines: [String] {
        switch failure {
        case .no, .judged: []
        case .table(.document(let diagnostics)): diagnostics.flatMap(\.lines)
        case .notUndone(let failure, let remaining, let undone):
            ["lvsctl: " + message] + failure.moreRefusals + undone.lines("undone by", limit: Self.lineLimit)
                + (remaining?.changes.lines("still to do") ?? [])
        case .undone(let failure, let changes):
            ["lvsctl: " + message] + failure.moreRefusals + changes.lines("undone by", limit: Self.lineLimit)
        case .hazard(let hazards):
            lines(of: hazards, "nothing was changed")
        case .partly(let rest):
            rest.findings.flatMap(\.lines) + lines(of: rest.hazards, "nothing was deleted")
                + rest.refused.map { "lvsctl: \($0)" } + ["lvsctl: " + message]
                + rest.remaining.changes.lines("still to do", limit: Self.lineLimit)
        case .contested(_, let remaining):
            ["lvsctl: " + message] + (remaining?.changes.lines("still to do", limit: Self.lineLimit) ?? [])
        default: ["lvsctl: " + message]
        }
    }

    /// What looks like a mistake, with what was not done because of it and the option that accepts it.
    private func lines(of hazards: [PlanHazard], _ consequence: String) -> [String] {
        let lines = hazards.prefix(Self.lineLimit).map {
            "lvsctl: \($0): \(consequence) (\($0.option.spelling(in: words)) accepts it)"
        }
        let more = hazards.count - lines.count
        return more > 0 ? lines + ["lvsctl: and \(counted(more, "more hazard")) like these"] : lines
    }

    /// The failure as JSON; empty when there is nothing to say.
    ///
    /// After a trace it is one line, which is the last one.
    func json() -> [UInt8] {
        switch failure {
        case .no, .judged: return []
        default: break
        }
        var writer = JSONWriter(words.contains("--trace") ? .compact : .indented)
        let status = failure.status.rawValue
        switch failure {
        case .table(let error): writer.write(error, status: status)
        default:
            writer.writeError(kind: kind, message: message, status: status) { writeDetails(&$0) }
        }
        return writer.bytes
    }

    /// The failure in one line, without the program's name.
    private var message: String {
        switch failure {
        case .usage(let error): error.description(spelledIn: words)
        case .lossy(let losses):
            "rules cannot say everything that the table holds; JSON can (save --json, or a file that ends in .json): "
                + losses.joined(separator: "; ")
        case .hazard(let hazards):
            hazards.prefix(Self.lineLimit).map(\.description).joined(separator: "; ")
                + (hazards.count > Self.lineLimit ? " and \(hazards.count - Self.lineLimit) more" : "")
                + ": nothing was changed"
        case .busy(let holder): "\(holder) is changing the table (--wait waits longer)"
        case .planOutdated(let changes):
            "the table has changed since the plan was made: nothing was changed ("
                + changes.briefly(separator: ", ", \.description) + " would lead back)"
        case .partly(let rest): rest.message
        case .unreadable(let lines): lines.description
        case .input(let error), .output(let error): error.description
        case .table(let error): error.description
        case .setting(let error): error.description
        case .undone(let failure, let changes):
            failure.message
                + (changes.isEmpty ? "; nothing was changed" : "; \(counted(changes.count, "change")) undone")
        case .notUndone(let failure, .some(let remaining), _):
            failure.message
                + "; undoing failed too, \(counted(remaining.changes.count, "change")) left to undo"
        case .notUndone(let failure, nil, _):
            failure.message + "; undoing failed too, and the table cannot be read (lvsctl diff compares it)"
        case .contested(let attempts, let remaining):
            PlanFailure.contested(attempts: attempts).message + "; what was done stays, "
                + (remaining.map { counted($0.changes.count, "change") + " left to do" }
                    ?? "and the table cannot be read (lvsctl diff compares it)")
        case .no, .judged: ""
        }
    }

    /// A word that programs can branch on; those of table errors are the library's.
    private var kind: String {
        switch failure {
        case .usage: "usage"
        case .hazard: "hazard"
        case .lossy: "lossy"
        case .unreadable: "unreadable-lines"
        case .busy: "busy"
        case .planOutdated: "plan-outdated"
        case .partly: "partly-refused"
        case .input, .output: "file"
        case .setting: "setting"
        case .undone: "undone"
        case .notUndone: "not-undone"
        case .contested: "contested"
        case .table, .no, .judged: ""
        }
    }

    private func writeDetails(_ writer: inout JSONWriter) {
        switch failure {
        case .setting(let error):
            writer.field("setting", error.wish.name)
            if case .file(let errno) = error.cause { writer.write(errno) }
        case .usage(let error):
            if let option = error.option { writer.field("option", option.spelling(in: words)) }
            if let value = error.value { writer.field("value", value) }
        case .input(let error), .output(let error):
            writer.field("operation", error.operation.rawValue)
            writer.field("file", error.path)
            writer.write(error.errno)
        case .undone(let failure, let changes):
            writer.writeRefusals(failure)
            writer.write(changes, as: "undone_by")
        case .notUndone(let failure, let remaining, let changes):
            writer.writeRefusals(failure)
            writer.write(changes, as: "undone_by")
            if let remaining { writer.write(remaining.changes, as: "remaining") }
        case .contested(_, let remaining):
            if let remaining { writer.write(remaining.changes, as: "remaining") }
        case .partly(let rest):
            if !rest.findings.isEmpty { writer.write(rest.findings) }
            if !rest.hazards.isEmpty { writer.writeOptions(accepting: rest.hazards) }
            writer.writeRefusals(.refused(rest.refused))
            writer.write(rest.remaining.changes, as: "remaining")
        case .hazard(let hazards): writer.writeOptions(accepting: hazards)
        case .planOutdated(let changes): writer.write(changes, as: "way_back")
        case .busy(let holder): writer.field("holder", holder)
        case .unreadable(let lines):
            writer.field("file", lines.file)
            writer.key("count")
            writer.value(UInt(lines.count))
        case .lossy, .table, .no, .judged: break
        }
    }
}

extension [Change] {
    /// The changes as commands, each with a word on what it is; how many there are more than the limit.
    fileprivate func lines(_ word: String, limit: Int = .max) -> [String] {
        let lines = prefix(limit).map { "  \(word): \(RulesWriter.line($0))" }
        return count > limit ? lines + ["  and \(count - limit) more (--json names all)"] : lines
    }

    /// The first three changes within a line, and how many more there are.
    fileprivate func briefly(separator: String, _ text: (Change) -> String) -> String {
        prefix(3).map(text).joined(separator: separator)
            + (count > 3 ? " and \(counted(count - 3, "more change"))" : "")
    }
}

extension PlanFailure {
    /// The refusals beyond the first, which is part of the message.
    fileprivate var moreRefusals: [String] {
        guard case .refused(let refusals) = self else { return [] }
        return refusals.dropFirst().map { "lvsctl: \($0)" }
    }

    /// Why the plan was not carried out, as one line.
    fileprivate var message: String {
        switch self {
        case .refused(let refusals):
            (refusals.first?.description ?? "refused")
                + (refusals.count > 1 ? " (and \(counted(refusals.count - 1, "more refusal")))" : "")
        case .broken(let error): error.description
        case .hazardous(let hazards): hazards.prefix(3).map(\.description).joined(separator: "; ")
        case .interrupted: "interrupted"
        case .notKept(let plan):
            "the kernel took everything but now holds something else (is it too old? missing: "
                + plan.changes.briefly(separator: "; ", RulesWriter.line) + ")"
        case .contested(attempts: 1): "another program changed the table meanwhile (try again, or stop it)"
        case .contested(let attempts):
            "other programs kept changing the table through \(attempts) attempts (try again, or stop them)"
        }
    }
}

extension BootRest {
    /// What was done in spite of it, and what not, as one line.
    fileprivate var message: String {
        let errors = findings.count { $0.severity == .error }
        var text = isInterrupted ? "interrupted; what was done stays" : "done as far as possible"
        if errors > 0 {
            text += "; nothing was deleted: there \(errors == 1 ? "is" : "are") "
            text += "\(counted(errors, "error")) in the document"
        } else if !hazards.isEmpty {
            text += "; nothing was deleted: that looks like a mistake"
        }
        return text + (remaining.isEmpty ? "" : ", \(counted(remaining.changes.count, "change")) left to do")
    }
}

extension JSONWriter {
    /// Writes changes.
    fileprivate mutating func write(_ changes: [Change], as name: String) {
        key(name)
        beginArray()
        for change in changes {
            beginObject(.line)
            writeFields(of: change)
            endObject()
        }
        endArray()
    }

    /// Writes which options accept what looks like a mistake.
    fileprivate mutating func writeOptions(accepting hazards: [PlanHazard]) {
        key("options")
        beginArray()
        for option in Set(hazards.map(\.option.word)).sorted() { value("--" + option) }
        endArray()
    }

    /// Writes what was refused, and why.
    fileprivate mutating func writeRefusals(_ failure: PlanFailure) {
        guard case .refused(let refusals) = failure else { return }
        key("refused")
        beginArray()
        for refusal in refusals {
            beginObject(.line)
            writeFields(of: refusal.change)
            write(refusal.errno)
            field("message", refusal.description)
            endObject()
        }
        endArray()
    }
}
