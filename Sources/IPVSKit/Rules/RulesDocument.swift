/// A file of rules: what it asks for, and everything that is wrong with it.
///
/// The lines are carried out in their order on an empty table, as `ipvsadm -R` would do on a kernel. Besides rules
/// there may be blank lines, comments that begin with `#`, and words quoted as for a shell.
public struct RulesDocument: Sendable {
    /// What the rules without errors ask for.
    public private(set) var configuration = TableConfiguration()
    /// Errors and warnings, in the order of the lines.
    public private(set) var findings: [RuleFinding] = []

    /// More findings than this help nobody.
    static let findingLimit = 1000

    private var places = DefinitionPlaces()
    private var rules: KernelRules
    /// Services whose own line has an error, so that the lines of their servers cannot be judged.
    private var unreadable: Set<ServiceIdentity> = []
    /// Whether there is an error in a line that may have added any service.
    private var hasUnknownServices = false

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - text: the bytes of the document.
    ///   - resolver: who knows the names of hosts and services; without one, everything must be numeric.
    ///   - rules: what the kernel accepts; schedulers and engines that it lacks are only warned of.
    public init(
        _ text: Span<UInt8>,
        resolver: any NameResolver = NumericResolver(),
        rules: KernelRules = KernelRules()
    ) {
        self.rules = rules
        var reader = RuleReader(resolver: resolver)
        var isAtEnd = false
        while !isAtEnd {
            do {
                guard let command = try reader.next(in: text) else { break }
                take(command, reader, text)
            } catch {
                report(error, reader)
                isAtEnd = error.cause == .zeroByte
            }
        }
        guard !isAtEnd, text.count > 0, text[text.count - 1] != Byte.newline else { return }
        add(.warning, .noFinalLineBreak, at: reader.extent.count..<reader.extent.count, reader)
    }

    /// Reads a document from text.
    public init(
        _ text: String,
        resolver: any NameResolver = NumericResolver(),
        rules: KernelRules = KernelRules()
    ) {
        self.init(Array(text.utf8).span, resolver: resolver, rules: rules)
    }

    /// Whether the document must not be used.
    public var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// The line that added a service; nil if there is none in the end.
    public func line(of identity: ServiceIdentity) -> Int? { places.line(of: identity) }

    /// The line that added a server to a service; nil if there is none in the end.
    public func line(of endpoint: Endpoint, in identity: ServiceIdentity) -> Int? {
        places.line(of: endpoint, in: identity)
    }

    /// The lines that added the services.
    public var serviceLines: [ServiceIdentity: Int] { places.serviceLines }

    /// The lines that added the servers.
    public var serverLines: [ServiceIdentity: [Endpoint: Int]] { places.serverLines }

    // MARK: Lines

    private mutating func take(_ command: RuleCommand, _ reader: RuleReader, _ text: Span<UInt8>) {
        guard case .change(let change) = command else {
            let name = reader.parser.command?.spelling ?? ""
            return add(.error, .rule(.notAChange(name)), at: reader.columns(of: nil, in: text), reader)
        }
        var isMisread = false
        for fault in change.faults() {
            isMisread = isMisread || fault.severity == .misread
            let columns = reader.columns(of: fault.column, in: text)
            add(fault.severity == .misread ? .error : .warning, .fault(fault), at: columns, reader)
        }
        if let service = change.definedService { acceptModules(of: service, reader, text) }
        guard !isMisread else { return giveUp(on: change.service) }
        do {
            try configuration.apply(change, rules: rules)
            places.note(change, line: reader.line)
        } catch {
            refuse(change, error, reader, text)
        }
    }

    /// Warns of a scheduler or engine that no kernel has, and goes on as if one had.
    private mutating func acceptModules(
        of service: VirtualService,
        _ reader: RuleReader,
        _ text: Span<UInt8>
    ) {
        if rules.schedulers.insert(service.scheduler).inserted {
            let columns = reader.columns(of: .scheduler, in: text)
            add(.warning, .unknownScheduler(service.scheduler), at: columns, reader)
        }
        if let engine = service.engine, rules.engines.insert(engine).inserted {
            add(.warning, .unknownEngine(engine), at: reader.columns(of: .engine, in: text), reader)
        }
    }

    private mutating func refuse(
        _ change: Change,
        _ errno: Errno,
        _ reader: RuleReader,
        _ text: Span<UInt8>
    ) {
        if errno == .noSuchService, let identity = change.service, isUnreadable(identity) { return }
        var problem = RuleFinding.Problem.refused(RefusedChange(change: change, errno: errno))
        var column = OptionColumn.serviceAddress
        switch (errno, change) {
        case (.exists, .addService(let service)):
            problem = .duplicateService(service.identity, first: line(of: service.identity) ?? 0)
        case (.exists, .addServer(let server, let identity)):
            let first = line(of: server.endpoint, in: identity) ?? 0
            problem = .duplicateServer(server.endpoint, identity, first: first)
            column = .realServer
        case (.exists, .startDaemon(let daemon)):
            problem = .duplicateDaemon(daemon.role, first: places.line(of: daemon.role) ?? 0)
        case (.noSuchService, _): break
        default: column = .realServer
        }
        add(.error, problem, at: reader.columns(of: column, in: text), reader)
    }

