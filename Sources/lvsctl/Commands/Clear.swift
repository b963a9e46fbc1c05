import IPVSKit

/// `lvsctl clear`.
struct Clear: Verb {
    static let description = VerbDescription(
        "clear",
        "Delete all virtual services and real servers.",
        details: """
            Every connection is cut. Timeouts and sync daemons stay as they are.
            """,
        examples: [
            "save /root/before.rules",
            "clear",
        ]
    )

    let global = GlobalOptions()

    func run(in context: VerbContext) throws(Failure) {
        try context.carryOut(.clear)
    }
}
