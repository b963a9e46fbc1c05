import ArgumentParser
import IPVSKit

/// `lvsctl restore`.
struct Restore: Verb {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        _superCommandName: "lvsctl",
        abstract: "Make the whole table what a file says, completely or not at all.",
        usage: "lvsctl restore FILE|- [OPTIONS]",
        discussion: """
            Reads rules, of lvsctl or ipvsadm, or JSON. Only what differs is changed, and nothing is emptied on the \
            way, so established connections and new ones go on. All errors of the file are reported, and nothing is \
            done when there is one. If the kernel refuses anything, everything that was done is undone.

            EXAMPLES:
              lvsctl diff /etc/lvsctl.rules
              lvsctl restore /etc/lvsctl.rules
            """
    )

    @Argument(
        help: ArgumentHelp("The file to read; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var file: String?
    @Flag(.atBoot, "Do what can be done and report the rest, instead of undoing everything.")
    var atBoot: Bool
    @OptionGroup(title: "Safety") var plan: PlanOptions
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        guard let file else { throw .usage(UsageError("no file is named (- is standard input)")) }
        let preferences = try orUsageFailure { () throws(UsageError) in try plan.understood() }
        let wanted = try context.readDocument(file).configuration
        if atBoot {
            try context.reachAtBoot(wanted, preferences)
        } else {
            try context.reach(wanted, .whole, preferences)
        }
    }
}
