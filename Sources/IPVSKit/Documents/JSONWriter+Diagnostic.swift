extension JSONWriter {
    /// Writes the field `diagnostics` of a document or error.
    package mutating func write(_ diagnostics: [Diagnostic]) {
        key("diagnostics")
        beginArray()
        for diagnostic in diagnostics {
            beginObject(.line)
            field("severity", diagnostic.severity.rawValue)
            field("file", diagnostic.file)
            if diagnostic.line > 0 { field("line", UInt(diagnostic.line)) }
            if diagnostic.column > 0 { field("column", UInt(diagnostic.column)) }
            field("message", diagnostic.message)
            endObject()
        }
        endArray()
    }
}
