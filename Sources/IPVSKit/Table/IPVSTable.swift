/// A table of virtual services that can be changed: the kernel's own, or one in a file.
public protocol IPVSTable: TableReader {
    /// Reads the settings of one service without its servers; nil if it does not exist.
    func settings(of identity: ServiceIdentity) throws(TableError) -> VirtualService?

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

    /// Does what changes the table in several calls so that readers see all of it or nothing, where that can be.
    func asOneStep<Value>(_ body: () throws(TableError) -> Value) throws(TableError) -> Value
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

    /// Only calls `body`: the kernel shows each change at once.
    public func asOneStep<Value>(_ body: () throws(TableError) -> Value) throws(TableError) -> Value {
        try body()
    }

    /// Reads the settings of one service by reading all of it.
    public func settings(of identity: ServiceIdentity) throws(TableError) -> VirtualService? {
        try service(identity, reading: .withoutCounters)?.configuration
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
    /// What was wrong with the service already is not held against the edit.
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
        try replace(.editService(new), knownErrors: Set(old.errors()))
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
        try replace(.editServer(new, of: identity), knownErrors: Set(old.errors(in: identity.family)))
        return (old, new)
    }

    /// Finds the change that makes a service like this: an edit if it is there, else an addition.
    package func change(toReplace new: VirtualService) throws(TableError) -> Change {
        try settings(of: new.identity) == nil ? .addService(new) : .editService(new)
    }

    /// Finds the change that makes a server like this: an edit if it is there, else an addition.
    package func change(
        toReplace new: RealServer,
        of identity: ServiceIdentity
    ) throws(TableError) -> Change {
        try serverIfThere(new.endpoint, of: identity) == nil
            ? .addServer(new, to: identity) : .editServer(new, of: identity)
    }

    private func replace(_ change: Change, knownErrors: Set<ConfigurationError>) throws(TableError) {
        let errors = change.errors().filter { !knownErrors.contains($0) }
        guard errors.isEmpty else { throw .faulty(change, errors) }
        try performAndVerify(change, checking: .verbatim)
    }

    /// Reads one server; nil if it is not there.
    func serverIfThere(_ endpoint: Endpoint, of identity: ServiceIdentity) throws(TableError) -> RealServer? {
        try service(identity, reading: .withoutCounters)?[endpoint]?.configuration
    }

    /// Reads one server.
    public func server(_ endpoint: Endpoint, of identity: ServiceIdentity) throws(TableError) -> RealServer {
        guard let service = try service(identity, reading: .withoutCounters) else {
            throw .noSuchService(identity)
        }
        guard let server = service[endpoint] else { throw .noSuchServer(endpoint, identity) }
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
