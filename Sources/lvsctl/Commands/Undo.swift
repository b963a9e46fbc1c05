import IPVSKit

/// `lvsctl undo`.
struct Undo: Verb {
    static let concernsTable = false
    static let description = VerbDescription(
        "undo",
        "Undo the last change that restore, apply, clear or delete-service made.",
        details: """
            The last ten are kept in /run/lvsctl, for each network namespace. If something that the change touched was \
            modified later, nothing is done, and the exit status is 2. Restored servers are the youngest of their \
            service, and lost connections stay lost. --dry-run shows what would be done.
            """,
        examples: ["undo --list", "undo --dry-run", "undo"]
    )

    let list = FlagOption(.list, "Show what can be undone, the last change first.")
    let unconfirmed = FlagOption(.unconfirmed, "Undo the change that is not confirmed yet.")
    let waitForEnd = FlagOption(.waitForEnd, "With --unconfirmed: wait until its time limit.")
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("What to do", [list, unconfirmed, waitForEnd])] }

    /// What is asked for.
    enum Request {
        case list
        case last
        case unconfirmed(waits: Bool)
    }

    func request(_: any NameLookup) throws -> Request {
        if list.isGiven, unconfirmed.isGiven {
            throw UsageError(.unconfirmed, "cannot be combined with --list")
        }
        if waitForEnd.isGiven, !unconfirmed.isGiven { throw UsageError(.waitForEnd, "needs --unconfirmed") }
        if unconfirmed.isGiven { return .unconfirmed(waits: waitForEnd.isGiven) }
        return list.isGiven ? .list : .last
    }

    static func run(_ request: Request, in environment: Environment) throws {
        try environment.requireKernel("edits of a file are not kept")
        switch request {
        case .list: try show(environment)
        case .last:
            guard let last = try environment.waysBack.all().first else {
                throw NothingToUndoError(text: "there is nothing to undo")
            }
            try takeBack(last, environment)
        case .unconfirmed(let waits):
            guard let change = waits ? try waitForEnd(environment) : try environment.waysBack.unconfirmed()
            else {
                if waits { return }
                throw NothingToUndoError(text: "there is no change to confirm")
            }
            try takeBack(change, environment)
        }
    }

    /// Waits until the time of the change is over that waits to be confirmed; nil if it is confirmed before.
    private static func waitForEnd(_ environment: Environment) throws -> (String, WayBackDocument)? {
        while let change = try environment.waysBack.unconfirmed() {
            let (now, end) = (environment.holds.now(), change.document.confirmBy ?? 0)
            if end <= now { return change }
            Pause.milliseconds(500)
        }
        return nil
    }

    private static func takeBack(
        _ change: (name: String, document: WayBackDocument),
        _ environment: Environment
    ) throws {
        let (name, document) = change
        environment.output.note("undoing \(document.inWords)")
        try environment.tables.withTable(for: .planning) { table in
            // Somebody may have confirmed it while this one waited for the lock.
            if document.confirmBy != nil, try !environment.waysBack.isUnconfirmed(name) { return }
            let snapshot = try table.snapshot(of: document.wayBack.footprint)
            guard let plan = document.wayBack.plan(from: snapshot.configuration) else {
                throw OutdatedUndoError(command: document.inWords)
            }
            let runner = PlanRunner(environment, accepting: PlanHazard.Kind.all, keepingWayBack: false)
            let result = try runner.carryOut(plan, from: snapshot, on: table)
            if !environment.preferences.isDryRun, let store = try environment.waysBack.open() {
                try store.remove(name)
                if document.confirmBy != nil { try store.forgetUnconfirmed() }
            }
            try environment.output.tell(result)
        }
    }

    private static func show(_ environment: Environment) throws {
        let all = try environment.waysBack.all().map(\.document)
        let output = environment.output
        guard !environment.preferences.isJSON else { return try output.write(json(all)) }
        if all.isEmpty { return try output.say("there is nothing to undo") }
        for document in all {
            let end = document.confirmBy.map { ", to be confirmed until \(WallClock.local($0))" } ?? ""
            try output.writeLine(document.inWords + end)
        }
    }

    private static func json(_ documents: [WayBackDocument]) -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("undo")
        writer.beginArray()
        for document in documents {
            writer.beginObject(.line)
            writer.field("command", document.command)
            writer.field("user", document.user)
            writer.field("time", document.time)
            writer.field("changes", document.changeCount)
            if let end = document.confirmBy { writer.field("confirm_by", end) }
            writer.endObject()
        }
        writer.endArray()
        writer.endDocument()
        return writer.bytes
    }
}

/// `lvsctl confirm`.
struct Confirm: Verb {
    static let concernsTable = false
    static let description = VerbDescription(
        "confirm",
        "Keep a change that was made with --confirm-within.",
        details: "Without it, the change is undone at its time limit.",
        examples: ["confirm"]
    )

    let global = GlobalOptions()

    /// What is asked for: always the same.
    struct Request {}

    func request(_: any NameLookup) throws -> Request { Request() }

    static func run(_: Request, in environment: Environment) throws {
        try environment.requireKernel("edits of a file are not kept")
        // Whoever takes it back has the lock.
        try environment.tables.withLock(for: .changing) {
            let all = try environment.waysBack.all().filter { $0.document.confirmBy != nil }
            if all.isEmpty { throw NothingToUndoError(text: "there is no change to confirm") }
            for (name, document) in all {
                if !environment.preferences.isDryRun {
                    var confirmed = document
                    confirmed.confirmBy = nil
                    let store = try environment.waysBack.open()
                    try store?.replace(name, by: confirmed)
                    try store?.forgetUnconfirmed()
                }
                try environment.output.say("confirmed: \(document.inWords)")
            }
        }
    }
}

/// There is no change to take back, or to confirm.
private struct NothingToUndoError: ReportedError {
    let text: String
    let status = ExitStatus.no
    let kind = "nothing-to-undo"

    func message(_: [String]) -> String { text }
}

/// What a change touched is not as it left it any more.
private struct OutdatedUndoError: ReportedError {
    /// What was carried out.
    let command: String
    let status = ExitStatus.wrong
    let kind = "plan-outdated"

    func message(_: [String]) -> String {
        "what this command had changed was modified later, so nothing was undone: \(command) (lvsctl diff compares the table "
            + "with a file)"
    }
}

extension OptionName {
    fileprivate static let list = OptionName("list")
    fileprivate static let unconfirmed = OptionName("unconfirmed")
    static let waitForEnd = OptionName("wait-for-end")
}
