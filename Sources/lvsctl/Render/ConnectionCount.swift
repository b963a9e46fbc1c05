import IPVSKit

/// How many connections there are of each service, server and state.
struct ConnectionCount {
    /// What is counted together.
    struct Key: Hashable {
        var protocolName: KernelName
        var target: Connection.Target
        var server: Endpoint
        var state: KernelName
        var isTemplate: Bool
    }

    private var counts: [Key: UInt64] = [:]

    mutating func add(_ connection: Connection) {
        let key = Key(
            protocolName: connection.protocolName,
            target: connection.target,
            server: connection.server,
            state: connection.state,
            isTemplate: connection.isTemplate
        )
        counts[key, default: 0] += 1
    }

    /// All addresses, for looking up their names.
    var addresses: Set<IPAddress> {
        var addresses: Set<IPAddress> = []
        for key in counts.keys {
            addresses.insert(key.server.address)
            if case .endpoint(let endpoint) = key.target { addresses.insert(endpoint.address) }
        }
        return addresses
    }

    /// Lays the counts out, largest first.
    func render(printer: any EndpointPrinter, width: Int?, hasColor: Bool) -> [UInt8] {
        var table = TextTable([
            TextTable.Column("COUNT", isRight: true), TextTable.Column("PROTO"), TextTable.Column("STATE"),
            TextTable.Column("SERVICE"), TextTable.Column("SERVER"),
        ])
        let sorted = sorted()
        var row = TextRow()
        for (key, count) in sorted {
            fill(&row, key, count, printer)
            table.measure(row)
        }
        table.fit(width: width, hasColor: hasColor)
        var text: [UInt8] = []
        table.writeTitles(into: &text)
        for (key, count) in sorted {
            fill(&row, key, count, printer)
            table.write(row, into: &text)
        }
        return text
    }

    private func fill(_ row: inout TextRow, _ key: Key, _ count: UInt64, _ printer: any EndpointPrinter) {
        let serviceProtocol = key.protocolName.serviceProtocol
        row.clear()
        row.add(count)
        row.add("\(key.protocolName)".lowercased())
        row.add(key.isTemplate ? "(template)" : "\(key.state)")
        row.add { printer.write(key.target, serviceProtocol, into: &$0) }
        row.add { printer.write(key.server, serviceProtocol, into: &$0) }
    }

    /// Writes the counts as JSON, largest first.
    func json() -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("counts")
        writer.beginArray()
        for (key, count) in sorted() {
            writer.beginObject(.line)
            writer.key("protocol")
            writer.value("\(key.protocolName)".lowercased())
            writer.key("target")
            writer.write(key.target)
            writer.key("server")
            writer.beginObject(.line)
            writer.writeFields(of: key.server)
            writer.endObject()
            writer.key("state")
            writer.value(key.state)
            writer.key("template")
            writer.value(key.isTemplate)
            writer.key("count")
            writer.value(count)
            writer.endObject()
        }
        writer.endArray()
        writer.endDocument()
        return writer.bytes
    }

    private func sorted() -> [(Key, UInt64)] {
        counts.map { ($0.key, $0.value) }.sorted { left, right in
            if left.1 != right.1 { return left.1 > right.1 }
            if left.0.server != right.0.server { return left.0.server < right.0.server }
            return left.0.rest < right.0.rest
        }
    }
}

extension ConnectionCount.Key {
    /// Everything but the server, for an order that does not change from run to run.
    fileprivate var rest: String { "\(target) \(protocolName) \(state) \(isTemplate)" }
}
