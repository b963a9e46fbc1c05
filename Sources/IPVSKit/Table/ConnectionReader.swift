/// Reads the kernel's connection table from `/proc/net`, which every user may read, in constant memory.
///
/// The kernel shows it in two files, whose entries differ in one thing: `ip_vs_conn` has the persistence engine's data,
/// `ip_vs_conn_sync` the origin. Most of the time is the kernel's, and before Linux 6.14 it is quadratic, so as a rule
/// one of them is read: that without origins where nobody needs them, and the other one where no engine is loaded. Only
/// if both may be there, the two are read side by side, a page at a time, and each entry looks for its origin among the
/// next few hundred of the second file. Entries that came or went between the two reads stay without an origin.
package enum ConnectionReader {
    /// The folder of the two files.
    package static let folder = "/proc/net"
    /// The kernel's list of loaded modules.
    package static let modules = "/proc/modules"

    /// Hands every connection to `body` in the kernel's order until it returns false.
    ///
    /// - Returns: the lines that are not entries; nil if there is none. A line of the file that only has the origins
    ///   is not counted: its entry has no origin then.
    /// - Throws: ``TableError/unavailable(_:)`` without a module, ``TableError/kernelFile(_:)``,
    ///   ``TableError/malformedReply(to:_:)`` for a file without the names of its columns.
    package static func forEach(
        in folder: String = folder,
        modules: String = modules,
        reading detail: TableDetail = .withCounters,
        _ body: (Connection) -> Bool
    ) throws(TableError) -> UnreadableLines? {
        let needsOrigin = detail == .withCounters
        // With one file instead of two, 20,000 entries take 160 million instructions less (row `connections`,
        // Tests/Guest/instructions).
        let isOneFile = !needsOrigin || !mayHaveEngines(modules)
        let name = needsOrigin && isOneFile ? "ip_vs_conn_sync" : "ip_vs_conn"
        var connections = try ConnectionFile("\(folder)/\(name)")
        guard !isOneFile else {
            while let connection = try connections.next(), body(connection) {}
            return connections.unreadable
        }
        var origins = OriginWindow(try ConnectionFile(folder + "/ip_vs_conn_sync"))
        while var connection = try connections.next() {
            connection.origin = try origins.origin(of: connection)
            guard body(connection) else { break }
        }
        return connections.unreadable
    }

    /// Whether a persistence engine may be loaded.
    ///
    /// An engine cannot be unloaded while a connection has data of it. In a kernel of which IPVS is a module, engines
    /// are modules, too, whose names begin with `ip_vs_pe_`; elsewhere they do not show.
    private static func mayHaveEngines(_ modules: String) -> Bool {
        guard let text = try? InputFile.contents(of: modules) else { return true }
        var (hasIPVS, hasEngine) = (false, false)
        for line in text.split(separator: UInt8(ascii: "\n")) {
            hasIPVS = hasIPVS || line.starts(with: "ip_vs ".utf8)
            hasEngine = hasEngine || line.starts(with: "ip_vs_pe_".utf8)
        }
        return hasEngine || !hasIPVS
    }
}

/// One of the two files.
private struct ConnectionFile: ~Copyable {
    private var lines: LineReader
    private let path: String
    private let columns: ConnectionLine
    /// The lines so far that are not entries.
    private(set) var unreadable: UnreadableLines?

    /// Opens the file and reads the names of its columns.
    init(_ path: String) throws(TableError) {
        var lines = try Self.open(path)
        let header = try Self.next(&lines) { line, _ throws(WireError) in
            try ConnectionLine(header: line)
        }
        switch header {
        case .success(let header): columns = header
        case .failure(let error): throw .malformedReply(to: "read \(path)", ExchangeError(error))
        case nil:
            throw .malformedReply(
                to: "read \(path)",
                ExchangeError(.badField(line: 1, column: "Pro", text: ""))
            )
        }
        self.path = path
        self.lines = lines
    }

    private static func open(_ path: String) throws(TableError) -> LineReader {
        do {
            return try LineReader(path)
        } catch {
            throw TableError(kernelFile: error)
        }
    }

    /// Reads the next entry; nil at the end.
    mutating func next() throws(TableError) -> Connection? {
        let columns = columns
        while true {
            let entry = try Self.next(&lines) { line, number throws(WireError) in
                try columns.connection(line, number: number)
            }
            switch entry {
            case .success(let connection): return connection
            case .failure(let error):
                unreadable = .counting(unreadable, in: path, error)
            case nil: return nil
            }
        }
    }

    private static func next<Value>(
        _ lines: inout LineReader,
        _ parse: (Span<UInt8>, _ number: Int) throws(WireError) -> Value
    ) throws(TableError) -> Result<Value, WireError>? {
        let number = lines.line + 1
        do throws(FileError) {
            return try lines.next { line in
                do throws(WireError) {
                    guard line.count <= LineReader.lineLimit else {
                        throw .longLine(line: number, limit: LineReader.lineLimit)
                    }
                    return .success(try parse(line, number))
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw TableError(kernelFile: error)
        }
    }
}

/// The next entries of the file with the origins.
private struct OriginWindow: ~Copyable {
    private var file: ConnectionFile
    private var waiting: [Connection] = []
    private var first = 0

    /// How far apart the two files may be: more than one read of a page gives.
    private static let size = 256

    init(_ file: consuming ConnectionFile) {
        self.file = file
    }

    /// Finds an entry and forgets those before it, which are gone in the other file.
    mutating func origin(of connection: Connection) throws(TableError) -> Connection.Origin? {
        var index = first
        while true {
            if index == waiting.count {
                guard index - first < Self.size, let next = try file.next() else { return nil }
                waiting.append(next)
            }
            if waiting[index].isSame(as: connection) { break }
            index += 1
        }
        let origin = waiting[index].origin
        first = index + 1
        if first >= Self.size {
            waiting.removeFirst(first)
            first = 0
        }
        return origin
    }
}

extension Connection {
    /// Whether two entries are about the same connection, whatever became of it in between.
    fileprivate func isSame(as other: Connection) -> Bool {
        client == other.client && target == other.target && server == other.server
            && protocolName == other.protocolName
    }
}
