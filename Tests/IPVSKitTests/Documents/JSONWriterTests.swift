import Foundation
import IPVSKit
import Testing

@Suite struct JSONWriterTests {
    private static func json(_ layout: JSONWriter.Layout = .compact, _ body: (inout JSONWriter) -> Void)
        -> String
    {
        var writer = JSONWriter(layout)
        body(&writer)
        writer.finish()
        return String(decoding: writer.bytes.dropLast(), as: UTF8.self)
    }

    @Test(
        "Strings are escaped",
        arguments: [
            ("", "\"\""), ("abc", "\"abc\""), ("a\"b\\c/", "\"a\\\"b\\\\c/\""),
            ("\n\t\r", "\"\\n\\t\\u000d\""),
            ("\0\u{1F}", "\"\\u0000\\u001f\""), ("\u{7F}", "\"\\u007f\""),
            ("\u{E9}\u{1F600}", "\"\u{E9}\u{1F600}\""),
        ]
    )
    func strings(text: String, expected: String) throws {
        let written = Self.json { $0.value(text) }
        #expect(written == expected)
        let read = try JSONSerialization.jsonObject(with: Data(written.utf8), options: .fragmentsAllowed)
        #expect(read as? String == text)
    }

    @Test("Bytes that are not UTF-8 are replaced")
    func utf8() {
        #expect(Self.json { $0.value([0x61, 0xFF, 0x62] as [UInt8]) } == "\"a\u{FFFD}b\"")
        #expect(Self.json { $0.value(KernelName([0xFF, 0x22].span) ?? "") } == "\"\u{FFFD}\\\"\"")
    }

    @Test("All numbers are written")
    func numbers() {
        #expect(Self.json { $0.value(UInt64.max) } == "18446744073709551615")
        #expect(Self.json { $0.value(0 as UInt8) } == "0")
        #expect(Self.json { $0.value(1_000_000 as UInt32) } == "1000000")
    }

    @Test("Addresses are written")
    func addresses() throws {
        for text in ["0.0.0.0", "10.0.200.255", "::", "2001:db8::1", "::ffff:1.2.3.4"] {
            let address = try #require(IPAddress(text))
            #expect(Self.json { $0.value(address) } == "\"\(text)\"")
        }
    }

    private static func sample(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("a")
        writer.beginArray()
        writer.beginObject(.line)
        writer.key("x")
        writer.value(1 as UInt8)
        writer.key("y")
        writer.beginArray()
        writer.value("p")
        writer.value("q")
        writer.endArray()
        writer.endObject()
        writer.value(true)
        writer.endArray()
        writer.key("b")
        writer.beginObject()
        writer.endObject()
        writer.key("c")
        writer.beginArray()
        writer.endArray()
        writer.endObject()
    }

    @Test("The compact layout is one line")
    func compactLayout() {
        #expect(
            Self.json(.compact, Self.sample)
                == "{\"a\":[{\"x\":1,\"y\":[\"p\",\"q\"]},true],\"b\":{},\"c\":[]}"
        )
    }

    @Test("The indented layout is for people")
    func indentedLayout() {
        #expect(
            Self.json(.indented, Self.sample) == """
                {
                  "a": [
                    {"x": 1, "y": ["p", "q"]},
                    true
                  ],
                  "b": {},
                  "c": []
                }
                """
        )
    }

    @Test("Pieces together equal the whole")
    func pieces() {
        func write(_ writer: inout JSONWriter, _ element: (inout JSONWriter) -> Void) {
            writer.beginArray()
            for index in 0..<200 {
                writer.beginObject(.line)
                writer.key("number")
                writer.value(UInt(index))
                writer.endObject()
                element(&writer)
            }
            writer.endArray()
            writer.finish()
        }
        var whole = JSONWriter(.indented)
        write(&whole) { _ in }
        var pieces: [UInt8] = []
        var writer = JSONWriter(.indented)
        write(&writer) { writer in
            pieces += writer.bytes
            writer.removeWritten()
        }
        pieces += writer.bytes
        #expect(String(decoding: pieces, as: UTF8.self) == String(decoding: whole.bytes, as: UTF8.self))
    }

    @Test("Long strings are written whole")
    func longStrings() {
        let text = String(repeating: "0123456789\"", count: 1000)
        #expect(Self.json { $0.value(text) } == "\"\(text.replacing("\"", with: "\\\""))\"")
    }
}
