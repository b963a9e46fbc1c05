/// Something to say about what a document defines.
package struct DefinitionFinding: Sendable {
    /// What it is about.
    package var definition: Definition
    /// What there is to say.
    package var message: String
    /// How bad it is.
    package var severity: Diagnostic.Severity

    /// Creates a finding.
    package init(_ definition: Definition, _ message: String, severity: Diagnostic.Severity = .error) {
        self.definition = definition
        self.message = message
        self.severity = severity
    }
}

extension TableDocument {
    /// More findings about definitions than this help nobody.
    private static let findingLimit = 1000

    /// Returns findings about what a document defines, each with its place.
    ///
    /// `bytes` are the document that this one was read from, and `file` and `resolver` what it was read with.
    package func diagnostics(
        _ findings: [DefinitionFinding],
        in bytes: [UInt8],
        file: String,
        resolver: any NameResolver = NumericResolver()
    ) -> [Diagnostic] {
        guard !findings.isEmpty else { return [] }
        var source = SourceText(bytes, file: file)
        let offsets = format == .json ? Self.offsets(in: bytes) : [:]
        let lines = format == .rules ? definitionLines(in: bytes, resolver: resolver) : [:]
        var diagnostics = findings.prefix(Self.findingLimit).map { finding in
            let definition = finding.definition
            let offset = offsets[definition].map { $0..<$0 + 1 }
            let place = offset ?? source.place(of: definition, onLine: lines[definition] ?? 0, resolver)
            return source.diagnostic(finding.message, at: place, severity: finding.severity)
        }
        var omitted = OmittedFindings()
        for finding in findings.dropFirst(Self.findingLimit) { omitted.add(finding.severity) }
        if let note = omitted.note(in: file, limit: Self.findingLimit) { diagnostics.append(note) }
        return diagnostics
    }

    /// On which line, from 1, each thing is defined; found by reading the document once more.
    ///
    /// `bytes` are the document that this one was read from, and `resolver` what it was read with.
    package func definitionLines(
        in bytes: [UInt8],
        resolver: any NameResolver = NumericResolver()
    ) -> [Definition: Int] {
        switch format {
        case .rules: return DefinitionPlaces(bytes.span, resolver: resolver).definitionLines
        case .json:
            var source = SourceText(bytes, file: "")
            return Self.offsets(in: bytes).mapValues { source.lineNumber(of: $0) }
        }
    }

    private static func offsets(in bytes: [UInt8]) -> [Definition: Int] {
        var reader = JSONDocumentReader(bytes)
        reader.readDocument()
        return reader.definitionOffsets
    }
}

extension SourceText {
    /// The bytes of a rule that name what it defines.
    fileprivate mutating func place(
        of definition: Definition,
        onLine line: Int,
        _ resolver: any NameResolver
    ) -> Range<Int> {
        if case .service = definition { return place(of: .serviceAddress, onLine: line, resolver) }
        return place(of: nil, onLine: line, resolver)
    }

    /// The bytes of a rule that give an option, or else its command.
    mutating func place(
        of column: OptionColumn?,
        onLine line: Int,
        _ resolver: any NameResolver
    ) -> Range<Int> {
        let extent = extent(ofLine: line)
        let text = bytes.span.extracting(extent)
        var reader = RuleReader(resolver: resolver)
        guard (try? reader.next(in: text)) != nil else { return extent }
        let columns = reader.columns(of: column, in: text)
        return extent.lowerBound + columns.lowerBound..<extent.lowerBound + columns.upperBound
    }
}
