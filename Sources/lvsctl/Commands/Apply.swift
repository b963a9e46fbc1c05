import ArgumentParser
import IPVSKit

/// `lvsctl apply`.
struct Apply: Verb {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        _superCommandName: "lvsctl",
        abstract: "Make the services that files name what the files say; leave the others alone.",
        usage: "lvsctl apply FILE|- ... [OPTIONS]",
        discussion: """
            Like restore, for the named services only. --save-plan writes what would be done to a file and does \
            nothing; --plan does exactly that later, and refuses if what it touches has changed meanwhile.

            EXAMPLES:
              lvsctl apply web.rules mail.rules
              lvsctl apply --save-plan tonight.json web.rules
              lvsctl apply --plan tonight.json
            """
    )

    @Argument(
        help: ArgumentHelp("The files to read; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var files: [String] = []
    @Option(
        .savePlan,
        ArgumentHelp("Write the plan to a file and touch nothing.", valueName: "file"),
        completion: .file()
    )
    var savePlan: [String]
    @Option(.plan, ArgumentHelp("Carry out a saved plan.", valueName: "file"), completion: .file())
    var plan: [String]
    @OptionGroup(title: "Safety") var options: PlanOptions
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let (preferences, saved, target) = try orUsageFailure { () throws(UsageError) in
            (
                try options.understood(), try SingleValue(.plan, plan).text(),
                try SingleValue(.savePlan, savePlan).text()
            )
        }
        if let saved {
            guard files.isEmpty, target == nil else {
                throw .usage(UsageError(.plan, "cannot be combined with files or --save-plan"))
            }
            return try context.carryOut(try context.readPlan(saved), preferences)
        }
        guard !files.isEmpty else { throw .usage(UsageError("no file is named (- is standard input)")) }
        let wanted = try context.readDocuments(files)
        guard let target else { return try context.reach(wanted, .named, preferences) }
        try context.savePlan(to: wanted, preferences, target)
    }
}
