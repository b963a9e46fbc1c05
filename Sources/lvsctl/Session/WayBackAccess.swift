import IPVSKit

/// Keeps the ways back from what is carried out on the kernel's table, and finds them.
struct WayBackAccess {
    let output: Output
    /// Whether a change of any network namespace may wait to be confirmed.
    let mayHaveUnconfirmed: () -> Bool
    /// Opens the store; nil where no ways back are kept.
    let open: () throws(FileError) -> WayBackStore?
    /// What was typed.
    let commandLine: () -> String
    /// Who asks for something.
    let user: () -> String
    /// The time, in seconds since 1970.
    let now: () -> UInt64
    /// Starts this program once more with other words, so that it continues when this one has ended.
    let startDetached: ([String]) throws(Errno) -> Void

    /// Keeps the way back from a plan; returns why it cannot be kept, if so.
    ///
    /// With `confirmBy`, the change is undone automatically at that time unless it has been confirmed.
    func keep(_ plan: Plan, on table: TableConfiguration, confirmBy: UInt64? = nil) -> String? {
        do {
            guard let store = try open() else { return nil }
            let document = WayBackDocument(
                WayBack(from: plan, on: table),
                command: commandLine(),
                user: user(),
                time: now(),
                confirmBy: confirmBy,
                changeCount: plan.changes.count
            )
            guard try store.add(document) else { return "the way back is longer than what is kept" }
            if confirmBy != nil { try startDetached(["undo", "--unconfirmed", "--wait-for-end"]) }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Makes sure that a way back can be kept, before something is done that may have to be taken back.
    func prepare() throws { try open()?.prepare() }

    /// The ways back, the newest first; damaged ones are left out.
    func all() throws -> [(name: String, document: WayBackDocument)] {
        guard let store = try open() else { return [] }
        return try store.names().reversed().compactMap { name in
            try store.load(name).map { (name, $0) }
        }
    }

    /// Says that a change waits to be confirmed, and how to keep it or to take it back.
    func noteUnconfirmed() {
        guard mayHaveUnconfirmed(), let store = try? open(), store.mayHaveUnconfirmed,
            let change = try? unconfirmed()
        else { return }
        let end = change.document.confirmBy ?? 0
        let isOver = now() > end + 2
        output.note(
            isOver
                ? "not confirmed, and not taken back either, as what should have done it is gone: \(change.document.inWords) "
                    + "(lvsctl confirm keeps it, lvsctl undo --unconfirmed takes it back)"
                : "to be confirmed until \(WallClock.local(end)): \(change.document.inWords) (lvsctl confirm)"
        )
    }

    /// Whether a change still waits to be confirmed.
    func isUnconfirmed(_ name: String) throws -> Bool {
        guard let store = try open(), try store.names().contains(name) else { return false }
        return try store.load(name)?.confirmBy != nil
    }

    /// The newest change that has not been confirmed; nil if there is none.
    func unconfirmed() throws -> (name: String, document: WayBackDocument)? {
        try all().first { $0.document.confirmBy != nil }
    }
}

extension WayBackDocument {
    /// `restore web.rules, by anna at 2026-12-01 11:20:05 (3 changes)`.
    var inWords: String {
        let who = user.isEmpty ? "" : " by \(user.printable)"
        return
            "\(command.printable),\(who) at \(WallClock.local(time)) (\(counted(Int(clamping: changeCount), "change")))"
    }
}
