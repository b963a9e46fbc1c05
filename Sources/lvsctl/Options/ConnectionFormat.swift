import IPVSKit

/// The options that say what is shown of connections.
struct ConnectionFormat: OptionGroup {
    let count = FlagOption(.count, "Count connections by service, server and state.")
    let by = ValueOption(
        .by,
        "group",
        """
        Count connections by client, server, service, state, protocol or origin, largest first; \
        client/24 and server/24 by network, client/24,56 for IPv4 and IPv6.
        """,
        candidates: .words(ConnectionGrouping.words)
    )
    let top = ValueOption(.top, "number", "Show only so many groups, the largest.")

    var options: [VerbOption] { [count, by, top] }

    private static let groups = NumberKind("a number of groups", 1...1_000_000)

    /// What is asked for.
    func report() throws(UsageError) -> ConnectionReport {
        let limit = try top.number(Self.groups)
        guard let text = try by.text() else {
            if top.isGiven { throw UsageError(.top, "needs --by") }
            return count.isGiven ? .count : .list
        }
        if count.isGiven { throw UsageError(.by, "cannot be combined with --count") }
        if let grouping = ConnectionGrouping(text) {
            return .groups(grouping, limit: limit.map { Int($0) })
        }
        let words = listed(ConnectionGrouping.words, "or")
        throw .value(text, of: .by, isNot: "a way to group (\(words); client/24, client/64 or client/24,56)")
    }
}
