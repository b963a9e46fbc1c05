import IPVSKit

/// The plan looks like a mistake and was not carried out.
struct HazardError: ReportedError {
    let hazards: [PlanHazard]

    var status: ExitStatus { .wrong }
    var kind: String { "hazard" }

    func message(_ words: [String]) -> String {
        let more = hazards.count - lineLimit
        return hazards.prefix(lineLimit).map(\.description).joined(separator: "; ")
            + (more > 0 ? " and \(more) more" : "") + ": nothing was changed"
    }

    func lines(_ words: [String]) -> [String] { hazards.lines("nothing was changed", words) }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        writer.writeOptions(accepting: hazards)
    }
}

/// The table changed in what a saved plan touches.
struct OutdatedPlanError: ReportedError {
    /// The changes that lead back to where the plan began.
    let wayBack: [Change]

    var status: ExitStatus { .wrong }
    var kind: String { "plan-outdated" }

    func message(_ words: [String]) -> String {
        "the table has changed since the plan was made: nothing was changed ("
            + wayBack.briefly(separator: ", ", \.description) + " would undo this)"
    }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        writer.write(wayBack, as: "way_back")
    }
}

/// A plan was not carried out, and what had been done of it was undone.
struct UndoneError: ReportedError {
    let failure: PlanFailure
    /// The changes that undid it.
    let undoing: [Change]

    var status: ExitStatus { if case .broken(let error) = failure { error.status } else { .refused } }
    var kind: String { "undone" }

    func message(_ words: [String]) -> String {
        failure.message
            + (undoing.isEmpty ? "; nothing was changed" : "; \(counted(undoing.count, "change")) undone")
    }

    func lines(_ words: [String]) -> [String] {
        ["lvsctl: " + message(words)] + failure.moreRefusals + undoing.lines("undone by", limit: lineLimit)
    }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        writer.writeRefusals(failure.refusals)
        writer.write(undoing, as: "undone_by")
    }
}

/// A plan was not carried out, and not all of it could be undone.
struct NotUndoneError: ReportedError {
    let failure: PlanFailure
    /// What would still have to be undone; nil if the table cannot be read.
    let remaining: Plan?
    /// The changes that undid the rest.
    let undoing: [Change]

    var status: ExitStatus { .notUndone }
    var kind: String { "not-undone" }

    func message(_ words: [String]) -> String {
        failure.message + "; undoing failed too, "
            + (remaining.map { counted($0.changes.count, "change") + " left to undo" } ?? unreadableTable)
    }

    func lines(_ words: [String]) -> [String] {
        ["lvsctl: " + message(words)] + failure.moreRefusals + undoing.lines("undone by", limit: lineLimit)
            + (remaining?.changes.lines("still to do") ?? [])
    }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        writer.writeRefusals(failure.refusals)
        writer.write(undoing, as: "undone_by")
        if let remaining { writer.write(remaining.changes, as: "remaining") }
    }
}

/// Other programs kept changing the table; what was done stays.
struct ContestedError: ReportedError {
    let attempts: Int
    /// What is left to do; nil if the table cannot be read.
    let remaining: Plan?

    var status: ExitStatus { .refused }
    var kind: String { "contested" }

    func message(_ words: [String]) -> String {
        PlanFailure.contested(attempts: attempts).message + "; what was done stays, "
            + (remaining.map { counted($0.changes.count, "change") + " left to do" } ?? unreadableTable)
    }

    func lines(_ words: [String]) -> [String] {
        ["lvsctl: " + message(words)] + (remaining?.changes.lines("still to do", limit: lineLimit) ?? [])
    }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        if let remaining { writer.write(remaining.changes, as: "remaining") }
    }
}

private let unreadableTable = "and the table cannot be read (lvsctl diff compares it)"

extension PlanFailure {
    /// What the kernel refused; nil when the failure was another one.
    var refusals: [RefusedChange]? { if case .refused(let refusals) = self { refusals } else { nil } }

    /// The refusals beyond the first, which is part of the message.
    fileprivate var moreRefusals: [String] { refusals?.dropFirst().map { "lvsctl: \($0)" } ?? [] }

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
        case .contested(attempts: 1):
            "another program changed the table in the meantime (try again, or stop it)"
        case .contested(let attempts):
            "other programs kept changing the table in \(attempts) attempts (try again, or stop them)"
        }
    }
}

/// What was to be undone automatically was done, and will not be undone.
struct UnconfirmableError: ReportedError {
    let reason: String

    var status: ExitStatus { .refused }
    var kind: String { "not-undoable" }

    func message(_ words: [String]) -> String {
        "the change was made, and will not be undone automatically: \(reason)"
    }
}
