import IPVSKit

/// The options that say which connections are shown.
struct ConnectionSelection: OptionGroup {
    let service = ServiceSelection()
    let client = ValueOption(
        .client,
        "address[/bits][:port]",
        "Show only connections of these clients; may be given several times."
    )
    let server = ValueOption(
        .server,
        "address[/bits][:port]",
        "Show only connections to these real servers; may be given several times."
    )
    let state = ValueOption(
        .state,
        "state[,state]",
        "Show only connections in these states, in upper or lower case; template shows persistence templates.",
        candidates: .words(StateFilter.words.map(\.0))
    )
    let connectionProtocol = ValueOption(
        .connectionProtocol,
        "protocol[,protocol]",
        "Show only connections of these protocols; ip shows the templates of firewall marks.",
        candidates: .words(ConnectionFilter.protocolWords.map(\.0))
    )
    let origin = ValueOption(
        .origin,
        "origin",
        "Show only connections of this host (local), or only those that a sync master sent (synced).",
        candidates: .words(Connection.Origin.words.map(\.0))
    )
    let orphans = FlagOption(
        .orphans,
        "Show only connections whose service is no longer in the table, or no longer has their server."
    )

    var options: [VerbOption] {
        service.options + [client, server, state, connectionProtocol, origin, orphans]
    }

    /// The connections that are asked for; orphans are looked for when the table is read.
    func filter(_ names: any NameLookup) throws(UsageError) -> ConnectionFilter {
        ConnectionFilter(
            service: try service.identityIfNamed(names),
            clients: try client.endpointFilters(names),
            servers: try server.endpointFilters(names),
            states: try words(of: state, StateFilter.words, "a state"),
            protocols: try words(of: connectionProtocol, ConnectionFilter.protocolWords, "a protocol"),
            origin: try origin.word(of: Connection.Origin.words, "an origin")
        )
    }

    /// The words of an option that takes several, in one value or in many.
    private func words<Value>(
        of option: ValueOption,
        _ table: [(String, Value)],
        _ noun: String
    ) throws(UsageError) -> [Value] {
        var found: [Value] = []
        for text in option.values {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let typed = String(part)
                let word = typed.lowercased()
                if let row = table.first(where: { $0.0 == word }) {
                    found.append(row.1)
                    continue
                }
                let words = table.map(\.0)
                let prefixed = word.isEmpty ? nil : words.first { $0.hasPrefix(word) }
                let guess = Spelling.nearest(typed, among: words) ?? prefixed
                let all =
                    words.count > 8 ? "lvsctl help connections lists them" : listed(words, "or")
                let hint = guess.map { "did you mean \($0)?" } ?? all
                throw .value(typed, of: option.name, isNot: "\(noun) (\(hint))")
            }
        }
        return found
    }
}
