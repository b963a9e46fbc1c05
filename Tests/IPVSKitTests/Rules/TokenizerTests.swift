import IPVSKit
import IPVSTestSupport
import Testing

/// Words as a shell reads them are watched through the grammar: a plain word is what an error names.
@Suite struct TokenizerTests {
    /// The unexpected argument of `-C WORD…`, and where it is.
    private static func word(_ text: String, asRestore: Bool = false) -> String {
        word(Array(text.utf8), asRestore: asRestore)
    }

    private static func word(_ text: [UInt8], asRestore: Bool) -> String {
        var reader = RuleReader(asRestore: asRestore)
        let bytes = Array("-C ".utf8) + text + [UInt8(ascii: "\n")]
        do throws(RuleError) {
            guard let command = try reader.next(in: bytes.span) else { return "nothing" }
            return "\(command)"
        } catch {
            guard case .unexpectedWord(let word) = error.cause else { return "\(error)" }
            return "\(word)|\(error.columns.lowerBound - 3)-\(error.columns.upperBound - 3)"
        }
    }

    @Test(
        "Words are split as by a shell",
        arguments: [
            ("a", "a|0-1"), ("  a  ", "a|2-3"), ("\ta\r", "a|1-2"), ("'a b'", "a b|0-5"),
            ("\"a b\"", "a b|0-5"),
            ("a\\ b c", "a b|0-4"), ("''", "|0-2"), ("a''b", "ab|0-4"), ("'a'\"b\"c", "abc|0-7"),
            ("'\"'", "\"|0-3"), ("\"'\"", "'|0-3"), ("'\\'", "\\|0-3"), ("\"\\\"\"", "\"|0-4"),
            ("\"\\a\"", "\\a|0-4"), ("\"\\\\\"", "\\|0-4"), ("\"\\$\\`\"", "$`|0-6"), ("\\#", "#|0-2"),
            ("a#b", "a#b|0-3"), ("'#'", "#|0-3"), ("ipvsadm", "change(clear the table)"),
            ("/sbin/ipvsadm a", "a|14-15"),
            ("'ipvsadm' # a", "change(clear the table)"), ("xipvsadm", "xipvsadm|0-8"),
            ("ipvsadm-save", "ipvsadm-save|0-12"), ("\u{B}", "\u{B}|0-1"),
            ("x'#'", "x#|0-4"), ("# a", "change(clear the table)"), ("\t#'", "change(clear the table)"),
            ("'a", "the quotation is not closed on this line"),
            ("a\"b", "the quotation is not closed on this line"),
            ("\\", "a line cannot be continued on the next one"),
            ("a \\\r", "a line cannot be continued on the next one"),
            ("a\0b", "a zero byte: this is not a text file"),
            ("'a\0b'", "a zero byte: this is not a text file"),
            ("\\\0", "a zero byte: this is not a text file"),
        ]
    )
    func shell(text: String, expected: String) {
        #expect(Self.word(text) == expected)
    }

    @Test(
        "Words are split as by ipvsadm -R",
        arguments: [
            ("'a b'", "'a|0-2"), ("\"\"", "\"\"|0-2"), ("\\", "\\|0-1"), ("# a", "#|0-1"),
            ("ipvsadm a", "a|8-9"),
            ("ipvsadm ipvsadm", "change(clear the table)"), ("ipvsadmx", "ipvsadmx|0-8"),
            ("/sbin/ipvsadm", "/sbin/ipvsadm|0-13"),
            ("a\0b", "a zero byte: this is not a text file"),
        ]
    )
    func restore(text: String, expected: String) {
        #expect(Self.word(text, asRestore: true) == expected)
    }

    @Test("Special bytes are found at any position", arguments: [false, true])
    func specialBytes(asRestore: Bool) {
        for byte in Array("\0\u{1}\t\u{B}\r !\"#$&'(\\z\u{7F}".utf8) + [0x80, 0xFF] {
            for place in [0, 1, 10, 19] {
                var word = [UInt8](repeating: UInt8(ascii: "x"), count: 20)
                word[place] = byte
                let expected =
                    switch (byte, place) {
                    case (0, _): "a zero byte: this is not a text file"
                    case (0x20, 0), (0x09, 0), (0x0D, 0): "|1-20"
                    case (0x20, _), (0x09, _), (0x0D, _): "|0-\(place)"
                    case (0x22, _) where !asRestore, (0x27, _) where !asRestore:
                        "the quotation is not closed on this line"
                    case (0x23, 0) where !asRestore: "change(clear the table)"
                    case (0x5C, 19) where !asRestore: "a line cannot be continued on the next one"
                    default: "|0-20"
                    }
                let found = Self.word(word, asRestore: asRestore)
                #expect(found.hasSuffix(expected), "\(byte) at \(place): \(found)")
            }
        }
    }

    @Test("Any number of words is split", arguments: [1, 31, 32, 33, 64, 65, 500])
    func manyWords(count: Int) {
        let plain = String(repeating: "--sort ", count: count)
        #expect(Self.word(plain + "x") == "x|\(count * 7)-\(count * 7 + 1)")
        let quoted = String(repeating: "'--sort' ", count: count)
        #expect(Self.word(quoted + "x") == "x|\(count * 9)-\(count * 9 + 1)")
    }

    @Test("Reading continues after an error, with the right line number")
    func errors() throws {
        let text = Array("\n# c\n-C\n-C 'x\n\n-C \\\n -Z -z\n-Z\n".utf8)
        var reader = RuleReader()
        var events: [String] = []
        while true {
            do throws(RuleError) {
                guard let command = try reader.next(in: text.span) else { break }
                events.append("\(reader.line) \(command)")
            } catch {
                events.append("\(reader.line) \(error.columns)")
            }
        }
        #expect(
            events == [
                "3 change(clear the table)", "4 3..<5", "6 3..<4", "7 4..<6", "8 change(zero all counters)",
            ]
        )
    }

    @Test("A file is read in pieces")
    func pieces() throws {
        var reader = RuleReader()
        var lines: [Int] = []
        for piece in ["-C\n-Z\n", "\n-C\n", "-Z\n"] {
            let bytes = Array(piece.utf8)
            reader.restart()
            while try reader.next(in: bytes.span) != nil { lines.append(reader.line) }
        }
        #expect(lines == [1, 2, 4, 5])
    }
}
