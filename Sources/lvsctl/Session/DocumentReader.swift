import IPVSKit

/// Reads documents from files, or from standard input for `-`.
struct DocumentReader {
    private let names: any NameLookup
    private let tableFile: String?
    private let output: Output

    init(_ environment: Environment) {
        names = environment.names
        tableFile = environment.preferences.tableFile
        output = environment.output
    }

    /// Reads a document for a plan of a scope, whatever is wrong with it, with all that is to be said about it.
    func read(_ path: String, for scope: Plan.Scope) throws -> TableDocument {
        try requireOneStandardInput([path])
        var (source, document) = try parse(path)
        if let finding = document.coverage.finding(for: scope) {
            document.diagnostics += document.diagnostics([finding], in: source.bytes, file: source.name)
        }
        return document
    }

    /// Reads several documents as one, for a plan of a scope: what is defined in two of them must be the same.
    ///
    /// All errors of all documents are reported, and all files that cannot be read. The hint is added when documents
    /// contradict each other.
    func read(_ paths: [String], for scope: Plan.Scope, hint: String? = nil) throws -> TableConfiguration {
        if paths.count == 1 {
            let document = try read(paths[0], for: scope)
            try accept(document.diagnostics)
            return document.configuration
        }
        try requireOneStandardInput(paths)
        var hint = hint
        var whole = DocumentUnion()
        var findings: [Diagnostic] = []
        var unreadable: [FileError] = []
        for path in paths {
            do {
                let (source, document) = try parse(path)
                findings += document.diagnostics
                var added = whole.add(document, from: source)
                // Once is enough.
                if let text = hint, let first = added.firstIndex(where: { $0.severity == .error }) {
                    added[first].message += "; \(text)"
                    hint = nil
                }
                if let finding = document.coverage.finding(for: scope) { added.append(finding) }
                findings += source.diagnostics(added, of: document)
            } catch let error as FileError {
                unreadable.append(error)
                findings.append(Diagnostic(unreadable: error, file: name(of: path)))
            }
        }
        let errors = findings.count { $0.severity == .error }
        if errors == 1, let error = unreadable.first { throw error }
        try accept(findings)
        return whole.configuration
    }

    /// Stops when there is an error in a document; what else was found is said.
    func accept(_ diagnostics: [Diagnostic]) throws {
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw TableError.document(diagnostics)
        }
        output.warn(diagnostics.flatMap(\.lines))
    }

    /// Finds everything that is to be said about documents, of which several are used as one.
    func judge(_ paths: [String]) throws -> [Diagnostic] {
        try requireOneStandardInput(paths)
        var whole = DocumentUnion()
        var diagnostics: [Diagnostic] = []
        for path in paths {
            do {
                let source = try source(path)
                let document = TableDocument.judge(source.bytes, file: source.name, resolver: source.resolver)
                var findings = paths.count > 1 ? whole.add(document, from: source) : []
                if let advice = document.coverage.advice { findings.append(advice) }
                diagnostics += document.diagnostics
                diagnostics += source.diagnostics(findings, of: document)
            } catch {
                diagnostics.append(Diagnostic(unreadable: error, file: name(of: path)))
            }
        }
        return diagnostics
    }

    /// Reads a saved plan.
    func readPlan(_ path: String) throws -> PlanDocument {
        let source = try source(path)
        let (document, diagnostics) = PlanDocument.read(source.bytes, file: source.name)
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw TableError.document(diagnostics)
        }
        return document
    }

    /// Reads a document whatever is wrong with it; names in rules are looked up.
    private func parse(_ path: String) throws -> (DocumentSource, TableDocument) {
        let source = try source(path)
        return (source, TableDocument.read(source.bytes, file: source.name, resolver: source.resolver))
    }

    private func source(_ path: String) throws(FileError) -> DocumentSource {
        DocumentSource(
            name: name(of: path),
            bytes: try InputFile.contents(of: path),
            resolver: DocumentNames(names)
        )
    }

    private func name(of path: String) -> String { path == "-" ? "standard input" : path }

    /// Stops when standard input would have to be read twice.
    private func requireOneStandardInput(_ paths: [String]) throws {
        let count = (paths + [tableFile ?? ""]).count { $0 == "-" }
        if count > 1 { throw UsageError("standard input (-) can be read only once") }
    }
}

/// The bytes of a document.
struct DocumentSource {
    /// How diagnostics name it.
    let name: String
    let bytes: [UInt8]
    /// Looks up the names in it, each once.
    let resolver: DocumentNames

    /// Findings in the document, with their places.
    func diagnostics(_ findings: [DefinitionFinding], of document: TableDocument) -> [Diagnostic] {
        document.diagnostics(findings, in: bytes, file: name, resolver: resolver)
    }
}

extension Diagnostic {
    /// Says that a document cannot be read.
    fileprivate init(unreadable error: FileError, file: String) {
        self.init(.error, "this cannot be read: \(error.cause)", file: file)
    }
}
