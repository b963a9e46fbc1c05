import IPVSKit

extension VerbContext {
    /// Reads a document that has no errors; its warnings are said.
    func readDocument(_ path: String) throws(Failure) -> TableDocument {
        let (_, document) = try parseDocument(path)
        guard !document.hasErrors else { throw .table(.document(document.diagnostics)) }
        for warning in document.diagnostics { warn("\(warning)") }
        return document
    }

    /// Reads a document whatever is wrong with it, and how diagnostics name it; names in rules are looked up.
    func parseDocument(_ path: String) throws(Failure) -> (name: String, document: TableDocument) {
        let (name, bytes) = try readInput(path)
        return (name, TableDocument.read(bytes, file: name, resolver: DocumentNames(names)))
    }

    /// Finds everything that is to be said about a document.
    func judgeDocument(_ path: String) throws(Failure) -> [Diagnostic] {
        let (name, bytes) = try readInput(path)
        return TableDocument.judge(bytes, file: name, resolver: DocumentNames(names)).diagnostics
    }

    /// Reads a file, or standard input for `-`, and how diagnostics name it.
    func readInput(_ path: String) throws(Failure) -> (name: String, bytes: [UInt8]) {
        do {
            return (path == "-" ? "standard input" : path, try InputFile.contents(of: path))
        } catch {
            throw .input(error)
        }
    }

    /// Reads several documents as one; what is defined twice must not differ, a service not be defined twice.
    ///
    /// All errors of all documents are reported.
    func readDocuments(_ paths: [String]) throws(Failure) -> TableConfiguration {
        var whole = DocumentUnion()
        var findings: [Diagnostic] = []
        for path in paths {
            let (name, document) = try parseDocument(path)
            findings += document.diagnostics
            findings += whole.add(document, from: name)
        }
        let hasErrors = findings.contains { $0.severity == .error }
        guard !hasErrors else { throw .table(.document(findings)) }
        for warning in findings { warn("\(warning)") }
        return whole.configuration
    }
}

/// Several documents that are used as one.
private struct DocumentUnion {
    var configuration = TableConfiguration()
    private var places: [ServiceIdentity: (file: String, line: Int)] = [:]
    private var timeoutsFile = ""
    private var daemonsFile = ""

    /// Adds a document; returns what of it contradicts the ones before.
    mutating func add(_ document: TableDocument, from file: String) -> [Diagnostic] {
        var conflicts: [Diagnostic] = []
        for entry in document.configuration.services {
            let identity = entry.service.identity
            let line = document.serviceLines[identity] ?? 0
            if let first = places[identity] {
                let message = "\(identity) is there already, in \(first.file) on line \(first.line)"
                conflicts.append(Diagnostic(.error, message, file: file, line: line))
            } else {
                places[identity] = (file, line)
                configuration.services[identity] = entry
            }
        }
        if let timeouts = document.configuration.timeouts {
            if let first = configuration.timeouts, first != timeouts {
                let message = "the connection timeouts are others in \(timeoutsFile)"
                conflicts.append(Diagnostic(.error, message, file: file))
            }
            (configuration.timeouts, timeoutsFile) = (timeouts, file)
        }
        if let daemons = document.configuration.daemons {
            if let first = configuration.daemons, first != daemons {
                let message = "the sync daemons are others in \(daemonsFile)"
                conflicts.append(Diagnostic(.error, message, file: file))
            }
            (configuration.daemons, daemonsFile) = (daemons, file)
        }
        return conflicts
    }
}
