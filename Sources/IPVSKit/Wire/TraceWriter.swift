/// Collects the lines of a trace, indented by depth.
struct TraceWriter {
    /// The lines so far.
    private(set) var lines: [String] = []
    /// How deep the next line is.
    var depth = 0

    private let mark: String
    /// Addresses whose container does not name their family are of this one.
    private var enclosingFamily: UInt16?

    /// Creates a writer that begins every line with `mark`.
    init(mark: String) {
        self.mark = mark
    }

    /// Adds a line.
    mutating func add(_ text: String) {
        lines.append(mark + String(repeating: "  ", count: depth) + " " + text)
    }

    /// Adds a line that ends in bytes.
    mutating func add(_ text: String, _ bytes: Span<UInt8>) {
        add(text + Self.hexadecimal(bytes))
    }

    /// Adds the attributes of a message or container, one level deeper.
    mutating func addAttributes(_ bytes: Span<UInt8>, _ table: TraceTable) {
        depth += 1
        defer { depth -= 1 }
        let outer = enclosingFamily
        let own = table.familyAttribute.flatMap { Self.family(in: bytes, attribute: $0) }
        let malformation = forEachAttribute(of: bytes) { (writer, type, value) in
            writer.enclosingFamily = own ?? outer
            writer.add(attribute: type, value, table)
        }
        if let malformation { add(malformation) }
        // The servers of a message are of its service's family unless they say otherwise.
        enclosingFamily = depth > 1 ? own ?? outer : nil
    }

    private mutating func add(attribute type: Int, _ value: Span<UInt8>, _ table: TraceTable) {
        guard let field = table[type] else {
            add("attribute \(type): ", value)
            return
        }
        switch field.format {
        case .nested(let inner) where inner.isInline: addInline(field.name, value, inner)
        case .nested(let inner):
            add(field.name)
            addAttributes(value, inner)
        case .list(let inner):
            add(field.name)
            addAttributes(value, TraceTable(elements: inner))
        case .padding where value.isEmpty: break
        default: add("\(field.name): \(field.format.text(of: value, family: enclosingFamily))")
        }
    }

    private mutating func addInline(_ name: String, _ bytes: Span<UInt8>, _ table: TraceTable) {
        var text = "\(name):"
        let malformation = forEachAttribute(of: bytes) { (_, type, value) in
            guard let field = table[type] else {
                text += " \(type)=\(Self.hexadecimal(value))"
                return
            }
            if case .padding = field.format, value.isEmpty { return }
            text += " \(field.name)=\(field.format.text(of: value, family: nil))"
        }
        add(text + (malformation.map { " \($0)" } ?? ""))
    }

    /// Hands over each attribute with its type; returns what to say about a header that does not fit.
    private mutating func forEachAttribute(
        of bytes: Span<UInt8>,
        _ body: (inout TraceWriter, Int, Span<UInt8>) -> Void
    ) -> String? {
        var offset = 0
        while offset < bytes.count {
            let rest = bytes.extracting(offset..<bytes.count)
            let length = rest.count < 4 ? rest.count : Int(rest.word16(at: 0))
            guard length >= 4, length <= rest.count else {
                return "malformed, an attribute of \(length) bytes where \(rest.count) are left: "
                    + Self.hexadecimal(rest)
            }
            // The two top bits are NLA_F_NESTED and NLA_F_NET_BYTEORDER, <linux/netlink.h>
            body(&self, Int(rest.word16(at: 2) & 0x3FFF), rest.extracting(4..<length))
            offset += (length + 3) & ~3
        }
        return nil
    }

    /// The value of the attribute that names the family of the addresses in its container.
    private static func family(in bytes: Span<UInt8>, attribute: Int) -> UInt16? {
        var found: UInt16?
        try? AttributeReader.forEach(bytes, in: "") { (type, value) throws(WireError) in
            if Int(type) == attribute, value.count >= 2, value.word16(at: 0) != 0 {
                found = value.word16(at: 0)
            }
        }
        return found
    }

    /// Bytes as hexadecimal digits; of many, the first ones and how many there are.
    static func hexadecimal(_ bytes: Span<UInt8>) -> String {
        guard !bytes.isEmpty else { return "(no bytes)" }
        let digits = Array("0123456789abcdef")
        var text = ""
        for index in 0..<min(bytes.count, 64) {
            text.append(digits[Int(bytes[index] >> 4)])
            text.append(digits[Int(bytes[index] & 15)])
        }
        return bytes.count > 64 ? text + "… (\(bytes.count) bytes)" : text
    }
}
