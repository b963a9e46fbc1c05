/// A table of virtual services: the kernel's own, or one in a file.
///
/// Not thread-safe: a program that wants to work in parallel opens two.
public protocol IPVSTable: AnyObject {
    /// Reads the whole table, consistent in itself: services, servers, timeouts and sync daemons.
    ///
    /// - Throws: ``TableError/changing(attempts:)`` when other programs do not let it come to rest.
    func snapshot() throws(TableError) -> TableSnapshot

    /// Hands over the services one by one, each with its servers, as consistent as a snapshot, in less memory.
    ///
    /// `order` sees them all, without servers, and returns their places in the order in which they are to come; it may
    /// leave some out, and nil stands for the backend's order. `begin` is called with their number before the first one; when it is called again,
    /// the table had changed meanwhile and everything begins again. What is not part of `detail` may be missing.
    ///
    /// - Throws: ``TableError/changing(attempts:)`` when other programs do not let the table come to rest.
    func forEachService(
        reading detail: TableDetail,
        in order: (([ObservedService]) -> [Int])?,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError)

    /// Reads one service with its servers; nil if there is none of this identity.
    func service(_ identity: ServiceIdentity) throws(TableError) -> ObservedService?

    /// Reads the settings of one service without its servers; nil if there is none of this identity.
    func settings(of identity: ServiceIdentity) throws(TableError) -> VirtualService?

    /// Reads what the kernel says of itself.
    func info() throws(TableError) -> KernelInfo

    /// Reads the connection timeouts.
    func timeouts() throws(TableError) -> ConnectionTimeouts

    /// Reads the running sync daemons, master first.
    func daemons() throws(TableError) -> [SyncDaemon]

    /// Sends changes in their order; one that is refused does not stop the others.
    ///
    /// - Returns: the refused ones with their index, in ascending order.
    /// - Throws: ``TableError/faulty(_:_:)`` before anything is sent when a change cannot be meant.
    func apply(_ changes: [Change], checking: ConfigurationCheck) throws(TableError) -> [(
        index: Int, RefusedChange
    )]

    /// The most changes of a plan that are sent in one piece; nil where each phase of a plan is one.
    var pieceLimit: Int? { get }

    /// Hands every connection to `body` in the kernel's order, in constant memory, until it returns false.
    ///
    /// - Returns: the lines of the kernel's list that are not entries; nil if there is none.
    @discardableResult
    func forEachConnection(
        reading detail: TableDetail,
        _ body: (Connection) -> Bool
    ) throws(TableError) -> UnreadableLines?
}

/// How much of a table is read.
public enum TableDetail: Sendable {
    /// Whatever there is.
    case everything
    /// What servers do and how many connections they have: no counters of theirs, and nothing of a tunnel at one that
    /// forwards in another way. A large table is read in half the time. Of connections, everything but their origin,
    /// which takes half the time, too.
    case essentials
}

extension IPVSTable {
    /// Reads the table like ``snapshot()``; what is not part of `detail` may be missing.
    public func snapshot(reading detail: TableDetail) throws(TableError) -> TableSnapshot {
        var services: [ObservedService] = []
        try forEachService(reading: detail, in: nil) { count in
            services.removeAll(keepingCapacity: true)
            services.reserveCapacity(count)
        } body: { service in
            services.append(service)
        }
        return TableSnapshot(services: services, timeouts: try timeouts(), daemons: try daemons())
    }
}

/// What is refused before the kernel sees it.
public enum ConfigurationCheck: Sendable {
    /// Whatever would not do what is meant.
    case meaningful
    /// Only what the kernel would misread: for tables that were saved as they were, however odd.
    case verbatim
    /// Nothing: for what has been checked.
    case checked
}

extension IPVSTable {
    /// As many as travel in one system call.
    public var pieceLimit: Int? { MessageBatch.messageLimit }

    /// Hands over the services of a snapshot.
    public func forEachService(
        reading detail: TableDetail,
        in order: (([ObservedService]) -> [Int])?,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) {
        try snapshot().forEachService(in: order, begin: begin, body: body)
    }

    /// Reads the settings of one service by reading all of it.
    public func settings(of identity: ServiceIdentity) throws(TableError) -> VirtualService? {
        try service(identity)?.configuration
    }

