extension CommandLineParser {
    /// Makes a command of what was given, after the checks that concern values.
    ///
    /// Mutating, as what it calls, though nothing is changed: all that was given is not copied then.
    @inline(__always)
    mutating func build(
        _ command: CommandName,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) -> RuleCommand {
        switch command {
        case .addService: .change(.addService(try service(text, words)))
        case .editService: .change(.editService(try service(text, words)))
        case .deleteService: .change(.deleteService(try identity()))
        case .addServer: .change(.addServer(try server(text, words), to: try identity()))
        case .editServer: .change(.editServer(try server(text, words), of: try identity()))
        case .deleteServer: .change(.deleteServer(given.server, from: try identity()))
        case .clear: .change(.clear)
        // As in the request of ipvsadm, the service that is zero in every field means all.
        case .zero: .change(.zero(given.identity.flatMap { $0.isUnspecified ? nil : $0 }))
        case .setTimeouts: .change(.setTimeouts(timeouts))
        case .startDaemon: .change(startDaemon())
        case .stopDaemon: .change(.stopDaemon(daemon.role))
        case .list: .list(try listOptions(text, words))
        case .save: .save(isNumeric: given.has(.numeric))
        case .restore: .restore
        case .help: .help
        case .version: .version
        }
    }

    @inline(__always)
    private mutating func identity() throws(RuleError) -> ServiceIdentity {
        guard let identity = given.identity else {
            // The matrix has asked for one.
            let kind = OptionColumn.serviceAddress.ipvsadmName
            throw RuleError(.missingOption(kind: kind, .command("")), at: 0..<0)
        }
        return identity
    }

    // MARK: Services and servers

    @inline(never)
    private mutating func service(_ text: Span<UInt8>, _ words: Span<RuleWord>) throws(RuleError)
        -> VirtualService
    {
        let identity = try identity()
        if identity.port == 0, !given.has(.persistent) {
            throw portError(text, words)
        }
        if given.has(.onePacket), let serviceProtocol = identity.serviceProtocol, serviceProtocol != .udp {
            throw RuleError(.onePacketNotUDP, at: Self.place(of: .onePacket, text, words).option)
        }
        var service = VirtualService(identity)
        if !given.scheduler.isEmpty { service.scheduler = Scheduler(rawValue: given.scheduler) }
        service.flags = given.flags
        if given.has(.persistent) { service.flags.insert(.persistent) }
        if given.has(.onePacket) { service.flags.insert(.onePacket) }
        service.timeout = given.timeout
        service.netmask = given.netmask
        service.engine = given.engine.isEmpty ? nil : given.engine
        return service
    }

    /// Says whether the port of a service is 0 or missing.
    @inline(never)
    private func portError(_ text: Span<UInt8>, _ words: Span<RuleWord>) -> RuleError {
        let place = Self.place(of: .serviceAddress, text, words).value
        guard let found = Self.found(.serviceAddress, text, words) else {
            return RuleError(.portZero, at: place)
        }
        let form = try? addresses.read(
            text.extracting(found.value.range),
            serviceProtocol: given.serviceProtocol
        )
        return RuleError(form?.port == nil ? .portMissing : .portZero, at: place)
    }

    @inline(__always)
    private mutating func server(_ text: Span<UInt8>, _ words: Span<RuleWord>) throws(RuleError) -> RealServer
    {
        var endpoint = given.server
        // Packets that are not rewritten arrive with the port that the client chose; ipvsadm says nothing of it.
        if given.settings.method.keepsPort, given.mark == nil { endpoint.port = given.endpoint.port }
        if endpoint.address.family != given.family, given.settings.method != .tunnel {
            throw RuleError(.otherFamily, at: Self.place(of: .realServer, text, words).value)
        }
        if given.settings.method == .tunnel {
            try checkTunnel(text, words)
        } else if !given.columns.isDisjoint(with: Self.tunnelColumns) {
            let first = given.columns.intersection(Self.tunnelColumns).first ?? .tunnelType
            throw RuleError(.tunnelWithOtherMethod, at: Self.place(of: first, text, words).option)
        }
        return given.settings.at(endpoint)
    }

    private static let tunnelColumns: OptionColumns = [
        OptionColumns(.tunnelType), OptionColumns(OptionColumn(.tunnelPort)),
        OptionColumns(.tunnelNoChecksum),
        OptionColumns(OptionColumn(.tunnelChecksum)), OptionColumns(OptionColumn(.tunnelRemoteChecksum)),
    ]

    // MARK: Daemons

    @inline(never)
    private mutating func startDaemon() -> Change {
        var daemon = daemon
        if daemon.interface.isEmpty { daemon.interface = Self.defaultInterface }
        return .startDaemon(daemon)
    }

    private static let defaultInterface: KernelName = "eth0"

    // MARK: Lists

    @inline(never)
    private mutating func listOptions(
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) -> ListOptions {
        for (subjects, forms) in Self.listConflicts where has(subjects) {
            guard let form = forms.first(where: { given.has($0) }) else { continue }
            throw RuleError(.listConflict, at: Self.place(of: form, text, words).option)
        }
        var options = ListOptions()
        options.subject =
            if let identity = given.identity { .service(identity) } else {
                Self.subjects.first { given.has($0.0) }?.1 ?? .services
            }
        options.format = Self.formats.first { given.has($0.0) }?.1 ?? .standard
        options.isNumeric = given.has(.numeric)
        options.isExact = given.has(.exact)
        options.isSorted = !given.has(.noSort)
        options.showsEngineData = given.has(.persistentConnections)
        return options
    }

    private func has(_ columns: [OptionColumn]) -> Bool { columns.contains { given.has($0) } }

    private static let listConflicts: [([OptionColumn], [OptionColumn])] = [
        ([.connection, .timeout, .daemon], [.stats, .rate, .thresholds]),
        ([.timeout, .daemon], [.persistentConnections]),
    ]

    private static let subjects: [(OptionColumn, ListOptions.Subject)] = [
        (.connection, .connections), (.timeout, .timeouts), (.daemon, .daemons),
    ]

    private static let formats: [(OptionColumn, ListOptions.Format)] = [
        (.stats, .statistics), (.rate, .rates), (.thresholds, .thresholds),
        (.persistentConnections, .persistentConnections), (.tunnelInfo, .tunnels),
    ]
}
