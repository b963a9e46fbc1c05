import IPVSKit

extension VerbContext {
    /// Reads a document that has no errors; its warnings are said.
    func readDocument(_ path: String) throws(Failure) -> TableDocument {
        try requireOneStandardInput([path])
        let document = try parseDocument(path).document
        guard !document.hasErrors else { throw .table(.document(document.diagnostics)) }
        warn(document.diagnostics.flatMap(\.lines))
        return document
    }

    /// Reads a document whatever is wrong with it, how diagnostics name it, and its bytes; names in rules are looked
    /// up.
    private func parseDocument(
        _ path: String
    ) throws(Failure) -> (name: String, bytes: [UInt8], document: TableDocument) {
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
                let document = TableDocument.judge(bytes, file: name, resolver: DocumentNames(names))
                diagnostics += document.diagnostics
                if paths.count > 1 { diagnostics += conflicts(of: document, bytes, name, in: &whole) }
            } catch {
                diagnostics.append(Diagnostic(unreadable: error, file: name))
            }
        }
        return diagnostics
    }

    /// Adds a document to others; returns what of it contradicts them.
    private func conflicts(
        of document: TableDocument,
        _ bytes: [UInt8],
        _ name: String,
        in whole: inout DocumentUnion
    ) -> [Diagnostic] {
        let conflicts = whole.add(document, from: name)
        return document.errors(conflicts, in: bytes, file: name, resolver: DocumentNames(names))
    }

    /// Stops when standard input would have to be read twice.
    func requireOneStandardInput(_ paths: [String]) throws(Failure) {
        let count = (paths + [preferences.tableFile ?? ""]).count { $0 == "-" }
        if count > 1 { throw .usage(UsageError("standard input (-) can be read only once")) }
    }

    private func inputName(_ path: String) -> String { path == "-" ? "standard input" : path }

    /// Reads a file, or standard input for `-`, and how diagnostics name it.
    func readInput(_ path: String) throws(Failure) -> (name: String, bytes: [UInt8]) {
        do {
            return (inputName(path), try InputFile.contents(of: path))
        } catch {
            throw .input(error)
        }
    }

    /// Reads several documents as one: a service may be defined once, timeouts and the daemon of each role again if
    /// they are the same.
    ///
    /// All errors of all documents are reported, and all files that cannot be read. The hint is added when documents
    /// contradict each other.
    func readDocuments(_ paths: [String], hint: String? = nil) throws(Failure) -> TableConfiguration {
        if paths.count == 1 { return try readDocument(paths[0]).configuration }
        try requireOneStandardInput(paths)
        var whole = DocumentUnion()
        var findings: [Diagnostic] = []
        var unreadable: [FileError] = []
        for path in paths {
            do throws(Failure) {
                let (name, bytes, document) = try parseDocument(path)
                let conflicts = conflicts(of: document, bytes, name, in: &whole)
                findings += document.diagnostics + conflicts
                if let hint, !conflicts.isEmpty { findings.append(Diagnostic(.error, hint, file: name)) }
            } catch .input(let error) {
                unreadable.append(error)
                findings.append(Diagnostic(unreadable: error, file: inputName(path)))
            } catch {
                throw error
            }
        }
        let errors = findings.count { $0.severity == .error }
        if errors == 1, let error = unreadable.first { throw .input(error) }
        guard errors == 0 else { throw .table(.document(findings)) }
        warn(findings.flatMap(\.lines))
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
    private var places: [Definition: (file: String, line: Int)] = [:]

    /// Adds a document; returns what of it contradicts the ones before.
    mutating func add(
        _ document: TableDocument,
        from file: String
    ) -> [(definition: Definition, message: String)] {
        var conflicts: [(definition: Definition, message: String)] = []
        let new = document.configuration
        for entry in new.services {
            let identity = entry.service.identity
            if let first = places[.service(identity)] {
                let message = "\(identity) is added twice, first in \(first.file) on line \(first.line)"
                conflicts.append((.service(identity), message))
            } else {
                configuration.services[identity] = entry
            }
        }
        if let timeouts = new.timeouts {
            if let first = places[.timeouts], timeouts != configuration.timeouts {
                let message = "the timeouts are set to others in \(first.file) on line \(first.line)"
                conflicts.append((.timeouts, message))
            }
            configuration.timeouts = timeouts
        }
        for daemon in new.daemons ?? [] where configuration.daemons?.contains(daemon) != true {
            guard let first = places[.daemon(daemon.role)] else { continue }
            let message =
                "the sync \(daemon.role) is started with other options in \(first.file) on line \(first.line)"
            conflicts.append((.daemon(daemon.role), message))
        }
        if let daemons = new.daemons { configuration.daemons = merged(daemons) }
        for (definition, line) in document.definitionLines where places[definition] == nil {
            places[definition] = (file, line)
        }
        return conflicts
    }

    /// The daemons of all documents, master first.
    private func merged(_ daemons: [SyncDaemon]) -> [SyncDaemon] {
        let old = (configuration.daemons ?? []).filter { daemon in
            !daemons.contains { $0.role == daemon.role }
        }
        return (old + daemons).sorted { $0.role.rawValue < $1.role.rawValue }
    }
}
