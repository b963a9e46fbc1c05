/// The arguments of a program as they are, which need not be text.
package struct ArgumentList: Sendable {
    /// The bytes of each argument, without the zero byte that ends it.
    package private(set) var words: [[UInt8]]

    /// Creates a list of what stands before the first zero byte of each argument.
    package init(_ words: [[UInt8]]) {
        self.words = words.map { Array($0.prefix { $0 != 0 }) }
    }

    /// Creates the list of a program's arguments: C strings, and a null pointer after the last one.
    package init(_ arguments: UnsafePointer<UnsafeMutablePointer<CChar>?>) {
        var words: [[UInt8]] = []
        var next = unsafe arguments
        while var character = unsafe UnsafePointer(next.pointee) {
            var word: [UInt8] = []
            while unsafe character.pointee != 0 {
                word.append(UInt8(bitPattern: unsafe character.pointee))
                unsafe character += 1
            }
            words.append(word)
            unsafe next += 1
        }
        self.words = words
    }

    /// All arguments but the first.
    package func dropFirst() -> ArgumentList {
        var rest = self
        if !rest.words.isEmpty { rest.words.removeFirst() }
        return rest
    }

    /// The arguments as text; what is not UTF-8 is replaced.
    package var texts: [String] { words.map { String(decoding: $0, as: UTF8.self) } }

    /// The first argument that is not UTF-8, with `\\xHH` for each byte of it that is not printable ASCII.
    package var firstThatIsNoText: String? {
        words.first { String(validating: $0, as: UTF8.self) == nil }?.reduce(into: "") { text, byte in
            let digits = String(byte, radix: 16)
            let escape = digits.utf8.count < 2 ? "\\x0" : "\\x"
            text += (0x20..<0x7F).contains(byte) ? String(UnicodeScalar(byte)) : escape + digits
        }
    }

    /// The arguments as one text, with blanks between them.
    package var line: String {
        // `joined` would cost every verb that changes something 100,000 instructions (Tests/Guest/instructions, small
        // add-service): it makes generic types at run time.
        let texts = texts
        var line = texts.first ?? ""
        for index in texts.indices.dropFirst() { line += " " + texts[index] }
        return line
    }
}
