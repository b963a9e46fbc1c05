import ArgumentParser
import IPVSKit

/// `lvsctl diff`.
struct Diff: Verb {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        _superCommandName: "lvsctl",
        abstract: "Show what restore, or with --named apply, would change; exit 1 when there is anything.",
        usage: "lvsctl diff FILE|- ... [OPTIONS]",
        discussion: """
            One line a change: + what comes, - what goes and how many connections it cuts, ~ what will be, and \
            what changes from what to what.

            EXAMPLES:
              lvsctl diff /etc/lvsctl.rules
              lvsctl diff --named web.rules mail.rules
            """
    )

    @Argument(
        help: ArgumentHelp("The files to read; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var files: [String] = []
    @Flag(.named, "Leave services that the files do not name out of it.")
    var named: Bool
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        guard !files.isEmpty else { throw .usage(UsageError("no file is named (- is standard input)")) }
        let wanted = try context.readDocuments(files)
        let difference = try context.difference(on: context.table(), to: wanted, named ? .named : .whole)
        try context.write(PlanReport(difference))
        if !difference.plan.isEmpty { throw .no }
    }
}
