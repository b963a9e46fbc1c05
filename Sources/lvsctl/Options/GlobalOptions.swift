import IPVSKit

/// The options that every verb has.
struct GlobalOptions: OptionGroup {
    let json = FlagOption(.json, "Print results and errors as JSON.")
    let numeric = FlagOption(.numeric, "Print addresses and ports as numbers (default).")
    let resolve = FlagOption(.resolve, "Print host and service names.")
    let dryRun = FlagOption(
        .dryRun,
        "Print what would be done and change nothing."
    )
    let table = ValueOption(
        .table,
        "file",
        "Use the table in a file instead of the kernel's.",
        candidates: .files
    )
    let trace = FlagOption(.trace, "Print every netlink message, decoded, on standard error.")
    let quiet = FlagOption(.quiet, "Print no notes.")
    let color = ValueOption(
        .color,
        "when",
        "When to use colour: auto, always or never.",
        candidates: .words(["auto", "always", "never"])
    )

    let wait = ValueOption(
        .wait,
        "seconds",
        "How long to wait while another lvsctl changes the table, 0 to 86400 (default 30)."
    )

    var options: [VerbOption] { [json, numeric, resolve, dryRun, table, trace, quiet, color, wait] }

    /// The options with their values understood.
    func understood() throws(UsageError) -> Preferences {
        if numeric.isGiven, resolve.isGiven {
            throw UsageError(.resolve, "cannot be combined with --numeric")
        }
        let choice = try color.word(
            of: [("auto", ColorChoice.auto), ("always", .always), ("never", .never)],
            "a choice of colour"
        )
        let file = try table.text()
        if file?.isEmpty == true { throw .value("", of: .table, isNot: "a file") }
        return Preferences(
            isJSON: json.isGiven,
            resolvesNames: resolve.isGiven,
            isDryRun: dryRun.isGiven,
            tableFile: file,
            isTraced: trace.isGiven,
            isQuiet: quiet.isGiven,
            color: choice ?? .auto,
            waitSeconds: wait.isGiven ? Int(try wait.number(.waitingTime) ?? 30) : 30
        )
    }
}

/// What the user wants of every verb.
struct Preferences {
    var isJSON = false
    var resolvesNames = false
    var isDryRun = false
    /// The file that stands in for the kernel's table.
    var tableFile: String?
    var isTraced = false
    var isQuiet = false
    var color = ColorChoice.auto
    /// How long another lvsctl is waited for that changes the table.
    var waitSeconds = 30
}

extension NumberKind {
    fileprivate static let waitingTime = NumberKind("a waiting time", 0...86400, unit: " seconds")
}

/// When colour is used.
enum ColorChoice: Sendable {
    /// On a terminal, unless `NO_COLOR` is set.
    case auto
    case always
    case never
}
