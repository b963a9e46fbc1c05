extension CommandLineParser {
    /// Makes a command of what was given, after the checks that concern values.
    func build(_ command: CommandName, _ words: [RuleWord]) throws(RuleError) -> RuleCommand {
        switch command {
        case .addService: .change(.addService(try service(words)))
        case .editService: .change(.editService(try service(words)))
        case .deleteService: .change(.deleteService(try identity()))
        case .addServer: .change(.addServer(try server(words), to: try identity()))
        case .editServer: .change(.editServer(try server(words), of: try identity()))
        case .deleteServer: .change(.deleteServer(given.server, from: try identity()))
        case .clear: .change(.clear)
        // As in the request of ipvsadm, the service that is zero in every field means all.
        case .zero: .change(.zero(given.identity.flatMap { $0.isUnspecified ? nil : $0 }))
        case .setTimeouts: .change(.setTimeouts(given.timeouts))
        case .startDaemon: .change(.startDaemon(daemon))
        case .stopDaemon: .change(.stopDaemon(given.role))
        case .list: .list(try listOptions(words))
        case .save: .save(isNumeric: given.has(.numeric))
        case .restore: .restore
        case .help: .help
        case .version: .version
        }
    }

    private func identity() throws(RuleError) -> ServiceIdentity {
        guard let identity = given.identity else {
            // The matrix has asked for one.
            let kind = OptionColumn.serviceAddress.ipvsadmName
            throw RuleError(.missingOption(kind: kind, .command("")), at: 0..<0)
        }
        return identity
    }

    // MARK: Services and servers

    private func service(_ words: [RuleWord]) throws(RuleError) -> VirtualService {
        let identity = try identity()
        if identity.port == 0, !given.has(.persistent) {
            throw RuleError(.portZero, at: columns(.serviceAddress, words))
        }
        if given.has(.onePacket), let transport = identity.transportProtocol, transport != .udp {
            throw RuleError(.onePacketNotUDP, at: columns(.onePacket, words))
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

    private func server(_ words: [RuleWord]) throws(RuleError) -> RealServer {
        var endpoint = given.server
        // Packets that are not rewritten arrive with the port that the client chose; ipvsadm says nothing of it.
        if given.method.keepsPort, given.mark == nil { endpoint.port = given.endpoint.port }
        if endpoint.address.family != given.family, given.method != .tunnel {
            throw RuleError(.otherFamily, at: columns(.realServer, words))
        }
        if given.method == .tunnel {
            try checkTunnel(words)
        } else if !given.columns.isDisjoint(with: Self.tunnelColumns) {
            let column = OptionColumn.allCases.first { Self.tunnelColumns.contains($0) && given.has($0) }
            throw RuleError(.tunnelWithOtherMethod, at: columns(column ?? .tunnelType, words))
        }
        return RealServer(
            endpoint,
            method: given.method,
            weight: given.weight,
            upperThreshold: given.upperThreshold,
            lowerThreshold: given.lowerThreshold,
            tunnel: given.tunnel
        )
    }

    private static let tunnelColumns: OptionColumns = [
        OptionColumns(.tunnelType), OptionColumns(.tunnelPort), OptionColumns(.tunnelNoChecksum),
        OptionColumns(.tunnelChecksum), OptionColumns(.tunnelRemoteChecksum),
    ]

    // MARK: Daemons

    private var daemon: SyncDaemon {
        SyncDaemon(
            given.role,
            interface: given.interface.isEmpty ? Self.defaultInterface : given.interface,
            syncID: given.syncID,
            maximumLength: given.maximumLength,
            group: given.group,
            port: given.multicastPort,
            timeToLive: given.timeToLive
        )
    }

    private static let defaultInterface: KernelName = "eth0"

    // MARK: Lists

    private func listOptions(_ words: [RuleWord]) throws(RuleError) -> ListOptions {
        for (subjects, forms) in Self.listConflicts where has(subjects) {
            guard let form = forms.first(where: { given.has($0) }) else { continue }
            throw RuleError(.listConflict, at: columns(form, words))
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
