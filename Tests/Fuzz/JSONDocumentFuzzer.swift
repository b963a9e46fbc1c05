// Reads random bytes as a JSON document. Whatever is read without an error must survive being written and read
// again, and whatever is said about the rest must have a place within the document.

/// Is called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONDocument(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let document = JSONDocument.read(bytes, file: "fuzz")
    for diagnostic in document.diagnostics {
        guard diagnostic.line >= 1, diagnostic.column >= 1, !diagnostic.description.isEmpty else {
            fatalError("no place: \(diagnostic)")
        }
    }
    guard !document.hasErrors else { return 0 }
    let again = JSONDocument.read(JSONDocument.write(document.configuration), file: "fuzz")
    guard again.configuration == document.configuration else {
        fatalError("\(document.configuration) became \(again.configuration)")
    }
    return 0
}
