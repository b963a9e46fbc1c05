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

    func request(_ names: any NameLookup) -> Change { .clear }
}
