// Changes of a line that the kernel would refuse after those of the lines before.

extension RulesDocument {
    mutating func refuse(
        _ change: Change,
        _ errno: Errno,
        _ reader: borrowing RuleReader,
        _ text: Span<UInt8>
    ) {
        if errno == .exists, hasDone(change) {
            let first = definitionPlaces(reader, text).line(of: change) ?? 0
            return add(.warning, .repetition(first: first), at: reader.columns(of: nil, in: text), reader)
        }
        let isMissing = errno == .noSuchService || errno == .noSuchEntry
        if let identity = change.subject { misread.insert(identity) }
        if isMissing, let identity = change.subject, isUnreadable(identity) { return }
        guard findings.count < Self.findingLimit else { return omitted.add(.error) }
        let places = definitionPlaces(reader, text)
        var kind = RuleFinding.Kind.refused(RefusedChange(change: change, errno: errno))
        var column = OptionColumn.serviceAddress
        switch (errno, change) {
        case (.exists, .addService(let service)):
            kind = .duplicateService(service.identity, first: places.line(of: service.identity) ?? 0)
        case (.exists, .addServer(let server, let identity)):
            let first = places.line(of: server.endpoint, in: identity) ?? 0
            kind = .duplicateServer(server.endpoint, identity, first: first)
            column = .realServer
        case (.exists, .startDaemon(let daemon)):
            kind = .duplicateDaemon(daemon.role, first: places.line(of: daemon.role) ?? 0)
        case (.noSuchService, _): break
        case (.invalid, .startDaemon(let daemon)):
            guard let (server, identity) = configuration.mixedServer else { break }
            let line = places.line(of: server, in: identity) ?? 0
            kind = .daemonBesideMixedFamilies(daemon.role, server, identity, line: line)
        case (.invalid, .addServer(let server, let identity)),
            (.invalid, .editServer(let server, let identity)):
            column = .realServer
            let daemon = configuration.daemons?.first
            guard server.endpoint.address.family != identity.family, let daemon else { break }
            let line = places.line(of: daemon.role) ?? 0
            kind = .mixedFamiliesBesideDaemon(server.endpoint, identity, daemon.role, line: line)
        default: column = .realServer
        }
        add(.error, kind, at: reader.columns(of: column, in: text), reader)
    }

    /// Whether a line before has done the very same.
    private func hasDone(_ change: Change) -> Bool {
        switch change {
        case .addService(let service): configuration.services[service.identity]?.service == service
        case .addServer(let server, let identity):
            configuration.services[identity]?.servers[server.endpoint] == server
        case .startDaemon(let daemon): configuration.daemons?.contains(daemon) == true
        default: false
        }
    }
}
