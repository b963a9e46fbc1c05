/// The arguments of a program as they are, which need not be text.
///
/// They are kept one behind the other, each with the zero byte that ends it: arguments have no other zero bytes.
package struct ArgumentList: Hashable, Sendable {
    private var bytes: [UInt8] = []

    /// Creates a list without arguments.
    package init() {}

    /// Creates a list of what stands before the first zero byte of each argument.
    package init(_ arguments: some Sequence<[UInt8]>) {
        for argument in arguments {
            bytes.append(contentsOf: argument.prefix { $0 != 0 })
            bytes.append(0)
        }
    }

    /// Adds an argument, a C string.
    package mutating func append(cString: UnsafePointer<CChar>) {
        var end = unsafe cString
        while unsafe end.pointee != 0 {
            bytes.append(UInt8(bitPattern: unsafe end.pointee))
            unsafe end += 1
        }
        bytes.append(0)
    }

    /// Whether there are no arguments.
    package var isEmpty: Bool { bytes.isEmpty }

    /// The first argument; nil if there is none.
    package var first: [UInt8]? {
        bytes.firstIndex(of: 0).map { Array(bytes[..<$0]) }
    }

    /// All arguments but the first.
    package func dropFirst() -> ArgumentList {
        var rest = ArgumentList()
        if let end = bytes.firstIndex(of: 0) { rest.bytes = Array(bytes[(end + 1)...]) }
        return rest
    }

    /// Hands over the arguments one by one.
    package func forEach(_ body: ([UInt8]) throws -> Void) rethrows {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0) {
            try body(Array(rest[..<end]))
            rest = rest[(end + 1)...]
        }
    }

    /// The arguments as text; what is not UTF-8 is replaced.
    package var texts: [String] {
        var texts: [String] = []
        forEach { texts.append(String(decoding: $0, as: UTF8.self)) }
        return texts
    }

    /// The arguments as one text, with blanks between them.
    package var line: String {
        String(decoding: bytes.dropLast().map { $0 == 0 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    /// Lends all arguments as one text, and where each is in it; columns count as if single blanks stood between them.
    func withWords<Result>(
        _ body: (Span<UInt8>, Span<RuleWord>) throws(RuleError) -> Result
    ) throws(RuleError) -> Result {
        var words = UniqueArray<RuleWord>(capacity: 32)
        var start = 0
        for index in bytes.indices where bytes[index] == 0 {
            let place = RuleRange(start, index)
            words.append(RuleWord(text: place, columns: place))
            start = index + 1
        }
        return try words.withSpan { (words) throws(RuleError) in try body(bytes.span, words) }
    }
}