    private mutating func report(_ error: RuleError, _ reader: RuleReader) {
        add(.error, .rule(error.cause), at: error.columns, reader)
        guard reader.parser.command == .addService else { return }
        giveUp(on: reader.parser.given.identity)
    }

    /// Remembers that the line that adds a service has an error, so that its servers' lines are not blamed.
    private mutating func giveUp(on identity: ServiceIdentity?) {
        if let identity { unreadable.insert(identity) } else { hasUnknownServices = true }
    }

    private func isUnreadable(_ identity: ServiceIdentity) -> Bool {
        hasUnknownServices || unreadable.contains(identity)
    }

    private mutating func add(
        _ severity: Diagnostic.Severity,
        _ problem: RuleFinding.Problem,
        at columns: Range<Int>,
        _ reader: RuleReader
    ) {
        guard findings.count <= Self.findingLimit else { return }
        let isLast = findings.count == Self.findingLimit
        let start = reader.extent.lowerBound
        findings.append(
            RuleFinding(
                severity: isLast ? .error : severity,
                problem: isLast ? .limit : problem,
                line: reader.line,
                range: start + columns.lowerBound..<start + columns.upperBound
            )
        )
    }
}

/// The lines that added services, servers and daemons.
private struct DefinitionPlaces: Sendable {
    private struct Service: Sendable {
        var line: Int
        var servers: [Endpoint: Int32] = [:]
    }

    private var services: [ServiceIdentity: Service] = [:]
    private var daemons: [SyncDaemon.Role: Int] = [:]

    var serviceLines: [ServiceIdentity: Int] { services.mapValues(\.line) }
    var serverLines: [ServiceIdentity: [Endpoint: Int]] {
        services.mapValues { $0.servers.mapValues(Int.init) }
    }

    func line(of identity: ServiceIdentity) -> Int? { services[identity]?.line }
    func line(of role: SyncDaemon.Role) -> Int? { daemons[role] }

    func line(of endpoint: Endpoint, in identity: ServiceIdentity) -> Int? {
        services[identity]?.servers[endpoint].map(Int.init)
    }

    mutating func note(_ change: Change, line: Int) {
        switch change {
        case .addService(let service): services[service.identity] = Service(line: line)
        case .deleteService(let identity): services[identity] = nil
        case .addServer(let server, let identity):
            services[identity]?.servers[server.endpoint] = Int32(truncatingIfNeeded: line)
        case .deleteServer(let endpoint, let identity): services[identity]?.servers[endpoint] = nil
        case .startDaemon(let daemon): daemons[daemon.role] = line
        case .stopDaemon(let role): daemons[role] = nil
        case .clear: services = [:]
        case .editService, .editServer, .setTimeouts, .zero: break
        }
    }
}

extension Change {
    /// The service that the change is about; nil if it is about none, or about all.
    fileprivate var service: ServiceIdentity? {
        switch self {
        case .addService(let service), .editService(let service): service.identity
        case .deleteService(let identity), .addServer(_, let identity), .editServer(_, let identity),
            .deleteServer(_, let identity):
            identity
        case .zero(let identity): identity
        case .setTimeouts, .startDaemon, .stopDaemon, .clear: nil
        }
    }

    /// The service that the change adds or edits.
    fileprivate var definedService: VirtualService? {
        switch self {
        case .addService(let service), .editService(let service): service
        default: nil
        }
    }
}

extension ConfigurationFault {
    /// The option that a fault is about.
    fileprivate var column: OptionColumn? {
        switch self {
        case .markIsZero, .protocolNotBalanced, .portZeroWithoutPersistence: .serviceAddress
        case .onePacketNotUDP: .onePacket
        case .netmaskFamily, .prefixLength, .netmaskWithHoles: .netmask
        case .persistenceTimeout: .persistent
        case .nameLength, .engineWithoutPersistence: .engine
        case .unknownServiceFlags: .schedulerFlags
        case .forwardingMethod, .tunnelWithoutTunnelMethod: .forwardingMethod
        case .weight: .weight
        case .threshold: .upperThreshold
        case .thresholdOrder: .lowerThreshold
        case .serverFamily, .serverAddress: .realServer
        case .tunnelType, .tunnelFlags: .tunnelType
        case .tunnelPort: .tunnelPort
        case .syncID: .syncID
        case .syncLength: .syncMaximumLength
        case .syncGroup: .multicastGroup
        case .connectionTimeout: nil
        }
    }
}
