import ArgumentParser
import IPVSKit

/// `lvsctl restore`.
struct Restore: Verb {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        _superCommandName: "lvsctl",
        abstract: "Load a saved table into an empty one, completely or not at all.",
        usage: "lvsctl restore FILE|- [OPTIONS]",
        discussion: """
            Reads rules, of lvsctl or ipvsadm, or JSON. All errors of the file are reported, and nothing is done \
            when there is one. If the kernel refuses anything, everything that was done is undone.

            EXAMPLES:
              lvsctl restore /etc/lvsctl.rules
              lvsctl restore --dry-run - < table.json
            """
    )

    @Argument(
        help: ArgumentHelp("The file to read; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var file: String?
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        guard let file else { throw .usage(UsageError("no file is named (- is standard input)")) }
        let document = try context.readDocument(file)
        let table = try context.table()
        let before = try orTableFailure { () throws(TableError) in try table.snapshot().configuration }
        guard before.services.isEmpty else { throw .tableNotEmpty(services: before.services.count) }
        let plan = Plan(from: before, to: document.configuration)
        if !context.preferences.isDryRun { try context.carryOut(plan, from: before, on: table) }
        try context.report(plan.changes)
    }
}
