import IPVSKit

/// The options that say why and how long servers are held.
struct ReasonOptions: OptionGroup {
    let reason = ValueOption(.reason, "text", "Why; several reasons can hold a server, and all have to end.")
    let duration = ValueOption(
        .holdFor,
        "duration",
        "End the hold automatically after this time (such as 30m or 2h)."
    )

    var options: [VerbOption] { [reason, duration] }

    /// The reason that is given; empty if none is.
    func text() throws(UsageError) -> String {
        guard let text = try reason.text() else { return "" }
        guard !text.isEmpty, text.utf8.count <= Self.limit, text == text.printable else {
            throw .value(text, of: .reason, isNot: "a reason (1 to \(Self.limit) bytes of printable text)")
        }
        return text
    }

    private static let limit = 200
}

/// The options that say how `drain` waits.
struct DrainOptions: OptionGroup {
    let noWait = FlagOption(.noWait, "Return at once; do not wait until the servers are empty.")
    let until = ValueOption(
        .until,
        "what",
        "Wait until nothing is left (empty, default), or until the kernel counts no active connection (active).",
        candidates: .words(DrainGoal.words.map(\.0))
    )
    let timeout = ValueOption(.timeout, "duration", "Stop waiting after this time.")
    let onTimeout = ValueOption(
        .onTimeout,
        "what",
        "On timeout: keep the servers drained (default), delete them, or restore their weights.",
        candidates: .words(DrainEnd.words.map(\.0))
    )
    let onInterrupt = ValueOption(
        .onInterrupt,
        "what",
        "When a signal ends the waiting: keep the servers drained (default), or restore their weights.",
        candidates: .words(["keep", "restore"])
    )
    let delete = FlagOption(.delete, "Delete the servers once they are empty.")

    var options: [VerbOption] { [noWait, until, timeout, onTimeout, onInterrupt, delete] }

    /// How it waits; nil for not at all.
    func waiting() throws(UsageError) -> DrainWaiting? {
        let end = try onTimeout.word(of: DrainEnd.words, "what to do")
        let waiting = DrainWaiting(
            goal: try until.word(of: DrainGoal.words, "what to wait for") ?? .empty,
            limit: try timeout.duration(),
            onTimeout: end ?? .keep,
            onInterrupt: try onInterrupt.word(of: [("keep", .keep), ("restore", .restore)], "what to do")
                ?? .keep,
            deletes: delete.isGiven
        )
        if end != nil, waiting.limit == nil { throw UsageError(.onTimeout, "needs a time (--timeout)") }
        guard noWait.isGiven else { return waiting }
        let others = [until, timeout, onTimeout, onInterrupt].filter(\.isGiven).map(\.name)
        if let other = others.first ?? (delete.isGiven ? .delete : nil) {
            throw UsageError(other, "cannot be combined with --no-wait")
        }
        return nil
    }
}

/// How `drain` waits.
struct DrainWaiting {
    var goal: DrainGoal
    /// The longest time, in seconds; nil for no limit.
    var limit: UInt64?
    var onTimeout: DrainEnd
    var onInterrupt: DrainEnd
    /// Whether the servers are deleted once they are empty.
    var deletes: Bool
}

/// What `drain` waits for.
enum DrainGoal {
    /// Nothing is left that still carries something.
    case empty
    /// The kernel counts no active connection; the connection table is not read.
    case inactive

    static let words: [(String, DrainGoal)] = [("empty", .empty), ("active", .inactive)]
}

/// What becomes of servers that did not become empty.
enum DrainEnd: String {
    case keep
    case delete
    case restore

    static let words: [(String, DrainEnd)] = [("keep", .keep), ("delete", .delete), ("restore", .restore)]
}

extension OptionName {
    static let reason = OptionName("reason")
    static let holdFor = OptionName("for")
    static let noWait = OptionName("no-wait")
    static let until = OptionName("until")
    static let timeout = OptionName("timeout")
    static let onTimeout = OptionName("on-timeout")
    static let onInterrupt = OptionName("on-interrupt")
    static let delete = OptionName("delete")
    static let force = OptionName("force")
    static let ignoreHolds = OptionName("ignore-holds")
}
