/// What was picked out of a table for a listing or a document that does not show all of it.
package struct TableSelection: Hashable, Sendable {
    /// The services that were asked for, as text for people; empty when all were.
    package var services: [String]
    /// The addresses of the servers that were asked for, as text for people; empty when all were.
    package var servers: [String]

    /// Creates a selection; without arguments, of everything.
    package init(services: [String] = [], servers: [String] = []) {
        self.services = services
        self.servers = servers
    }

    /// How much of the table the selection shows.
    package var coverage: TableCoverage {
        if !servers.isEmpty { return .servers }
        return services.isEmpty ? .table : .services
    }
}

/// The keys that say what a partial document shows.
enum SelectionKey: String, NamedKeys {
    case services
    case servers
}

extension JSONWriter {
    /// Writes what was picked out of a table as the value of a key of its document; nothing if it is everything.
    mutating func write(_ selection: TableSelection) {
        guard selection.coverage > .table else { return }
        key(TableKey.partial.rawValue)
        beginObject(.line)
        let lists = [(SelectionKey.services, selection.services), (.servers, selection.servers)]
        for (name, words) in lists where !words.isEmpty {
            key(name.rawValue)
            beginArray(.line)
            for word in words { value(word) }
            endArray()
        }
        endObject()
    }
}

extension JSONDocumentReader {
    /// Reads what a partial document shows.
    mutating func readSelection() throws(JSONSyntaxError) {
        var found = TableCoverage.services
        let start = try readObject(SelectionKey.self) { (self, key) throws(JSONSyntaxError) in
            if key == .servers { found = .servers }
            try self.readArray { (self, _) throws(JSONSyntaxError) in
                if try self.expect(.text) { _ = try self.reader.text() }
            }
        }
        guard let start else { return }
        (coverage, selectionOffset) = (found, start)
    }
}
