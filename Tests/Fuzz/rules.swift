import IPVSKit

// Documents of rules: reading never crashes, places lie within the text, and what was read is written as rules
// that mean the same.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRules(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = Array(UnsafeBufferPointer(start: data, count: count))
    let document = RulesDocument(text.span)
    for finding in document.findings {
        precondition(finding.range.lowerBound >= 0 && finding.range.upperBound <= text.count)
        precondition(!"\(finding.problem)".isEmpty)
    }
    let rules = RulesWriter.rules(document.configuration)
    let again = RulesDocument(rules.span)
    precondition(!again.hasErrors)
    precondition(RulesWriter.rules(again.configuration) == rules.withoutComments)
    _ = TableDocument.read(text, file: "input").diagnostics.map(\.description)
    readAsRestore(text)
    return 0
}

/// Reads lines as `ipvsadm -R` does; each change that rules can say is read back as itself.
private func readAsRestore(_ text: [UInt8]) {
    var reader = RuleReader(asRestore: true)
    while true {
        do throws(RuleError) {
            guard let command = try reader.next(in: text.span) else { return }
            guard case .change(let change) = command else { continue }
            let line = RulesWriter.line(change)
            guard !line.hasPrefix("#") else { continue }
            var second = RuleReader(asRestore: true)
            let bytes = Array(line.utf8)
            precondition((try? second.next(in: bytes.span)) == .change(change))
        } catch {
            precondition(!error.ipvsadmMessage().isEmpty && !error.description.isEmpty)
        }
    }
}

extension [UInt8] {
    /// The lines that do not begin with `#`.
    fileprivate var withoutComments: [UInt8] {
        let newline = UInt8(ascii: "\n")
        return split(separator: newline).filter { $0.first != UInt8(ascii: "#") }.flatMap { $0 + [newline] }
    }
}
