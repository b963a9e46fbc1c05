import IPVSKit

/// What is to be said about documents.
enum DiagnosticReport {
    static func render(_ diagnostics: [Diagnostic], isJSON: Bool) -> [UInt8] {
        guard isJSON else { return diagnostics.flatMap { Array("\($0)\n".utf8) } }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.write(diagnostics)
        writer.endDocument()
        return writer.bytes
    }
}

extension TableDocument {
    /// Everything that is wrong with the document, then what experience warns of, in the order of lines.
    func judged(as file: String) -> [Diagnostic] {
        let advice = configuration.advice().map { advice in
            let line =
                advice.server.flatMap { serverLines[advice.service]?[$0] } ?? serviceLines[advice.service]
            return Diagnostic(.warning, "\(advice)", file: file, line: line ?? 0)
        }
        return (diagnostics + advice).enumerated()
            .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }
}
