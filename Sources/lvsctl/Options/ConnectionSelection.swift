import IPVSKit

/// The options that say which connections are shown.
struct ConnectionSelection: OptionGroup {
    let service = ServiceSelection()
    let client = ValueOption(.client, "address[/bits][:port]", "Show only connections of these clients.")
    let server = ValueOption(.server, "address[/bits][:port]", "Show only connections to these real servers.")
    let state = ValueOption(
        .state,
        "state",
        "Show only connections in this state, in upper or lower case; template shows persistence templates.",
        candidates: .words(StateFilter.words.map(\.0))
    )

    var options: [VerbOption] { service.options + [client, server, state] }

    /// The connections that are asked for.
    func filter(_ names: any NameLookup) throws(UsageError) -> ConnectionFilter {
        ConnectionFilter(
            service: try service.identityIfNamed(names),
            client: try client.endpointFilter(names),
            server: try server.endpointFilter(names),
            state: try wantedState()
        )
    }

    private func wantedState() throws(UsageError) -> StateFilter? {
        guard let text = try state.text() else { return nil }
        let word = text.lowercased()
        if let row = StateFilter.words.first(where: { $0.0 == word }) { return row.1 }
        let words = StateFilter.words.map(\.0)
        let guess =
            Spelling.nearest(text, among: words) ?? (word.isEmpty ? nil : words.first { $0.hasPrefix(word) })
        let hint = guess.map { "did you mean \($0)?" } ?? "lvsctl help connections lists them"
        throw .value(text, of: .state, isNot: "a state (\(hint))")
    }
}
