// Where in a document the things are that experience warns of.

extension TableDocument {
    /// More warnings than this help nobody.
    private static let warningLimit = 1000

    /// Adds warnings to the diagnostics; `place` finds the bytes that are meant.
    ///
    /// Services with unreadable lines get no warnings about missing servers.
    mutating func addWarnings(
        from source: inout SourceText,
        isKnown: (ServiceIdentity) -> Bool,
        at place: (ConfigurationWarning, inout SourceText) -> Range<Int>
    ) {
        let warnings = configuration.warnings().filter { !$0.needsAllServers || isKnown($0.service) }
        var found = diagnostics
        for warning in warnings.prefix(Self.warningLimit) {
            let range = place(warning, &source)
            found.append(source.diagnostic("\(warning)", at: range, severity: .warning))
        }
        if warnings.count > Self.warningLimit {
            let message =
                "\(warnings.count - Self.warningLimit) more warnings are not shown, the first \(Self.warningLimit) are"
            found.append(Diagnostic(.warning, message, file: source.file, line: .max))
        }
        diagnostics = found.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }.map(\.element)
        if diagnostics.last?.line == .max { diagnostics[diagnostics.count - 1].line = 0 }
    }
}

extension DefinitionPlaces {
    /// The bytes of the rule that a warning is about: the option that matters, or else the command.
    func place(
        of warning: ConfigurationWarning,
        in source: inout SourceText,
        _ resolver: any NameResolver
    ) -> Range<Int> {
        let ownLine = warning.server.flatMap { line(of: $0, in: warning.service) }
        return source.place(of: warning.column, onLine: ownLine ?? line(of: warning.service) ?? 0, resolver)
    }
}

/// Finds the values in a JSON document that a warning is about.
struct JSONAdvicePlaces {
    private let reader: JSONDocumentReader
    /// The servers of one service and where they begin; warnings come service by service.
    private var servers: (service: ServiceIdentity, offsets: [Endpoint: Int])?

    init(_ reader: JSONDocumentReader) {
        self.reader = reader
    }

    /// The bytes of the value that matters, or else of what it should be in.
    mutating func place(of warning: ConfigurationWarning) -> Range<Int> {
        guard let service = reader.serviceOffsets[warning.service] else { return 0..<0 }
        let server = warning.server.flatMap { offset(of: $0, in: warning.service, at: service) }
        return reader.locate(warning.jsonKeys, inObjectAt: server ?? service)
    }

    private mutating func offset(of server: Endpoint, in service: ServiceIdentity, at offset: Int) -> Int? {
        if servers?.service != service {
            var again = JSONDocumentReader(reader.reader.bytes)
            again.reader = JSONReader(reader.reader.bytes, at: offset)
            var draft = ServiceDraft()
            _ = try? again.readService(into: &draft)
            let list = draft.servers
            let pairs = zip(list.servers.map(\.endpoint), list.offsets.map(\.offset))
            servers = (service, Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
        }
        return servers?.offsets[server]
    }
}

extension ConfigurationWarning {
    /// Whether another server of the service may make the warning void.
    fileprivate var needsAllServers: Bool {
        switch self {
        case .noServers, .allWeightsZero: true
        default: false
        }
    }

    /// The field that the warning is about; nil for the servers of a service.
    private var field: Field? {
        switch self {
        case .unmatchedAddress: .serviceAddress
        case .noServers, .allWeightsZero: nil
        case .noScheduler, .noFallback: .scheduler
        case .shortPersistence: .timeout
        case .threshold: .upperThreshold
        case .ignoredPort: .serverPort
        case .loopbackServer: .serverAddress
        case .onePacketMasquerade: .method
        }
    }

    /// The option of a rule that the warning is about.
    fileprivate var column: OptionColumn { field.flatMap(OptionColumn.init(placeOf:)) ?? .serviceAddress }

    /// The value of a JSON service or server that the warning is about.
    fileprivate var jsonKeys: [String] { field?.jsonKeys ?? [ServiceKey.servers.rawValue] }
}
