import IPVSKit

/// `lvsctl connections`.
struct Connections: Verb {
    static let description = VerbDescription(
        "connections",
        "Show the kernel's table of connections.",
        synopsis: "[\(ServiceSelection.synopsis)]",
        details: """
            Filters can be combined. With a firewall mark, only its persistence templates are found: the kernel \
            does not record which mark a connection came by. States: \(listed(StateFilter.words.map(\.0), "and")). \
            Lines of the kernel's list that are no entries are skipped; their number is reported at the end, and \
            the exit status is 3.

            The kernel cannot delete a single connection. To end those of a server, drain it (lvsctl drain), or \
            delete it: its packets are dropped then, and with lvsctl settings set expire_nodest_conn=1 clients \
            are told to connect again. To keep a client out, use the firewall.

            Orphans are found by the table of the moment when reading begins. Where a firewall mark's service has \
            the server, or FTP is served, their connections are not called orphans.
            """,
        examples: [
            "connections --client 192.0.2.0/24",
            "connections -t 10.0.0.1:80 --state established --count",
            "connections --state template --count",
            "connections --state syn_recv,established --by client/24,56 --top 10",
            "connections --orphans --by server",
        ]
    )

    let selection = ConnectionSelection()
    let format = ConnectionFormat()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Which connections", selection), OptionSection("What to show", format)]
    }

    /// What is asked for.
    struct Request {
        let filter: ConnectionFilter
        let onlyOrphans: Bool
        let report: ConnectionReport
    }

    func request(_ names: any NameLookup) throws -> Request {
        Request(
            filter: try selection.filter(names),
            onlyOrphans: selection.orphans.isGiven,
            report: try format.report()
        )
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let table = try environment.tables.open()
        var filter = request.filter
        if request.onlyOrphans { filter.orphans = try orphans(table, environment) }
        let unreadable =
            switch request.report {
            case .list: try list(table, filter, environment)
            case .count: try count(table, filter, environment)
            case .groups(let grouping, let limit):
                try group(table, filter, ConnectionGroups(grouping, limit: limit), environment)
            }
        if let unreadable { throw unreadable }
    }

    /// Reads the services and servers that connections may belong to.
    private static func orphans(_ table: any TableReader, _ environment: Environment) throws -> OrphanSearch {
        try environment.requireKernel("a file has no connections")
        let snapshot = try table.snapshot(reading: .withoutCounters)
        return OrphanSearch(snapshot.services)
    }

    /// Writes connections as they are read, in constant memory.
    private static func list(
        _ table: any TableReader,
        _ filter: ConnectionFilter,
        _ environment: Environment
    ) throws -> UnreadableLines? {
        var writer = ConnectionWriter(environment)
        try writer.begin()
        let unreadable = try table.forEachConnection(reading: .withCounters, filter) { connection in
            try writer.add(connection)
        }
        try writer.end()
        environment.noteMissingNames()
        return unreadable
    }

    /// Writes how many connections there are of each kind.
    private static func count(
        _ table: any TableReader,
        _ filter: ConnectionFilter,
        _ environment: Environment
    ) throws -> UnreadableLines? {
        var count = ConnectionCount()
        let unreadable = try table.forEachConnection(reading: filter.detail, filter) { count.add($0) }
        let output = environment.output
        if environment.preferences.isJSON {
            try output.write(count.json())
        } else {
            let terminal = output.terminal()
            try output.write(
                count.render(
                    printer: environment.printer(for: count.addresses),
                    width: terminal.width,
                    hasColor: terminal.hasColor(environment.preferences.color)
                )
            )
        }
        return unreadable
    }

    /// Writes how many connections there are of each group.
    private static func group(
        _ table: any TableReader,
        _ filter: ConnectionFilter,
        _ empty: ConnectionGroups,
        _ environment: Environment
    ) throws -> UnreadableLines? {
        var groups = empty
        let detail = groups.needsOrigin ? .withCounters : filter.detail
        let unreadable = try table.forEachConnection(reading: detail, filter) { groups.add($0) }
        let output = environment.output
        let shown = groups.shown
        if environment.preferences.isJSON {
            try output.write(groups.json(shown))
        } else {
            let terminal = output.terminal()
            try output.write(
                groups.render(
                    shown,
                    printer: environment.printer(for: ConnectionGroups.addresses(shown)),
                    width: terminal.width,
                    hasColor: terminal.hasColor(environment.preferences.color)
                )
            )
        }
        return unreadable
    }
}

extension ConnectionFilter {
    /// What has to be read of connections that are only counted.
    fileprivate var detail: TableDetail { origin == nil ? .withoutCounters : .withCounters }
}

extension TableReader {
    /// Hands the connections that a filter lets pass to `body`, which may throw.
    fileprivate func forEachConnection(
        reading detail: TableDetail,
        _ filter: ConnectionFilter,
        _ body: (Connection) throws -> Void
    ) throws -> UnreadableLines? {
        var failure: (any Error)?
        let unreadable = try forEachConnection(reading: detail) { connection in
            guard filter.matches(connection) else { return true }
            do {
                try body(connection)
                return true
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        return unreadable
    }
}

/// Writes connections piece by piece.
private struct ConnectionWriter {
    private let output: Output
    private let isJSON: Bool
    private let names: ResolvingPrinter?
    private var json = JSONWriter(.indented)
    private var list: ConnectionList
    private var pending: [Connection] = []

    /// How many rows decide on the widths of columns, and are looked up together.
    private static let pieceLimit = 500

    init(_ environment: Environment) {
        output = environment.output
        isJSON = environment.preferences.isJSON
        names = environment.preferences.resolvesNames ? ResolvingPrinter(environment.names) : nil
        let hasColor = !isJSON && output.hasColor
        list = ConnectionList(printer: names ?? NumericPrinter(), hasColor: hasColor)
    }

    mutating func begin() throws {
        if isJSON { json.beginConnections() }
    }

    mutating func add(_ connection: Connection) throws {
        if isJSON {
            json.write(connection)
            if json.bytes.count > 16 * 1024 { try drain() }
            return
        }
        pending.append(connection)
        if pending.count == Self.pieceLimit { try drain() }
    }

    mutating func end() throws {
        if isJSON { json.endConnections() }
        try drain()
    }

    private mutating func drain() throws {
        if isJSON {
            try output.write(json.bytes)
            return json.removeWritten()
        }
        names?.prepare(pending.flatMap(\.addresses))
        try output.write(list.render(pending))
        pending.removeAll(keepingCapacity: true)
    }
}

extension Connection {
    fileprivate var addresses: [IPAddress] {
        guard case .endpoint(let endpoint) = target else { return [client.address, server.address] }
        return [client.address, endpoint.address, server.address]
    }
}
