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

    /// Reads a file, or standard input for `-`, and how diagnostics name it.
    func readInput(_ path: String) throws(Failure) -> (name: String, bytes: [UInt8]) {
        do {
            return (path == "-" ? "standard input" : path, try InputFile.contents(of: path))
        } catch {
            throw .input(error)
        }
    }

    /// Reads several documents as one; a service must not be defined twice.
    func readDocuments(_ paths: [String]) throws(Failure) -> TableConfiguration {
        var whole = TableConfiguration()
        var places: [ServiceIdentity: (file: String, line: Int)] = [:]
        var conflicts: [Diagnostic] = []
        for path in paths {
            let document = try readDocument(path)
            for entry in document.configuration.services {
                let identity = entry.service.identity
                let line = document.serviceLines[identity] ?? 0
                if let first = places[identity] {
                    let message = "\(identity) is there already, in \(first.file) on line \(first.line)"
                    conflicts.append(Diagnostic(.error, message, file: path, line: line))
                }
                places[identity] = (path, line)
                whole.services[identity] = entry
            }
            if let timeouts = document.configuration.timeouts { whole.timeouts = timeouts }
            if let daemons = document.configuration.daemons { whole.daemons = daemons }
        }
        guard conflicts.isEmpty else { throw .table(.document(conflicts)) }
        return whole
    }
}
