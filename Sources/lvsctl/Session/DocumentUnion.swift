import IPVSKit

/// Several documents that are used as one.
struct DocumentUnion {
    private(set) var configuration = TableConfiguration()
    private typealias Place = (file: String, line: Int)
    private var places: [Definition: Place] = [:]
    private var timeoutPlaces: [Field: Place] = [:]

    /// Adds a document that was read from a source; returns what of it the ones before have said already, or otherwise.
    mutating func add(_ document: TableDocument, from source: DocumentSource) -> [DefinitionFinding] {
        let new = document.configuration
        var findings = new.services.compactMap { add($0) }
        let lines = document.definitionLines(in: source.bytes, resolver: source.resolver)
        if let timeouts = new.timeouts {
            findings += add(timeouts, at: (source.name, lines[.timeouts] ?? 0))
        }
        if let daemons = new.daemons { findings += add(daemons) }
        for (definition, line) in lines where places[definition] == nil {
            places[definition] = (source.name, line)
        }
        return findings
    }

    private mutating func add(_ entry: ServiceConfiguration) -> DefinitionFinding? {
        let identity = entry.service.identity
        guard let first = places[.service(identity)] else {
            configuration.services[identity] = entry
            return nil
        }
        let isSame = configuration.services[identity] == entry
        let message =
            "\(identity) is added twice, first in \(first.file) on line \(first.line)"
            + (isSame ? ", with the same settings" : "")
        return DefinitionFinding(.service(identity), message, severity: isSame ? .warning : .error)
    }

    /// Adds timeouts, each of which may be set by a document of its own; 0 sets none.
    private mutating func add(_ timeouts: ConnectionTimeouts, at place: Place) -> [DefinitionFinding] {
        var all = configuration.timeouts ?? ConnectionTimeouts()
        let given = Field.timeoutNumbers.filter { timeouts[$0] != 0 }
        let twice = given.filter { all[$0] != 0 }
        let other = twice.first { all[$0] != timeouts[$0] }
        for field in given where all[field] == 0 {
            all[field] = timeouts[field]
            timeoutPlaces[field] = place
        }
        configuration.timeouts = all
        let isRepeated = other == nil && twice == given
        guard let field = isRepeated ? twice.first : other, let first = timeoutPlaces[field] else {
            return []
        }
        let how = other == nil ? "to the same values" : "to other values"
        let message = "the timeouts are set \(how) in \(first.file) on line \(first.line)"
        return [DefinitionFinding(.timeouts, message, severity: other == nil ? .warning : .error)]
    }

    /// Adds daemons; in the union the master comes first.
    private mutating func add(_ daemons: [SyncDaemon]) -> [DefinitionFinding] {
        let old = configuration.daemons ?? []
        let others = old.filter { daemon in !daemons.contains { $0.role == daemon.role } }
        configuration.daemons = (others + daemons).sorted { $0.role.rawValue < $1.role.rawValue }
        return daemons.compactMap { daemon in
            guard let first = places[.daemon(daemon.role)] else { return nil }
            let isSame = old.contains(daemon)
            let how = isSame ? "with the same options" : "with other options"
            let message = "the sync \(daemon.role) is started \(how) in \(first.file) on line \(first.line)"
            return DefinitionFinding(.daemon(daemon.role), message, severity: isSame ? .warning : .error)
        }
    }
}
