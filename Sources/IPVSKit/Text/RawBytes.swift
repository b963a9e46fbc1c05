// Text that keeps bytes which are not UTF-8.

extension Span where Element == UInt8 {
    /// The bytes as text; what is not UTF-8 is replaced.
    var string: String {
        unsafe withUnsafeBufferPointer { bytes in unsafe String(decoding: bytes, as: UTF8.self) }
    }

    /// The bytes as text that keeps them, even where they are not UTF-8: see ``Swift/String/rawBytes``.
    var quotation: String {
        let text = string
        let keepsAll = !text.unicodeScalars.contains { $0 == "\u{FFFD}" || $0.value >= String.rawByteBase }
        if keepsAll { return text }
        var scalars = String.UnicodeScalarView()
        for index in indices {
            let byte = UInt32(self[index])
            scalars.append(Unicode.Scalar(byte < 0x80 ? byte : String.rawByteBase + byte) ?? "\u{FFFD}")
        }
        return String(scalars)
    }
}

extension String {
    /// What stands for the byte 0 where text holds bytes that are not UTF-8; nobody uses these code points.
    fileprivate static let rawByteBase: UInt32 = 0x10_FF00

    /// The text in UTF-8, with the bytes that were not UTF-8 in what it quotes as they were.
    package var rawBytes: [UInt8] {
        var bytes: [UInt8] = []
        for scalar in unicodeScalars {
            if scalar.value >= Self.rawByteBase {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                bytes += Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter
            }
        }
        return bytes
    }

    /// The text with what was not UTF-8 in what it quotes replaced.
    var readable: String { String(decoding: rawBytes, as: UTF8.self) }
}
