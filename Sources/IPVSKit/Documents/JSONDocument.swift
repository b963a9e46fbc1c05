/// The JSON form of a table: ``TableDocument/Format/json``.
///
/// The document is an object with `"version": 1`, described by `Docs/lvsctl.schema.json`. Servers are in it oldest
/// first. What `lvsctl list --json` prints has the same form with counters added, and can be read back.
enum JSONDocument {
    /// The version of the form that is written, and the only one that is read.
    static let version: UInt32 = 1

    /// Reads a document and finds everything that is wrong with it.
    static func read(_ bytes: [UInt8], file: String, isAdvising: Bool = false) -> TableDocument {
        var reader = JSONDocumentReader(bytes)
        reader.readDocument()
        var source = SourceText(bytes, file: file)
        var document = TableDocument(
            format: .json,
            configuration: reader.table,
            diagnostics: reader.diagnostics(in: &source)
        )
        document.coverage = reader.coverage
        document.hidesSettings = reader.hidesSettings
        if isAdvising {
            var places = JSONAdvicePlaces(reader)
            // Services that are in error themselves are not in the table.
            document.addWarnings(from: &source, isKnown: { reader.isKnown($0) }) { warning, _ in
                places.place(of: warning)
            }
        }
        return document
    }

    /// Writes a document that ``read(_:file:isAdvising:)`` reads back without a loss.
    static func write(_ table: TableConfiguration, _ selection: TableSelection) -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.write(table, selection)
        return writer.bytes
    }
}
