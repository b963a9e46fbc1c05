/// The arguments of a program as they are, which need not be text.
///
/// They are kept one behind the other, each with the zero byte that ends it: arguments have no other zero bytes.
package struct ArgumentList: Sendable {
    // Not an array, which is dear in a short run (Docs/performance.md, "Start"), and not copied either.
    private final class Storage: Sendable {
        let bytes: UniqueArray<UInt8>

        init(_ bytes: consuming UniqueArray<UInt8>) {
            self.bytes = bytes
        }
    }

    private let storage: Storage
    /// Where the first argument begins.
    private let start: Int

    private init(_ bytes: consuming UniqueArray<UInt8>) {
        storage = Storage(bytes)
        start = 0
    }

    private init(_ storage: Storage, from start: Int) {
        self.storage = storage
        self.start = start
    }

    /// Creates a list of what stands before the first zero byte of each argument.
    package init(_ arguments: some Sequence<[UInt8]>) {
        var bytes = UniqueArray<UInt8>(capacity: Self.capacity)
        for argument in arguments {
            for byte in argument.prefix(while: { $0 != 0 }) { bytes.append(byte) }
            bytes.append(0)
        }
        self.init(bytes)
    }

    /// Creates the list of a program's arguments: C strings, and a null pointer behind the last one.
    package init(_ arguments: UnsafePointer<UnsafeMutablePointer<CChar>?>) {
        var bytes = UniqueArray<UInt8>(capacity: Self.capacity)
        var next = unsafe arguments
        while var character = unsafe UnsafePointer(next.pointee) {
            while unsafe character.pointee != 0 {
                bytes.append(UInt8(bitPattern: unsafe character.pointee))
                unsafe character += 1
            }
            bytes.append(0)
            unsafe next += 1
        }
        self.init(bytes)
    }

    // Enough for most command lines.
    private static let capacity = 256

    /// Whether there are no arguments.
    package var isEmpty: Bool { start == storage.bytes.count }

    /// Lends the first argument, if there is one.
    ///
    /// There is no result, since generic functions of another module are dear in a short run.
    package func withFirst(_ body: (Span<UInt8>) -> Void) {
        guard !isEmpty else { return }
        storage.bytes.withSpan { body($0.extracting(start..<end)) }
    }

    /// The first argument as text; what is not UTF-8 is replaced.
    package var firstText: String? {
        isEmpty ? nil : storage.bytes.withSpan { $0.extracting(start..<end).string }
    }

    /// Where the first argument ends.
    private var end: Int {
        var end = start
        while storage.bytes[end] != 0 { end += 1 }
        return end
    }

    /// All arguments but the first.
    package func dropFirst() -> ArgumentList {
        isEmpty ? self : ArgumentList(storage, from: end + 1)
    }

    /// The arguments as text; what is not UTF-8 is replaced.
    package var texts: [String] {
        var texts: [String] = []
        var rest = self
        while let text = rest.firstText {
            texts.append(text)
            rest = rest.dropFirst()
        }
        return texts
    }

    /// The arguments as one text, with blanks between them.
    package var line: String {
        var line: [UInt8] = []
        for index in start..<max(start, storage.bytes.count - 1) {
            line.append(storage.bytes[index] == 0 ? Byte.space : storage.bytes[index])
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// Lends all arguments as one text, and where each is in it; columns count as if single blanks stood between them.
    func withWords<Result>(
        _ body: (Span<UInt8>, Span<RuleWord>) throws(RuleError) -> Result
    ) throws(RuleError) -> Result {
        var words = UniqueArray<RuleWord>(capacity: 32)
        var first = start
        for index in start..<storage.bytes.count where storage.bytes[index] == 0 {
            let place = RuleRange(first - start, index - start)
            words.append(RuleWord(text: place, columns: place))
            first = index + 1
        }
        return try storage.bytes.withSpan { (bytes) throws(RuleError) in
            let text = bytes.extracting(start..<bytes.count)
            return try words.withSpan { (words) throws(RuleError) in try body(text, words) }
        }
    }
}
