import IPVSKit

/// Prints errors and warnings about documents.
enum DiagnosticReport {
    static func render(_ diagnostics: [Diagnostic], isJSON: Bool) -> [UInt8] {
        let diagnostics = diagnostics.map(\.withHint)
        guard isJSON else { return diagnostics.flatMap(\.lines).printableLines }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.write(diagnostics)
        writer.endDocument()
        return writer.bytes
    }
}
