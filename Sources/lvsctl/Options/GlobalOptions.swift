import ArgumentParser
import IPVSKit

/// The options that every verb has.
struct GlobalOptions: ParsableArguments {
    @Flag(.json, "Write results and errors as JSON.")
    var json: Bool
    @Flag(.numeric, "Write addresses and ports as numbers (this is the default).")
    var numeric: Bool
    @Flag(.resolve, "Write host and service names.")
    var resolve: Bool
    @Flag(.dryRun, "Print the changes as ipvsadm commands and touch nothing.")
    var dryRun: Bool
    @Option(
        .table,
        ArgumentHelp("Work on a table in a file instead of the kernel's.", valueName: "file"),
        completion: .file()
    )
    var table: [String]
    @Flag(.trace, "Write every netlink message, decoded, to standard error.")
    var trace: Bool
    @Flag(.quiet, "Write no notes.")
    var quiet: Bool
    @Option(
        .color,
        ArgumentHelp("When to use colour: auto, always or never.", valueName: "when"),
        completion: .list(["auto", "always", "never"])
    )
    var color: [String]

    /// The options with their values understood.
    func understood() throws(UsageError) -> Preferences {
        if numeric, resolve {
            throw UsageError(.resolve, "cannot be combined with --numeric")
        }
        let color = try SingleValue(.color, color).word(
            of: [("auto", ColorChoice.auto), ("always", .always), ("never", .never)],
            "a choice of colour"
        )
        let file = try SingleValue(.table, table).text()
        if file?.isEmpty == true { throw .value("", of: .table, isNot: "a file") }
        return Preferences(
            isJSON: json,
            resolvesNames: resolve,
            isDryRun: dryRun,
            tableFile: file,
            isTraced: trace,
            isQuiet: quiet,
            color: color ?? .auto
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
}

/// When colour is used.
enum ColorChoice: Sendable {
    /// On a terminal, unless `NO_COLOR` is set.
    case auto
    case always
    case never
}
