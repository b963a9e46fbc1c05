/// A table in a file of rules or JSON, or only in memory.
///
/// Changes are checked as a kernel would judge them and answered with the same errors. A file keeps its form
/// when it is written back, but not its comments and layout; it is replaced in one step, after each call
/// that changed something, so also for a whole plan. Counters are zero and there are no connections.
///
/// Two programs that change the same file at the same time do not see each other, and the later one wins; but lvsctl
/// locks the file.
public final class FileTable: IPVSTable {
    /// What the table holds.
    public private(set) var configuration: TableConfiguration
    /// What there was to say about the document that was read; errors are thrown instead.
    public let warnings: [Diagnostic]

    /// What the table of a missing file is.
    public enum MissingFile: Sendable {
        /// An error, as perhaps its name is wrong.
        case unreadable
        /// An empty table.
        case empty
    }

    /// Is told what the user should know about the file that was written.
    package var onRemark: ((AtomicFile.Remark) -> Void)?

    private let lock: FileLock?
    private let missing: MissingFile
    private let file: (path: String, format: TableDocument.Format)?
    private let rules: KernelRules
    private let kernelInfo: KernelInfo
    private var isMissing = false
    /// Whether the file is written by ``asOneStep(_:)``.
    private var isInStep = false

    /// Says version 1.2.1, which is that of every kernel since 2.6, and no connection table.
    private static let noKernel = KernelInfo(version: 0x010201, connectionTableSize: 0)

    /// Creates a table in memory.
    public convenience init(_ configuration: TableConfiguration = TableConfiguration()) {
        self.init(configuration, rules: KernelRules())
    }

    /// Creates a table in memory, of a kernel with this version and connection table.
    package init(
        _ configuration: TableConfiguration = TableConfiguration(),
        rules: KernelRules = KernelRules(),
        info: KernelInfo? = nil
    ) {
        self.configuration = configuration
        self.rules = rules
        kernelInfo = info ?? Self.noKernel
        warnings = []
        file = nil
        lock = nil
        missing = .unreadable
    }

    /// Opens a table in a file.
    ///
    /// A file that is missing is created by the first change, as JSON if its name ends in `.json`; `missing` says
    /// what it is until then.
    /// The path `-` is standard input; such a table can be read only. Hosts and services are numeric in rules, too.
    ///
    /// - Throws: ``TableError/document(_:)`` when the file has errors,
    ///   ``TableError/unsupported(_:)`` when it does not show a whole table, ``TableError/file(path:operation:_:)``
    ///   when it cannot be read.
    public convenience init(path: String, missing: MissingFile = .unreadable) throws(TableError) {
        try self.init(path: path, missing: missing, lock: nil)
    }

    /// Opens a table in a file that others are kept from changing as long as the table lives.
    ///
    /// `resolver` knows the names of hosts and services that rules may have.
    package init(
        path: String,
        missing: MissingFile = .unreadable,
        lock: FileLock?,
        resolver: any NameResolver = NumericResolver(),
        rules: KernelRules = KernelRules()
    ) throws(TableError) {
        self.lock = lock
        self.missing = missing
        self.rules = rules
        kernelInfo = Self.noKernel
        guard let document = try Self.read(path, resolver) else {
            (configuration, warnings) = (TableConfiguration(), [])
            file = (path, TableDocument.Format(ofFile: path))
            isMissing = path != "-" && (lock?.isPlaceholder == true || !FileStatus.isThere(path))
            return
        }
        guard !document.hasErrors else { throw .document(document.diagnostics) }
        guard document.coverage == .table else {
            throw .unsupported(
                "\(path) shows some \(document.coverage) of a table only, and cannot be used as one"
            )
        }
        (configuration, warnings) = (document.configuration, document.diagnostics)
        file = (path, document.format)
    }

    private static func read(
        _ path: String,
        _ resolver: any NameResolver
    ) throws(TableError) -> TableDocument? {
        do {
            let bytes = try InputFile.contents(of: path)
            // An empty file has no form yet.
            if bytes.isEmpty { return nil }
            return TableDocument.read(bytes, file: path, resolver: resolver)
        } catch  where error.errno == .noSuchEntry {
            return nil
        } catch {
            throw TableError(error)
        }
    }

    /// Reads the whole table.
    public func snapshot(reading detail: TableDetail, unrest: Unrest) throws(TableError) -> TableSnapshot {
        try requireFile()
        return TableSnapshot(
            services: configuration.services.map(Self.observed),
            timeouts: configuration.timeouts,
            daemons: configuration.daemons
        )
    }

