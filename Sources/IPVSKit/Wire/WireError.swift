/// Why bytes from the kernel could not be understood.
///
/// Attributes are named by their path from the outside in, for example `DEST.WEIGHT`.
package enum WireError: Error, Hashable, Sendable {
    /// An attribute's header claims more bytes than there are, or fewer than a header has.
    case badAttributeLength(attribute: String, length: Int, available: Int)
    /// An attribute's value has the wrong size, in bytes.
    case wrongSize(attribute: String, expected: Int, found: Int)
    /// A required attribute is missing.
    case missing(attribute: String)
    /// An attribute has a value that cannot be represented.
    case badValue(attribute: String, value: UInt64)
    /// A field of a line, from 1, of a file under `/proc/net` is not what its column holds.
    case badField(line: Int, column: String, text: String)
    /// A line, from 1, of such a file has more than this many bytes.
    case longLine(line: Int, limit: Int)
}

extension WireError: CustomStringConvertible {
    /// The error as half a sentence, fit to follow "malformed reply: ".
    package var description: String {
        switch self {
        case .badAttributeLength(let attribute, let length, let available):
            "attribute \(attribute) claims \(length) bytes where \(available) are left"
        case .wrongSize(let attribute, let expected, let found):
            "attribute \(attribute) has \(found) bytes instead of \(expected)"
        case .missing(let attribute):
            "attribute \(attribute) is missing"
        case .badValue(let attribute, let value):
            "attribute \(attribute) has the impossible value \(value)"
        case .badField(let line, let column, let text):
            "line \(line) has '\(text.printable)' in column \(column)"
        case .longLine(let line, let limit): "line \(line) has more than \(limit >> 10) KiB"
        }
    }
}
