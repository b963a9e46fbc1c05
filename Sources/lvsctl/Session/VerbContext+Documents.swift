import IPVSKit

extension VerbContext {
    /// Reads a document for a plan of a scope, whatever is wrong with it, with all that is to be said about it.
    func readDocument(_ path: String, for scope: Plan.Scope) throws -> TableDocument {
        try requireOneStandardInput([path])
        var (name, bytes, document) = try parseDocument(path)
        if let finding = document.coverage.finding(for: scope) {
            document.diagnostics += document.diagnostics([finding], in: bytes, file: name)
        }
        return document
    }

    /// Stops when there is an error in a document; what else was found is said.
    func require(_ diagnostics: [Diagnostic]) throws {
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw TableError.document(diagnostics)
        }
        warn(diagnostics.flatMap(\.lines))
    }

    /// Reads a document whatever is wrong with it, how diagnostics name it, and its bytes; names in rules are looked
    /// up.
    private func parseDocument(
        _ path: String
    ) throws -> (name: String, bytes: [UInt8], document: TableDocument) {
        let (name, bytes) = try readInput(path)
        return (name, bytes, TableDocument.read(bytes, file: name, resolver: DocumentNames(names)))
    }

    /// Finds everything that is to be said about documents, of which several are used as one.
    func judgeDocuments(_ paths: [String]) -> [Diagnostic] {
        var whole = DocumentUnion()
        var diagnostics: [Diagnostic] = []
        for path in paths {
            let name = inputName(path)
            do {
                let bytes = try InputFile.contents(of: path)
                let resolver = DocumentNames(names)
                let document = TableDocument.judge(bytes, file: name, resolver: resolver)
                var findings = paths.count > 1 ? whole.add(document, bytes, from: name, resolver) : []
                if let advice = document.coverage.advice { findings.append(advice) }
                diagnostics += document.diagnostics
                diagnostics += document.diagnostics(findings, in: bytes, file: name, resolver: resolver)
            } catch {
                diagnostics.append(Diagnostic(unreadable: error, file: name))
            }
        }
        return diagnostics
    }

    /// Stops when standard input would have to be read twice.
    func requireOneStandardInput(_ paths: [String]) throws {
        let count = (paths + [preferences.tableFile ?? ""]).count { $0 == "-" }
        if count > 1 { throw UsageError("standard input (-) can be read only once") }
    }

    private func inputName(_ path: String) -> String { path == "-" ? "standard input" : path }

    /// Reads a file, or standard input for `-`, and how diagnostics name it.
    func readInput(_ path: String) throws -> (name: String, bytes: [UInt8]) {
        (inputName(path), try InputFile.contents(of: path))
    }

    /// Reads several documents as one, for a plan of a scope: what is defined in two of them must be the same.
    ///
    /// All errors of all documents are reported, and all files that cannot be read. The hint is added when documents
    /// contradict each other.
    func readDocuments(
        _ paths: [String],
        for scope: Plan.Scope,
        hint: String? = nil
    ) throws -> TableConfiguration {
        if paths.count == 1 {
            let document = try readDocument(paths[0], for: scope)
            try require(document.diagnostics)
            return document.configuration
        }
        try requireOneStandardInput(paths)
        var hint = hint
        var whole = DocumentUnion()
        var findings: [Diagnostic] = []
        var unreadable: [FileError] = []
        for path in paths {
            do {
                let (name, bytes, document) = try parseDocument(path)
                findings += document.diagnostics
                var added = whole.add(document, bytes, from: name, DocumentNames(names))
                // Once is enough.
                if let text = hint, let first = added.firstIndex(where: { $0.severity == .error }) {
                    added[first].message += "; \(text)"
                    hint = nil
                }
                if let finding = document.coverage.finding(for: scope) { added.append(finding) }
                findings += document.diagnostics(added, in: bytes, file: name, resolver: DocumentNames(names))
            } catch let error as FileError {
                unreadable.append(error)
                findings.append(Diagnostic(unreadable: error, file: inputName(path)))
            }
        }
        let errors = findings.count { $0.severity == .error }
        if errors == 1, let error = unreadable.first { throw error }
        try require(findings)
        return whole.configuration
    }
}

extension Diagnostic {
    /// Says that a document cannot be read.
    fileprivate init(unreadable error: FileError, file: String) {
        self.init(.error, "this cannot be read: \(error.cause)", file: file)
    }
}

/// Several documents that are used as one.
private struct DocumentUnion {
    var configuration = TableConfiguration()
    private typealias Place = (file: String, line: Int)
    private var places: [Definition: Place] = [:]
    private var timeoutPlaces: [Field: Place] = [:]

    /// Adds a document that was read from some bytes; returns what of it the ones before have said already, or
    /// otherwise.
    mutating func add(
        _ document: TableDocument,
        _ bytes: [UInt8],
        from file: String,
        _ resolver: any NameResolver
    ) -> [DefinitionFinding] {
        var findings: [DefinitionFinding] = []
        let new = document.configuration
        for entry in new.services {
            let identity = entry.service.identity
            if let first = places[.service(identity)] {
                let isSame = configuration.services[identity] == entry
                let message =
                    "\(identity) is added twice, first in \(first.file) on line \(first.line)"
                    + (isSame ? ", in the very same way" : "")
                findings.append(
                    DefinitionFinding(.service(identity), message, severity: isSame ? .warning : .error)
                )
            } else {
                configuration.services[identity] = entry
            }
        }
        let lines = document.definitionLines(in: bytes, resolver: resolver)
        if let timeouts = new.timeouts { findings += add(timeouts, at: (file, lines[.timeouts] ?? 0)) }
        for daemon in new.daemons ?? [] {
            guard let first = places[.daemon(daemon.role)] else { continue }
            let isSame = configuration.daemons?.contains(daemon) == true
            let how = isSame ? "in the very same way" : "with other options"
            let message = "the sync \(daemon.role) is started \(how) in \(first.file) on line \(first.line)"
            findings.append(
                DefinitionFinding(.daemon(daemon.role), message, severity: isSame ? .warning : .error)
            )
        }
        if let daemons = new.daemons { configuration.daemons = merged(daemons) }
        for (definition, line) in lines where places[definition] == nil {
            places[definition] = (file, line)
        }
        return findings
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
        let how = other == nil ? "to the very same" : "to others"
        let message = "the timeouts are set \(how) in \(first.file) on line \(first.line)"
        return [DefinitionFinding(.timeouts, message, severity: other == nil ? .warning : .error)]
    }

    /// The daemons of all documents, master first.
    private func merged(_ daemons: [SyncDaemon]) -> [SyncDaemon] {
        let old = (configuration.daemons ?? []).filter { daemon in
            !daemons.contains { $0.role == daemon.role }
        }
        return (old + daemons).sorted { $0.role.rawValue < $1.role.rawValue }
    }
}
