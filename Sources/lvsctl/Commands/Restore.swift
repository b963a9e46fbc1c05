import IPVSKit

/// `lvsctl restore`.
struct Restore: Verb {
    static let description = VerbDescription(
        "restore",
        "Make the table match a file, atomically: completely or not at all.",
        synopsis: "FILE|-",
        details: """
            The file holds rules, from lvsctl or ipvsadm, or JSON. Only the differences are changed, and the \
            table is never emptied on the way, so traffic continues. If the file has errors, all of them are \
            reported and nothing is done. If the kernel refuses a change, all changes are rolled back. Timeouts \
            and sync daemons stay as they are if the file does not mention them; a file that starts one daemon \
            stops the other.
            """,
        examples: [
            "diff /etc/lvsctl.rules",
            "restore /etc/lvsctl.rules",
        ]
    )

    let file = Operand("file", "File to read; - is standard input.", candidates: .files)
    let boot = BootOptions()
    let safety = PlanOptions()
    let confirmation = ConfirmOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("Safety", safety, confirmation, boot)] }
    var operands: [Operand] { [file] }

    /// What is asked for.
    struct Request {
        let file: String
        let isAtBoot: Bool
        let accepted: Set<PlanHazard.Kind>
        let ignoresHolds: Bool
        /// Within how many seconds it has to be confirmed; nil when it need not be.
        let confirmWithin: UInt64?
    }

    func request(_ names: any NameLookup) throws -> Request {
        guard let file = file.values.first else {
            throw UsageError("no file is named (- is standard input)")
        }
        let confirmWithin = try confirmation.within.duration()
        if confirmWithin != nil, boot.atBoot.isGiven {
            throw UsageError(.confirmWithin, "cannot be combined with --at-boot")
        }
        return Request(
            file: file,
            isAtBoot: boot.atBoot.isGiven,
            accepted: safety.accepted,
            ignoresHolds: safety.holds.isIgnoring,
            confirmWithin: confirmWithin
        )
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let documents = DocumentReader(environment)
        let plans = PlanRunner(
            environment,
            accepting: request.accepted,
            ignoringHolds: request.ignoresHolds,
            confirmWithin: request.confirmWithin
        )
        let document = try documents.read(request.file, for: .whole)
        if request.isAtBoot {
            // Errors are told when what can be done has been done.
            if !document.hasErrors { try documents.accept(document.diagnostics) }
            return try environment.output.tell(try plans.restoreAtBoot(document))
        }
        try documents.accept(document.diagnostics)
        try environment.output.tell(try plans.restore(document.configuration, .whole))
    }
}
