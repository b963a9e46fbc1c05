import IPVSKit

/// `lvsctl clear`.
struct Clear: Verb {
    static let description = VerbDescription(
        "clear",
        "Delete all virtual services and real servers.",
        details: """
            Open connections are reset when their clients send again, since no service is left. Timeouts and sync \
            daemons stay as they are.
            """,
        examples: [
            "save /root/before.rules",
            "clear",
        ]
    )

    let global = GlobalOptions()

    static func hint(for word: String) -> String? {
        ["-t", "-u", "-f", "--tcp-service", "--udp-service", "--sctp-service", "--fwmark-service"].contains(
            word
        )
            ? "clear deletes all services; delete-service deletes one" : nil
    }

    func request(_ names: any NameLookup) -> Change { .clear }

    static func run(_ change: Change, in environment: Environment) throws {
        try environment.performKeepingWayBack(change)
        try environment.output.report([change])
    }
}
