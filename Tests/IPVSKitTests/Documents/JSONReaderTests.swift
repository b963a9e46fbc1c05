import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct JSONReaderTests {
    private static func error(_ text: [UInt8]) -> JSONSyntaxError? {
        var reader = JSONReader(text)
        do {
            try reader.skip()
            try reader.end()
            return nil
        } catch {
            return error
        }
    }

    /// A wrong text, what is said of it, and which bytes are meant.
    struct Wrong: CustomTestStringConvertible {
        var text: String
        var message: String
        var range: Range<Int>

        var testDescription: String { text.debugDescription }

        init(_ text: String, _ message: String, _ range: Range<Int>) {
            (self.text, self.message, self.range) = (text, message, range)
        }
    }

    @Test(
        "Valid JSON is accepted",
        arguments: [
            "0", "-0", "-1", "1.5", "1e5", "1E+05", "0.1e-9", "true", "false", "null", "\"\"", "[]", "{}",
            " [ ] ",
            "[1,2 , 3]", "{\"a\":1,\"b\":{\"c\":[null]}}",
            "\"\\u00e9\\ud83d\\ude00\\\\ \\/ \\\" \\b\\f\\n\\r\\t\"",
            "\"\u{E9}\u{20AC}\u{1F600}\u{10FFFF}\u{7F}\"", "\r\n\t {} \n", "{\"a\":1,\"a\":2}",
            "123456789012345678901234567890e999",
        ]
    )
    func validJSON(text: String) {
        #expect(Self.error(Array(text.utf8)) == nil)
    }

    @Test(
        "Syntax errors say what is wrong and where",
        arguments: [
            Wrong("", "the document is empty", 0..<0),
            Wrong(" \n ", "the document is empty", 3..<3),
            Wrong("{", "the document ends within this object", 0..<1),
            Wrong("[1,", "the document ends within this array", 0..<1),
            Wrong("{\"a\":[", "the document ends within this array", 5..<6),
            Wrong("{\"a\":[]", "the document ends within this object", 0..<1),
            Wrong("{\"a\"", "the document ends within this object", 0..<1),
            Wrong("\"abc", "the closing quote of this text is missing", 0..<1),
            Wrong("\"abc\\", "the closing quote of this text is missing", 0..<1),
            Wrong("\"a\nb\"", "the closing quote of this text is missing on its line", 0..<2),
            Wrong("\"\\u12", "the text ends within an escape", 5..<5),
            Wrong("\"\\u12g4\"", "\\u needs four hexadecimal digits", 1..<5),
            Wrong("\"\\x\"", "JSON has no such escape", 1..<3),
            Wrong("\"\\ud800\"", "half of a surrogate pair", 1..<7),
            Wrong("\"\\ud800\\n\"", "half of a surrogate pair", 1..<7),
            Wrong("\"\\ud800\\u0041\"", "half of a surrogate pair", 1..<7),
            Wrong("\"\\udc00\"", "half of a surrogate pair", 1..<7),
            Wrong("\"a\u{1}\"", "a control character within a text: write \\u0001", 2..<3),
            Wrong("\"a\0\"", "a zero byte: this is not JSON", 2..<3),
            Wrong("\0", "a zero byte: this is not JSON", 0..<1),
            Wrong("[1]\0", "something follows the end of the document", 3..<4),
            Wrong("\u{FEFF}{}", "a byte order mark: save the document without it", 0..<1),
            Wrong("{} {}", "something follows the end of the document", 3..<4),
            Wrong("[1,]", "a comma before ']': remove it", 2..<3),
            Wrong("{\"a\":1,}", "a comma before '}': remove it", 6..<7),
            Wrong("[,1]", "expected a value", 1..<2),
            Wrong("[1 2]", "expected a comma or ']'", 3..<4),
            Wrong("[1}", "expected a comma or ']'", 2..<3),
            Wrong("{a:1}", "expected a key in double quotes", 1..<2),
            Wrong("{'a':1}", "expected a key in double quotes: JSON knows double quotes only", 1..<2),
            Wrong("{\"a\" 1}", "expected a colon after the key", 5..<6),
            Wrong("{\"a\":}", "expected a value", 5..<6),
            Wrong("// x\n{}", "expected a value: JSON has no comments", 0..<1),
            Wrong("[1, # x\n2]", "expected a value: JSON has no comments", 4..<5),
            Wrong("01", "a number does not begin with 0", 0..<2),
            Wrong("-01", "a number does not begin with 0", 0..<3),
            Wrong("+1", "expected a value", 0..<1),
            Wrong("-", "a digit is missing", 1..<1),
            Wrong("1.", "a digit after the decimal point is missing", 2..<2),
            Wrong(".5", "expected a value", 0..<1),
            Wrong("1.e", "expected a digit after the decimal point", 2..<3),
            Wrong("1e", "a digit of the exponent is missing", 2..<2),
            Wrong("0x10", "something follows the end of the document", 1..<2),
            Wrong("tru", "'true' is missing", 3..<3),
            Wrong("trux", "expected 'true'", 3..<4),
            Wrong("nil", "expected 'null'", 1..<2),
            Wrong("NaN", "expected a value", 0..<1),
            Wrong("]", "expected a value", 0..<1),
        ]
    )
    func invalidJSON(row: Wrong) {
        let error = Self.error(Array(row.text.utf8))
        #expect(error?.message == row.message)
        #expect(error?.range == row.range)
    }

    /// Bytes that are not UTF-8 within a text; the second number is which of them is meant.
    @Test(
        "Text that is not UTF-8 is an error",
        arguments: [
            ([0x80], 0), ([0xC3], 0), ([0xC3, 0x28], 0), ([0xC0, 0xAF], 0), ([0xE0, 0x80, 0x80], 0),
            ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF8, 0x88, 0x80, 0x80, 0x80], 0),
            ([0xC3, 0xA9, 0xA9], 2), ([0xFF], 0), ([0xFE], 0),
        ] as [([UInt8], Int)]
    )
    func utf8(bytes: [UInt8], place: Int) {
        let error = Self.error([0x22] + bytes + [0x22])
        #expect(error?.message.hasPrefix("not UTF-8 (byte 0x") == true)
        #expect(error?.range == place + 1..<place + 2)
    }

    @Test("Nesting is limited")
    func depth() {
        let limit = JSONReader.depthLimit
        let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        #expect(Self.error(Array(deepest.utf8)) == nil)
        for bomb in ["[", "{\"a\":"] {
            let error = Self.error(Array(String(repeating: bomb, count: 1_000_000).utf8))
            #expect(error?.message == "more than 100 containers within each other")
        }
    }

    @Test("Escapes in strings are decoded")
    func strings() throws {
        let document = Array("\"\\u00e9\\ud83d\\ude00\\\\\\/\\\"\\b\\f\\n\\r\\t\u{20AC}\"".utf8)
        var reader = JSONReader(document)
        let text = try reader.text()
        #expect(text.string(in: document) == "\u{E9}\u{1F600}\\/\"\u{8}\u{C}\n\r\t\u{20AC}")
        #expect(text.quoted == 0..<document.count)
    }

    @Test("A document cut off anywhere is an error")
    func cutOff() {
        let document = Array(
            "{\"a\": [1, -2.5e3, \"x\\u00e9\\n\", true, null, {\"b\": {}}], \"c\": \"\u{1F600}\"}".utf8
        )
        #expect(Self.error(document) == nil)
        for length in 0..<document.count {
            #expect(Self.error(Array(document[..<length])) != nil, "cut to \(length)")
        }
    }

    @Test("Random bytes do not crash")
    func randomBytes() {
        var random = SeededGenerator(seed: 1)
        let alphabet = Array("{}[]\",:\\u0019.e-+ \n\ttrfalsn'/#".utf8) + [0, 0x80, 0xC3, 0xFF]
        for _ in 0..<50_000 {
            let bytes = (0..<random.next() % 24).map { _ in random.pick(alphabet) }
            if let error = Self.error(bytes) {
                #expect(0...bytes.count ~= error.range.lowerBound && error.range.upperBound <= bytes.count)
            }
        }
    }
}
