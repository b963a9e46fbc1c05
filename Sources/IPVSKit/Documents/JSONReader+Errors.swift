// What is wrong with a text that is not JSON, as a message for people.

extension JSONReader {
    /// Returns an error of the byte at the offset, or at another one.
    func error(_ message: String, at place: Int? = nil) -> JSONSyntaxError {
        let place = place ?? offset
        return JSONSyntaxError(message: message, range: place..<min(place + 1, bytes.count))
    }

    /// Returns an error about the end of the text, which names the innermost container that it ends in.
    func truncated(_ message: String) -> JSONSyntaxError {
        guard let innermost = open.last else {
            return error(bytes.allSatisfy { $0 <= UInt8(ascii: " ") } ? "the document is empty" : message)
        }
        let what = innermost.bracket == UInt8(ascii: "{") ? "object" : "array"
        return JSONSyntaxError(
            message: "the document ends within this \(what)",
            range: innermost.offset..<innermost.offset + 1
        )
    }

    /// Returns an error about something else than was expected.
    func unexpected(_ expected: String) -> JSONSyntaxError {
        guard let byte = current else { return truncated("\(expected) is missing") }
        switch byte {
        case 0: return error("a zero byte: this is not JSON")
        case 0xEF where offset == 0: return error("a byte order mark: save the document without it")
        case 0xFE, 0xFF: return error("not UTF-8 (byte 0x\(String(byte, radix: 16)))")
        case UInt8(ascii: "'"): return error("expected \(expected): JSON knows double quotes only")
        case UInt8(ascii: "/"), UInt8(ascii: "#"): return error("expected \(expected): JSON has no comments")
        default:
            let word = String(decoding: bytes[offset...].prefix(4), as: UTF8.self).prefix(1)
            return error("expected \(expected)" + (OddCharacter.note(on: String(word)) ?? ""))
        }
    }

    func controlCharacter(_ byte: UInt8, textStart: Int) -> JSONSyntaxError {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            JSONSyntaxError(
                message: "the closing quote of this text is missing on its line",
                range: textStart..<offset
            )
        case 0: error("a zero byte: this is not JSON")
        default:
            error(
                "a control character within a text: write \\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
            )
        }
    }
}
