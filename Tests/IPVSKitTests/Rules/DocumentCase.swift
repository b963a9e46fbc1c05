import IPVSKit
import IPVSTestSupport
import Testing

/// A document, what is to be said about it, and what is left of it.
struct DocumentCase: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    /// `LINE:FIRST-END severity: message`, columns in bytes from 0.
    var findings: [String]
    /// What the writer makes of the configuration; nil if the document itself is what is left.
    var rules: String?

    var testDescription: String { name }

    init(_ name: String, _ text: String, findings: [String] = [], rules: String? = nil) {
        self.name = name
        self.text = text
        self.findings = findings
        self.rules = rules
    }
}

extension DocumentCase {
    /// Reads the document, and compares its findings and what is left of it.
    func check() {
        let document = RulesDocument(text, resolver: TestNames())
        #expect(Self.describe(document, text) == findings)
        let written = String(decoding: RulesWriter.rules(document.configuration), as: UTF8.self)
        #expect(written == rules ?? text)
    }

    private static func describe(_ document: RulesDocument, _ text: String) -> [String] {
        let lineStarts = [0] + text.utf8.enumerated().filter { $0.element == 10 }.map { $0.offset + 1 }
        return document.findings.map { finding in
            let start = lineStarts[finding.line - 1]
            let columns = "\(finding.range.lowerBound - start)-\(finding.range.upperBound - start)"
            return "\(finding.line):\(columns) \(finding.severity): \(finding.kind)"
        }
    }
}
