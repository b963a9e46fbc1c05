import IPVSKit

extension VerbContext {
    /// Writes connections as they are read, in constant memory.
    func listConnections(of table: any TableReader, _ filter: ConnectionFilter) throws {
        var writer = ConnectionWriter(self)
        try writer.begin()
        let unreadable = try forEachConnection(of: table, reading: .withCounters, filter) {
            connection in try writer.add(connection)
        }
        try writer.end()
        noteMissingNames()
        if let unreadable { throw Failure.unreadable(unreadable) }
    }

    /// Writes how many connections there are of each kind.
    func countConnections(of table: any TableReader, _ filter: ConnectionFilter) throws {
        var count = ConnectionCount()
        let unreadable = try forEachConnection(of: table, reading: .withoutCounters, filter) { count.add($0) }
        if preferences.isJSON {
            try write(count.json())
        } else {
            let terminal = session.terminal()
            try write(
                count.render(
                    printer: printer(for: count.addresses),
                    width: terminal.width,
                    hasColor: terminal.hasColor(preferences.color)
                )
            )
        }
        if let unreadable { throw Failure.unreadable(unreadable) }
    }

    private func forEachConnection(
        of table: any TableReader,
        reading detail: TableDetail,
        _ filter: ConnectionFilter,
        _ body: (Connection) throws -> Void
    ) throws -> UnreadableLines? {
        var failure: (any Error)?
        let unreadable = try table.forEachConnection(reading: detail) { connection in
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
    private let context: VerbContext
    private let isJSON: Bool
    private let names: ResolvingPrinter?
    private var json = JSONWriter(.indented)
    private var list: ConnectionList
    private var pending: [Connection] = []

    /// How many rows decide on the widths of columns, and are looked up together.
    private static let pieceLimit = 500

    init(_ context: VerbContext) {
        self.context = context
        isJSON = context.preferences.isJSON
        names = context.preferences.resolvesNames ? ResolvingPrinter(context.names) : nil
        let hasColor = !isJSON && context.session.terminal().hasColor(context.preferences.color)
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
            try context.write(json.bytes)
            return json.removeWritten()
        }
        names?.prepare(pending.flatMap(\.addresses))
        try context.write(list.render(pending))
        pending.removeAll(keepingCapacity: true)
    }
}

extension Connection {
    fileprivate var addresses: [IPAddress] {
        guard case .endpoint(let endpoint) = target else { return [client.address, server.address] }
        return [client.address, endpoint.address, server.address]
    }
}
