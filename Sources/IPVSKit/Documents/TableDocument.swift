/// A table read from a document, with the errors and warnings about the document.
public struct TableDocument: Equatable, Sendable {
    /// The forms that a document can have.
    public enum Format: Hashable, Sendable {
        /// Command lines of ipvsadm, as `ipvsadm-save` writes them.
        case rules
        /// JSON with a version.
        case json

        /// The form that the name of a file asks for: JSON for `.json`, else rules.
        package init(ofFile path: String) {
            self = path.utf8.suffix(5).elementsEqual(".json".utf8) ? .json : .rules
        }

        /// The form of a document, told by its first significant byte: `{` and `[` begin JSON.
        package init(of bytes: [UInt8]) {
            // A byte order mark is an error, but one of the form after it.
            let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
            let first = text.first { $0 > UInt8(ascii: " ") }
            self = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .rules
        }
    }

    /// The form that the document has.
    public var format: Format
    /// The table; without what is in error.
    public var configuration: TableConfiguration
    /// How much of a table the document shows: in one that does not show all of it, what is missing is not meant to
    /// be deleted.
    public var coverage = TableCoverage.table
    /// Whether services and servers may have settings that the document does not show, as in a listing without
    /// privileges: what is there must not be changed to what it shows.
    package var hidesSettings = false
    /// Errors and warnings in the order of their places.
    public var diagnostics: [Diagnostic]

    /// Creates a document.
    package init(format: Format, configuration: TableConfiguration, diagnostics: [Diagnostic] = []) {
        self.format = format
        self.configuration = configuration
        self.diagnostics = diagnostics
    }

    /// Whether the document must not be used.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Reads a document of either form and finds everything that is wrong with it.
    ///
    /// `file` is how diagnostics name the document. Hosts and services are numeric; a name is an error.
    public static func read(_ bytes: [UInt8], file: String) -> TableDocument {
        read(bytes, file: file, resolver: NumericResolver())
    }

    /// Reads a document in which rules may have names of hosts and services that `resolver` knows.
    package static func read(
        _ bytes: [UInt8],
        file: String,
        resolver: any NameResolver
    ) -> TableDocument {
        read(bytes, file: file, resolver, isAdvising: false)
    }

    /// Reads a document like ``read(_:file:resolver:)``, and adds warnings of what experience teaches: its
    /// ``TableConfiguration/warnings()``.
    package static func judge(
        _ bytes: [UInt8],
        file: String,
        resolver: any NameResolver = NumericResolver()
    ) -> TableDocument {
        read(bytes, file: file, resolver, isAdvising: true)
    }

    private static func read(
        _ bytes: [UInt8],
        file: String,
        _ resolver: any NameResolver,
        isAdvising: Bool
    ) -> TableDocument {
        switch Format(of: bytes) {
        case .json: JSONDocument.read(bytes, file: file, isAdvising: isAdvising)
        case .rules: readRules(bytes, file: file, resolver, isAdvising: isAdvising)
        }
    }

    /// Writes a table as a document that reads back without a loss.
    public static func write(_ table: TableConfiguration, as format: Format) -> [UInt8] {
        write(table, TableSelection(), as: format)
    }

    /// Writes what was picked out of a larger table; readers of the document then know that it is not all.
    package static func write(
        _ table: TableConfiguration,
        _ selection: TableSelection,
        as format: Format
    ) -> [UInt8] {
        switch format {
        case .json: JSONDocument.write(table, selection)
        case .rules: RulesWriter.rules(table, selection.coverage)
        }
    }

    private static func readRules(
        _ bytes: [UInt8],
        file: String,
        _ resolver: any NameResolver,
        isAdvising: Bool
    ) -> TableDocument {
        let document = RulesDocument(bytes.span, resolver: resolver)
        var source = SourceText(bytes, file: file)
        var result = TableDocument(
            format: .rules,
            configuration: document.configuration,
            diagnostics: document.findings.map {
                source.diagnostic("\($0.kind)", at: $0.range, severity: $0.severity)
            }
        )
        if let note = document.omitted.note(in: file, limit: RulesDocument.findingLimit) {
            result.diagnostics.append(note)
        }
        result.coverage = document.coverage
        if isAdvising {
            var places: DefinitionPlaces?
            result.addWarnings(from: &source, isKnown: document.isKnown) { warning, source in
                let known = places ?? DefinitionPlaces(bytes.span, resolver: resolver)
                places = known
                return known.place(of: warning, in: &source, resolver)
            }
        }
        return result
    }
}