    /// Does one change.
    ///
    /// - Throws: ``TableError/refused(_:)`` when the kernel refuses it.
    public func perform(_ change: Change, checking: ConfigurationCheck = .meaningful) throws(TableError) {
        if let first = try apply([change], checking: checking).first { throw .refused(first.1) }
    }

    /// Does one change to a service or server, and reads back what became of it.
    ///
    /// - Throws: ``TableError/notKept(_:found:)`` when the kernel holds something else, and what
    ///   ``perform(_:checking:)`` throws.
    public func performAndVerify(
        _ change: Change,
        checking: ConfigurationCheck = .meaningful
    ) throws(TableError) {
        try perform(change, checking: checking)
        switch change {
        case .addService(let service), .editService(let service):
            let found = try settings(of: service.identity)
            if found != service { throw .notKept(change, found: found.ruleText) }
        case .addServer(let server, let identity), .editServer(let server, let identity):
            let found = try serverIfThere(server.endpoint, of: identity)
            if found != server { throw .notKept(change, found: found.ruleText(in: identity)) }
        default: return
        }
    }

    /// Changes what an edit names about a service, keeps the rest, and reads back.
    ///
    /// Faults that the service already had are not held against the edit.
    ///
    /// - Returns: the service before and after.
    /// - Throws: ``TableError/noSuchService(_:)``, ``TableError/notKept(_:found:)``.
    @discardableResult
    public func edit(
        _ identity: ServiceIdentity,
        _ edit: ServiceEdit
    ) throws(TableError) -> (old: VirtualService, new: VirtualService) {
        guard let old = try settings(of: identity) else { throw .noSuchService(identity) }
        let new = edit.applied(to: old)
        try replace(.editService(new), knownFaults: Set(old.faults()))
        return (old, new)
    }

    /// Changes what an edit names about a server, keeps the rest, and reads back.
    ///
    /// - Returns: the server before and after.
    /// - Throws: ``TableError/noSuchServer(_:_:)``, ``TableError/notKept(_:found:)``.
    @discardableResult
    public func edit(
        _ endpoint: Endpoint,
        of identity: ServiceIdentity,
        _ edit: ServerEdit
    ) throws(TableError) -> (old: RealServer, new: RealServer) {
        let old = try server(endpoint, of: identity)
        let new = edit.applied(to: old)
        try replace(.editServer(new, of: identity), knownFaults: Set(old.faults(in: identity.family)))
        return (old, new)
    }

    /// Finds the change that makes a service like this: an edit if it is there, else an addition.
    public func change(toReplace new: VirtualService) throws(TableError) -> Change {
        try settings(of: new.identity) == nil ? .addService(new) : .editService(new)
    }

    /// Finds the change that makes a server like this: an edit if it is there, else an addition.
    public func change(
        toReplace new: RealServer,
        of identity: ServiceIdentity
    ) throws(TableError) -> Change {
        try serverIfThere(new.endpoint, of: identity) == nil
            ? .addServer(new, to: identity) : .editServer(new, of: identity)
    }

    private func replace(_ change: Change, knownFaults: Set<ConfigurationFault>) throws(TableError) {
        let faults = change.faults().filter { !knownFaults.contains($0) }
        guard faults.isEmpty else { throw .faulty(change, faults) }
        try performAndVerify(change, checking: .verbatim)
    }

    /// Reads one server; nil if it is not there.
    func serverIfThere(_ endpoint: Endpoint, of identity: ServiceIdentity) throws(TableError) -> RealServer? {
        let servers = try service(identity)?.servers ?? []
        return servers.first { $0.configuration.endpoint == endpoint }?.configuration
    }

    /// Reads one server.
    public func server(_ endpoint: Endpoint, of identity: ServiceIdentity) throws(TableError) -> RealServer {
        guard let service = try service(identity) else { throw .noSuchService(identity) }
        guard let server = service.servers.first(where: { $0.configuration.endpoint == endpoint }) else {
            throw .noSuchServer(endpoint, identity)
        }
        return server.configuration
    }
}

extension VirtualService? {
    /// The service as a rule, in quotes.
    fileprivate var ruleText: String { map { "'\(RulesWriter.line(.addService($0)))'" } ?? "nothing" }
}

extension RealServer? {
    /// The server as a rule, in quotes.
    fileprivate func ruleText(in identity: ServiceIdentity) -> String {
        map { "'\(RulesWriter.line(.addServer($0, to: identity)))'" } ?? "nothing"
    }
}
