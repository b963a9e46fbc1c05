extension TableDocument {
    /// More errors about definitions than this help nobody.
    private static let problemLimit = 1000

    /// Makes errors about what a document defines, each with its place.
    ///
    /// `bytes` are the document that this one was read from, and `file` and `resolver` what it was read with.
    public func errors(
        _ problems: [(definition: Definition, message: String)],
        in bytes: [UInt8],
        file: String,
        resolver: any NameResolver = NumericResolver()
    ) -> [Diagnostic] {
        guard !problems.isEmpty else { return [] }
        var source = SourceText(bytes, file: file)
        let offsets = format == .json ? Self.offsets(in: bytes) : [:]
        var errors = problems.prefix(Self.problemLimit).map { definition, message in
            let offset = offsets[definition].map { $0..<$0 + 1 }
            let place =
                offset ?? source.place(of: definition, onLine: definitionLines[definition] ?? 0, resolver)
            return source.diagnostic(message, at: place)
        }
        if problems.count > errors.count {
            let message = "there are \(problems.count - errors.count) more errors of this kind"
            errors.append(Diagnostic(.error, message, file: file))
        }
        return errors
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
