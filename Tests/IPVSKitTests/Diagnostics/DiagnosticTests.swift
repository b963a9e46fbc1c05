import IPVSKit
import Testing

@Suite struct DiagnosticTests {
    private static func text(_ document: String, _ range: Range<Int>) -> String {
        var source = SourceText(Array(document.utf8), file: "rules")
        return source.diagnostic("bad", at: range).description
    }

    @Test("A diagnostic shows line, column and a caret")
    func text() {
        #expect(
            Self.text("one\ntwo three\nfour", 8..<13) == """
                rules:2:5: error: bad
                  two three
                      ^~~~~
                """
        )
    }

    @Test("Columns count characters, not bytes")
    func columns() {
        #expect(Self.text("\u{E9}\u{20AC}\u{1F600}x", 9..<10).hasPrefix("rules:1:4: error"))
        #expect(Self.text("\u{E9}\u{20AC}\u{1F600}x", 9..<10).hasSuffix("\n     ^"))
    }

    @Test("The end of the document can be marked")
    func endOfDocument() {
        #expect(Self.text("abc", 3..<3) == "rules:1:4: error: bad\n  abc\n     ^")
        #expect(Self.text("abc\n", 4..<4) == "rules:2:1: error: bad\n  \n  ^")
        #expect(Self.text("", 0..<0) == "rules:1:1: error: bad\n  \n  ^")
    }

    @Test("Terminal sequences and carriage returns are not printed")
    func controlCharacters() {
        #expect(
            Self.text("a\u{1B}[31mb\tc\u{202E}\r\n", 8..<9)
                == "rules:1:9: error: bad\n  a?[31mb c?\n          ^".replacing(
                    "          ^",
                    with: "          ^"
                )
        )
    }

    @Test("Only a part of a long line is shown")
    func longLine() {
        let diagnostic = Self.text(
            String(repeating: "x", count: 5000) + "!" + String(repeating: "y", count: 5000),
            5000..<5001
        )
        let lines = diagnostic.split(separator: "\n")
        #expect(lines[0] == "rules:1:5001: error: bad")
        #expect(lines[1].count == 102)
        #expect(Array(lines[1])[lines[2].count - 1] == "!")
    }

    @Test("A mark that goes beyond the line ends with it")
    func markBeyondLine() {
        #expect(Self.text("ab\ncd", 1..<5) == "rules:1:2: error: bad\n  ab\n   ^")
    }

    @Test("Columns of one line are the same in any order of the questions")
    func column_countsFromTheLastPlace() {
        let line = String(repeating: "\u{E9}x", count: 50)
        var source = SourceText(Array("a\n\(line)\n\(line)".utf8), file: "x")
        for place in [9, 3, 120, 2, 150, 5, 155, 4, 0, 152] {
            let column = source.diagnostic("bad", at: place..<place + 1).column
            var fresh = SourceText(source.bytes, file: "x")
            #expect(column == fresh.diagnostic("bad", at: place..<place + 1).column, "\(place)")
        }
    }

    @Test(
        "A thousand findings on one long line take no thousand times as long as one",
        .timeLimit(.minutes(1))
    )
    func findingsOnOneLine_areCountedOnce() {
        let services = (0..<60_000).map { #"{"mark": \#($0 + 1), "servers": []}"# }.joined(separator: ",")
        let document = TableDocument.judge(Array(#"{"version":1,"services":[\#(services)]}"#.utf8), file: "x")
        #expect(document.diagnostics.count == 1001)
        #expect(Set(document.diagnostics.dropLast().map(\.column)).count == 1000)
    }

    @Test("Random bytes and ranges do not crash")
    func randomBytes() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...300)).map { _ in
                UInt8.random(in: 0...255, using: &random) | (Bool.random() ? 0x80 : 0)
            }
            let start = Int.random(in: 0...bytes.count)
            var source = SourceText(bytes, file: "x")
            let diagnostic = source.diagnostic("bad", at: start..<Int.random(in: start...bytes.count + 3))
            #expect(diagnostic.line >= 1 && diagnostic.column >= 1)
            #expect(diagnostic.excerpt.map { $0.marked.lowerBound <= $0.text.unicodeScalars.count } == true)
        }
    }

    @Test("A diagnostic about a whole document has no line or column")
    func wholeDocument() {
        #expect(Diagnostic(.warning, "odd", file: "-").description == "-: warning: odd")
    }
}
