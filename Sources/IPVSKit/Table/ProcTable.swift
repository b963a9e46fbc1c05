/// What everybody may read of the kernel's table: `/proc/net/ip_vs`, without privileges and without changing it.
///
/// It is a part of the truth only: see ``omissions``.
public final class ProcTable: TableReader {
    private let folder: String
    private let ticksPerSecond: UInt32?

    /// Opens the files of this process's network namespace.
    public convenience init() {
        self.init(folder: ConnectionReader.folder, ticksPerSecond: Self.ticks())
    }

    /// Opens files in another folder; without a tick rate, persistence timeouts are unknown.
    package init(folder: String, ticksPerSecond: UInt32?) {
        self.folder = folder
        self.ticksPerSecond = ticksPerSecond
    }

    /// What cannot be read here, as text for people; what is reported of it is the default or 0.
    public var omissions: [String] {
        let unknown = ticksPerSecond == nil ? ["persistence timeouts"] : []
        return unknown + [
            "persistence engines", "scheduler flags", "one-packet scheduling of IPv6 services",
            "the address family of marks without servers", "thresholds", "tunnel types",
            "persistent connections", "counters and rates", "connection timeouts", "sync daemons",
        ]
    }

    /// Reads the services and servers; timeouts and sync daemons are unknown.
    ///
    /// - Throws: ``TableError/unavailable(_:)`` without a module, ``TableError/malformedReply(to:_:)``.
    public func snapshot(reading detail: TableDetail, unrest: Unrest) throws(TableError) -> TableSnapshot {
        try listing().snapshot
    }

    /// Reads the version of IPVS and the size of its connection table.
    public func info() throws(TableError) -> KernelInfo {
        try listing().table.info
    }

    /// Hands every connection to `body` in the kernel's order, in constant memory, until it returns false.
    @discardableResult
    public func forEachConnection(
        reading detail: TableDetail,
        _ body: (Connection) -> Bool
    ) throws(TableError) -> UnreadableLines? {
        try ConnectionReader.forEach(in: folder, reading: detail, body)
    }

    /// Reads the file; lines that are not entries are left out.
    private func listing() throws(TableError) -> (table: ServiceListing, snapshot: TableSnapshot) {
        let path = folder + "/ip_vs"
        var listing = ServiceListing(ticksPerSecond: ticksPerSecond)
        var unreadable: UnreadableLines?
        var mistake: WireError?
        do throws(FileError) {
            var lines = try LineReader(path)
            while mistake == nil {
                let number = lines.line + 1
                let result: Void? = try lines.next { line in
                    do throws(WireError) {
                        guard line.count <= LineReader.lineLimit else {
                            throw .longLine(line: number, limit: LineReader.lineLimit)
                        }
                        try listing.add(line, number: number)
                    } catch {
                        // Without its first line it is another file.
                        guard number > 1 else { return mistake = error }
                        listing.passOver(line)
                        unreadable = .counting(unreadable, in: path, error)
                    }
                }
                if result == nil { break }
            }
        } catch {
            throw TableError(kernelFile: error)
        }
        if let mistake { throw .malformedReply(to: "read \(path)", ExchangeError(mistake)) }
        var snapshot = TableSnapshot(services: listing.services)
        snapshot.unreadable = unreadable
        return (listing, snapshot)
    }

    /// The kernel's clock ticks a second; nil where it does not show them.
    ///
    /// There is no proper way to ask. Two settings are one and five seconds by default and are shown in ticks
    /// (`net/ipv4/route.c`, `ip_rt_error_cost` and `ip_rt_error_burst`), but only in the first network namespace.
    package static func ticks(in folder: String = "/proc/sys/net/ipv4/route") -> UInt32? {
        func setting(_ name: String) -> UInt32? {
            guard let text = try? InputFile.contents(of: "\(folder)/\(name)", limit: 4096) else { return nil }
            return text.span.extracting(..<max(0, text.count - 1)).decimalNumber
        }
        guard let ticks = setting("error_cost"), setting("error_burst") == ticks &* 5 else { return nil }
        // CONFIG_HZ of any architecture.
        return [24, 32, 48, 64, 100, 128, 200, 250, 256, 300, 1000, 1024, 1200].contains(ticks) ? ticks : nil
    }
}

extension TableError {
    /// Wraps an error about a file that is the kernel's own: without IPVS it is not there, but its folder is.
    init(kernelFile error: FileError) {
        let folder = error.path.prefix(upTo: error.path.lastIndex(of: "/") ?? error.path.startIndex)
        let isMissing = error.errno == .noSuchEntry && FileDescriptor.isFolder(String(folder))
        self = isMissing ? .unavailable(.noModule) : .kernelFile(error)
    }
}
