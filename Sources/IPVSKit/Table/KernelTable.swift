/// The kernel's table of this network namespace.
///
/// Its sockets are opened when they are first needed, in the network namespace of the thread that needs them, and
/// closed with the object: a thread that changes its namespace makes itself another table. All commands, the reading
/// ones too, need `CAP_NET_ADMIN` in the initial user namespace.
///
/// The kernel has no transactions and no consistent dumps: see ``snapshot(reading:unrest:)`` for what is done about it.
public final class KernelTable: IPVSTable {
    let transport: any Transport
    /// Reads IPv4 lists faster and of one moment; nil where all messages are traced, or somebody plays the kernel.
    let options: OptionReader?
    /// Whether a netlink list of one piece shows one moment.
    let locksDumps: Bool
    /// How many servers the service had that was read last.
    var usualServerCount = 0

    /// Creates a table that opens its socket on first use.
    ///
    /// - Parameters:
    ///   - trace: receives every netlink message in both directions, decoded, line by line.
    ///   - loadModule: called once when the kernel has no IPVS; it may load the module, and the kernel is asked again.
    public convenience init(trace: ((String) -> Void)? = nil, loadModule: (() -> Void)? = nil) {
        let socket = GenericNetlinkSocket()
        socket.trace = trace
        socket.loadModule = loadModule
        self.init(
            transport: socket,
            options: trace == nil ? OptionReader() : nil,
            locksDumps: KernelRelease.locksDumps
        )
    }

    /// Creates a table behind any transport, for one who plays the kernel.
    package convenience init(transport: any Transport, locksDumps: Bool = true) {
        self.init(transport: transport, options: nil, locksDumps: locksDumps)
    }

    /// Creates a table of the kernel that this transport speaks to.
    package convenience init(kernelBehind transport: any Transport) {
        self.init(transport: transport, options: OptionReader(), locksDumps: KernelRelease.locksDumps)
    }

    private init(transport: any Transport, options: OptionReader?, locksDumps: Bool) {
        self.transport = transport
        self.options = options
        self.locksDumps = locksDumps
    }

    /// Reads the version and the connection table's size (`IPVS_CMD_GET_INFO`).
    public func info() throws(TableError) -> KernelInfo {
        var info: KernelInfo?
        try request(IPVSCommand.getInfo, to: "read the version of IPVS") {
            (_, reply) throws(WireError) in
            info = try KernelInfo(reply)
            return true
        }
        guard let info else {
            throw .malformedReply(
                to: "read the version of IPVS",
                ExchangeError(.missing(attribute: "INFO"))
            )
        }
        return info
    }

    /// Reads the connection timeouts (`IPVS_CMD_GET_CONFIG`).
    public func timeouts() throws(TableError) -> ConnectionTimeouts {
        var timeouts = ConnectionTimeouts()
        try request(IPVSCommand.getConfig, to: "read the connection timeouts") {
            (_, reply) throws(WireError) in
            timeouts = try ConnectionTimeouts(reply)
            return true
        }
        return timeouts
    }

    /// Reads the running sync daemons (`IPVS_CMD_GET_DAEMON`), master first.
    public func daemons() throws(TableError) -> [SyncDaemon] {
        var daemons: [SyncDaemon] = []
        try retrying { () throws(TableError) in
            daemons = []
            try self.request(
                IPVSCommand.getDaemon,
                kind: .shortDump,
                to: "read the sync daemons"
            ) { (_, reply) throws(WireError) in
                daemons.append(try MessageAttributes(reply).requireDaemon())
                return true
            }
        }
        return daemons.sorted { $0.role.rawValue < $1.role.rawValue }
    }

    /// Sends one request without changes, reads what comes back, and returns in how many pieces that came.
    @discardableResult
    func request(
        _ command: UInt8,
        kind: RequestKind = .single,
        to operation: @autoclosure () -> String,
        attributes: (inout MessageWriter) -> Void = { _ in },
        onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
    ) throws(TableError) -> Int {
        var message = MessageBatch(command: command, attributes: attributes)
        do {
            return try transport.request(&message, kind: kind, timeout: nil, onReply: onReply)
        } catch {
            throw TableError(error, operation: operation())
        }
    }

    /// How often a disturbed reading is begun, with longer and longer pauses, before
    /// ``TableError/changing(attempts:)``.
    static let attemptLimit = 5

    /// Repeats a reading that the kernel says was interrupted.
    func retrying<Value>(_ body: () throws(TableError) -> Value) throws(TableError) -> Value {
        for attempt in 0..<Self.attemptLimit {
            Pause.before(attempt: attempt)
            do throws(TableError) {
                return try body()
            } catch TableError.communication(_, let error) where error == ExchangeError(.interruptedDump) {
                continue
            } catch {
                throw error
            }
        }
        throw .changing(attempts: Self.attemptLimit)
    }

    /// Hands over the kernel's connections as they are read, from `/proc/net`.
    @discardableResult
    public func forEachConnection(
        reading detail: TableDetail,
        _ body: (Connection) -> Bool
    ) throws(TableError) -> UnreadableLines? {
        try ConnectionReader.forEach(reading: detail, body)
    }
}