    /// Reads one service with its servers; nil if it does not exist.
    public func snapshot(
        of identity: ServiceIdentity,
        reading detail: TableDetail,
        unrest: Unrest
    ) throws(TableError) -> TableSnapshot? {
        try requireFile()
        return configuration.services[identity].map { TableSnapshot(services: [Self.observed($0)]) }
    }

    /// Refuses to take a file that is not there, perhaps by a slip of the pen, for an empty table.
    private func requireFile() throws(TableError) {
        guard isMissing, missing == .unreadable, let file else { return }
        throw .file(path: file.path, operation: FileError.Operation.read.rawValue, .noSuchEntry)
    }

    /// Says what the kernel said, or else version 1.2.1 and no connection table.
    public func info() throws(TableError) -> KernelInfo { kernelInfo }

    /// Reads the connection timeouts; 0 for those of which the table says nothing.
    public func timeouts() throws(TableError) -> ConnectionTimeouts {
        try requireFile()
        return configuration.timeouts ?? ConnectionTimeouts()
    }

    /// Reads the sync daemons, master first; none if the table says nothing of them.
    public func daemons() throws(TableError) -> [SyncDaemon] {
        try requireFile()
        return configuration.daemons ?? []
    }

    /// Does changes in their order; one that is refused does not stop the others.
    ///
    /// - Returns: the refused ones with their index, in ascending order.
    /// - Throws: ``TableError/faulty(_:_:)`` before anything is done when a change cannot be meant;
    ///   ``TableError/unsupported(_:)`` likewise when rules cannot say it; ``TableError/file(path:operation:_:)``
    ///   when the file cannot be written, and then nothing has changed.
    public func apply(
        _ changes: [Change],
        checking: ConfigurationCheck
    ) throws(TableError) -> [(index: Int, RefusedChange)] {
        try checking.check(changes)
        if let file, file.format == .rules { try checkRules(changes, file.path) }
        var changed = configuration
        var refused: [(index: Int, RefusedChange)] = []
        for (index, change) in changes.enumerated() {
            do throws(Errno) {
                try changed.apply(change, rules: rules)
            } catch {
                refused.append((index, RefusedChange(change: change, errno: error)))
            }
        }
        if changed != configuration {
            if !isInStep { try write(changed) }
            configuration = changed
            isMissing = false
        } else {
            // Nothing can be deleted or edited there.
            try requireFile()
        }
        return refused
    }

    /// None: in memory there is nothing to gain by smaller pieces than a phase.
    public var pieceLimit: Int? { nil }

    /// Writes the file once, after all that `body` changes, so that no reader finds it half changed.
    ///
    /// - Throws: ``TableError/file(path:operation:_:)`` when the file cannot be written, and then nothing has changed.
    public func asOneStep<Value>(_ body: () throws(TableError) -> Value) throws(TableError) -> Value {
        let before = (configuration, isMissing)
        isInStep = true
        defer { isInStep = false }
        let value = try body()
        guard configuration != before.0 else { return value }
        do throws(TableError) {
            try write(configuration)
        } catch {
            (configuration, isMissing) = before
            throw error
        }
        return value
    }

    /// Does nothing: a file has no connections.
    @discardableResult
    public func forEachConnection(
        reading detail: TableDetail,
        _ body: (Connection) -> Bool
    ) throws(TableError) -> UnreadableLines? { nil }

    /// Refuses what would be lost when the file is written.
    private func checkRules(_ changes: [Change], _ path: String) throws(TableError) {
        for change in changes {
            guard let loss = change.obstacleToRule ?? change.lossesAsRule.first else { continue }
            throw .unsupported(
                "cannot \(change) in \(path): rules cannot say \(loss) (use a file whose name ends in .json)"
            )
        }
    }

    private func write(_ table: TableConfiguration) throws(TableError) {
        guard let file else { return }
        guard file.path != "-" else { throw .unsupported("a table from standard input cannot be changed") }
        do {
            let bytes = TableDocument.write(table, as: file.format)
            let remark = try AtomicFile.write(bytes, to: file.path, lock: lock)
            if let remark { onRemark?(remark) }
        } catch {
            throw TableError(error)
        }
    }

    private static func observed(_ entry: ServiceConfiguration) -> ObservedService {
        // The newest server comes first, as in the kernel.
        let servers = entry.servers.map { ObservedServer($0) }
        return ObservedService(entry.service, servers: servers.reversed())
    }
}

extension TableError {
    /// Wraps an error about a file.
    package init(_ error: FileError) {
        self = .file(path: error.path, operation: error.operation.rawValue, error.errno)
    }
}
