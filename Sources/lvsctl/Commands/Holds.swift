import IPVSKit

/// `lvsctl holds`.
struct Holds: Verb {
    static let description = VerbDescription(
        "holds",
        "Show which real servers are held at weight 0, and why.",
        details: "A server that is held comes back with lvsctl enable. WEIGHT is what it gets then.",
        examples: ["holds", "holds --json"]
    )

    let global = GlobalOptions()

    /// What is asked for: always the same.
    struct Request {}

    func request(_: any NameLookup) throws -> Request { Request() }

    static func run(_: Request, in environment: Environment) throws {
        try environment.requireKernel("servers in a file are not held")
        let holds = try environment.holds.all().sorted { $0.subject < $1.subject }
        let output = environment.output
        guard !environment.preferences.isJSON else { return try output.write(HoldDocument.write(holds)) }
        guard !holds.isEmpty else { return try output.say("no real server is held") }
        let table = try? environment.tables.open().snapshot(reading: .withoutCounters).configuration
        let terminal = output.terminal()
        try output.write(
            HoldTable.text(
                holds,
                in: table,
                at: environment.holds.now(),
                width: terminal.width,
                hasColor: output.hasColor
            )
        )
    }
}
