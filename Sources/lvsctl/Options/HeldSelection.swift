import IPVSKit

/// The options that name the servers to drain or to enable: some of one service, or some in all services.
struct HeldSelection: OptionGroup {
    let service = ServiceSelection()
    let realServers = ValueOption(
        .realServer,
        "address[:port]",
        "A real server of the service; may be given several times. The default port is the service's."
    )
    let server = ValueOption(
        .server,
        "address[/bits][:port]",
        "All real servers with this address, in the service or in all services."
    )

    static let synopsis = "\(ServiceSelection.synopsis) -r ADDRESS[:PORT]... | --server ADDRESS[/BITS][:PORT]"

    var options: [VerbOption] { service.options + [realServers, server] }

    /// What is asked for.
    func choice(_ names: any NameLookup, isOptional: Bool = false) throws(UsageError) -> HeldChoice {
        let identity = try service.identityIfNamed(names)
        let filter = try server.endpointFilter(names)
        if filter != nil, realServers.isGiven {
            throw UsageError(.server, "cannot be combined with -r")
        }
        guard let identity else {
            guard let filter else {
                if isOptional { return .everything }
                throw UsageError("no real server is named (use a service and -r, or --server)")
            }
            return .matching(filter, of: nil)
        }
        if let filter { return .matching(filter, of: identity) }
        guard realServers.isGiven else { throw UsageError("no real server is named (use -r or --server)") }
        var subjects: [Hold.Subject] = []
        for text in realServers.values {
            let endpoint = try names.endpoint(
                text,
                option: .realServer,
                preferring: identity.family,
                serviceProtocol: identity.serviceProtocol ?? .tcp,
                defaultPort: identity.port ?? 0
            )
            let subject = Hold.Subject(endpoint, of: identity)
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        return .named(subjects, of: identity)
    }
}

/// Which servers to drain or to enable.
enum HeldChoice {
    /// Servers of one service.
    case named([Hold.Subject], of: ServiceIdentity)
    /// Servers that are like this, of one service or of all.
    case matching(EndpointFilter, of: ServiceIdentity?)
    /// All servers of all services.
    case everything

    /// Reads what is needed of a table: one service, or all.
    func snapshot(of table: any IPVSTable) throws -> TableSnapshot {
        switch self {
        case .named(_, let identity), .matching(_, .some(let identity)):
            try table.read(identity, .withoutCounters, .isError).0
        case .matching(_, nil), .everything: try table.snapshot(reading: .withoutCounters)
        }
    }

    /// The servers in a table that are asked for.
    ///
    /// - Throws: ``TableError/noSuchServer(_:of:)`` for one that is named and not there, ``UsageError`` when none fits.
    func subjects(in table: TableConfiguration) throws -> [Hold.Subject] {
        switch self {
        case .named(let subjects, let identity):
            for subject in subjects where table.services[identity]?.servers[subject.server] == nil {
                throw TableError.noSuchServer(subject.server, identity)
            }
            return subjects
        case .matching, .everything:
            return table.services.flatMap { entry in
                entry.servers.map { Hold.Subject($0.endpoint, of: entry.service.identity) }.filter(matches)
            }
        }
    }

    /// Whether a hold is of a server that is asked for.
    func matches(_ subject: Hold.Subject) -> Bool {
        switch self {
        case .named(let subjects, _): subjects.contains(subject)
        case .matching(let filter, let identity):
            (identity == nil || identity == subject.service) && filter.matches(subject.server)
        case .everything: true
        }
    }
}
