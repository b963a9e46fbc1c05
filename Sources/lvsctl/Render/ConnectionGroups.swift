import IPVSKit

/// How many connections there are of each group, in memory for the groups only.
struct ConnectionGroups {
    /// What was counted of a group.
    struct Count {
        var connections: UInt64 = 0
        var templates: UInt64 = 0

        var total: UInt64 { connections + templates }

        mutating func add(_ connection: Connection) {
            if connection.isTemplate { templates += 1 } else { connections += 1 }
        }
    }

    private let grouping: ConnectionGrouping
    /// Whether the origin of connections has to be read.
    var needsOrigin: Bool { grouping.kind == .origin }
    /// How many groups are shown; nil for all.
    private let limit: Int?
    private var counts: [ConnectionGroup: Count] = [:]
    private var sum = Count()

    init(_ grouping: ConnectionGrouping, limit: Int?) {
        self.grouping = grouping
        self.limit = limit
    }

    mutating func add(_ connection: Connection) {
        counts[grouping.group(of: connection), default: Count()].add(connection)
        sum.add(connection)
    }

    /// The groups that are shown, largest first.
    var shown: [(group: ConnectionGroup, count: Count)] {
        let sorted = counts.map { (group: $0.key, count: $0.value) }.sorted { left, right in
            left.count.total == right.count.total
                ? left.group < right.group : left.count.total > right.count.total
        }
        return limit.map { Array(sorted.prefix($0)) } ?? sorted
    }

    /// The addresses of some groups, for looking up their names.
    static func addresses(_ groups: [(group: ConnectionGroup, count: Count)]) -> Set<IPAddress> {
        Set(
            groups.compactMap { row in
                switch row.group {
                case .address(let address): address
                case .endpoint(let endpoint), .service(_, .endpoint(let endpoint)): endpoint.address
                default: nil
                }
            }
        )
    }

    /// Lays groups out, with all of them in the last row.
    func render(
        _ groups: [(group: ConnectionGroup, count: Count)],
        printer: any EndpointPrinter,
        width: Int?,
        hasColor: Bool
    ) -> [UInt8] {
        var table = TextTable([
            TextTable.Column("CONNECTIONS", isRight: true), TextTable.Column("TEMPLATES", isRight: true),
            TextTable.Column(grouping.kind.rawValue.uppercased()),
        ])
        let rest = counts.count - groups.count
        let total = "(total of \(counts.count)\(rest > 0 ? ", \(rest) not shown" : ""))"
        var row = TextRow()
        func forEachRow(_ body: (TextRow) -> Void) {
            for (group, count) in groups {
                fill(&row, count) { printer.write(group, into: &$0) }
                body(row)
            }
            fill(&row, sum) { $0 += total.utf8 }
            body(row)
        }
        forEachRow { table.measure($0) }
        table.fit(width: width, hasColor: hasColor)
        var text: [UInt8] = []
        table.writeTitles(into: &text)
        forEachRow { table.write($0, into: &text) }
        return text
    }

    private func fill(_ row: inout TextRow, _ count: Count, _ name: (inout [UInt8]) -> Void) {
        row.clear()
        row.add(count.connections)
        row.add(count.templates)
        row.add(.plain, name)
    }
}

extension EndpointPrinter {
    /// Appends what the connections of a group have in common.
    fileprivate func write(_ group: ConnectionGroup, into text: inout [UInt8]) {
        switch group {
        case .address(let address): write(address, into: &text)
        case .network(let address, let length): text += "\(address)/\(length)".utf8
        case .endpoint(let endpoint): write(endpoint, nil, into: &text)
        case .service(let name, let target):
            if case .endpoint = target { text += "\(name) ".lowercased().utf8 }
            write(target, name.serviceProtocol, into: &text)
        case .state(let name, let state):
            if name != "TCP", name != state { text += "\(name) ".utf8 }
            state.write(into: &text)
        case .template: text += "(template)".utf8
        case .connectionProtocol(let name): text += "\(name)".lowercased().utf8
        case .origin(let origin): text += (origin?.rawValue ?? "unknown").utf8
        }
    }
}

// MARK: JSON

extension ConnectionGroups {
    /// Writes groups as JSON, largest first.
    func json(_ groups: [(group: ConnectionGroup, count: Count)]) -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("by")
        writer.value(grouping.kind.rawValue)
        writer.key("group_count")
        writer.value(UInt64(counts.count))
        writer.key("total")
        writer.beginObject(.line)
        writer.write(sum)
        writer.endObject()
        writer.key("groups")
        writer.beginArray()
        for (group, count) in groups {
            writer.beginObject(.line)
            writer.write(group)
            writer.write(count)
            writer.endObject()
        }
        writer.endArray()
        writer.endDocument()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ count: ConnectionGroups.Count) {
        key("connections")
        value(count.connections)
        key("templates")
        value(count.templates)
    }

    fileprivate mutating func write(_ group: ConnectionGroup) {
        switch group {
        case .address(let address): write("address", address)
        case .network(let address, let length):
            write("address", address)
            key("prefix_length")
            value(length)
        case .endpoint(let endpoint): writeFields(of: endpoint)
        case .service(let name, let target):
            write("protocol", "\(name)".lowercased())
            key("target")
            write(target)
        case .state(let name, let state):
            write("protocol", "\(name)".lowercased())
            key("state")
            value(state)
        case .template: write("state", "template")
        case .connectionProtocol(let name): write("protocol", "\(name)".lowercased())
        case .origin(let origin): write("origin", origin?.rawValue ?? "unknown")
        }
    }

    private mutating func write(_ name: String, _ address: IPAddress) {
        key(name)
        value(address)
    }

    private mutating func write(_ name: String, _ text: String) {
        key(name)
        value(text)
    }
}
