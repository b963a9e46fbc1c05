import IPVSKit

/// `lvsctl restore`.
struct Restore: Verb {
    static let description = VerbDescription(
        "restore",
        "Make the whole table what a file says, completely or not at all.",
        synopsis: "FILE|-",
        details: """
            Reads rules, of lvsctl or ipvsadm, or JSON. Only what differs is changed, and nothing is emptied \
            on the way, so established connections and new ones go on. All errors of the file are reported, \
            and nothing is done when there is one. If the kernel refuses anything, everything that was done \
            is undone. What the file does not mention of timeouts and sync daemons stays; if it mentions one \
            daemon, it speaks of both.
            """,
        examples: [
            "diff /etc/lvsctl.rules",
            "restore /etc/lvsctl.rules",
        ]
    )

    let file = Operand("file", "The file to read; - is standard input.", candidates: .files)
    let boot = BootOptions()
    let safety = PlanOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("Safety", safety, boot)] }
    var operands: [Operand] { [file] }

    func run(in context: VerbContext) throws(Failure) {
        guard let file = file.values.first else {
            throw .usage(UsageError("no file is named (- is standard input)"))
        }
        let document = try context.readDocument(file, for: .whole)
        if boot.atBoot.isGiven { return try context.restoreAtBoot(document, accepting: safety.accepted) }
        try context.require(document.diagnostics)
        try context.restore(document.configuration, .whole, accepting: safety.accepted)
    }
}
