internal import Glibc

/// Walks the fields of one line of a file under `/proc/net`, which are separated by spaces.
///
/// The line itself is passed to each call, because a span cannot be kept.
struct ProcLine {
    /// The number of the line in its file, from 1, for errors.
    let number: Int
    /// Where the next field is looked for.
    private(set) var offset = 0

    init(number: Int) {
        self.number = number
    }

    /// Returns where the next field is; empty at the end of the line.
    mutating func nextField(in line: Span<UInt8>) -> Range<Int> {
        while offset < line.count, line[offset] == UInt8(ascii: " ") { offset += 1 }
        let start = offset
        while offset < line.count, line[offset] != UInt8(ascii: " ") { offset += 1 }
        return start..<offset
    }

    /// Returns where the rest of the line is, without the space before it.
    func rest(of line: Span<UInt8>) -> Range<Int> { min(offset + 1, line.count)..<line.count }

    /// Reads the next field as a name.
    mutating func name(_ column: StaticString, in line: Span<UInt8>) throws(WireError) -> KernelName {
        let field = nextField(in: line)
        if !field.isEmpty, let name = KernelName(line.extracting(field)) { return name }
        throw error(column, field, in: line)
    }

    /// Reads the next field as a decimal number.
    mutating func decimal(_ column: StaticString, in line: Span<UInt8>) throws(WireError) -> UInt32 {
        let field = nextField(in: line)
        if let value = line.extracting(field).decimalNumber { return value }
        throw error(column, field, in: line)
    }

    /// Reads the next field as a hexadecimal number of up to eight digits.
    mutating func hexadecimal(_ column: StaticString, in line: Span<UInt8>) throws(WireError) -> UInt32 {
        let field = nextField(in: line)
        if let value = line.extracting(field).hexadecimalNumber { return value }
        throw error(column, field, in: line)
    }

    /// Reads the next two fields as address and port.
    mutating func endpoint(_ column: StaticString, in line: Span<UInt8>) throws(WireError) -> Endpoint {
        let field = nextField(in: line)
        guard let address = IPAddress(kernelForm: line.extracting(field)) else {
            throw error(column, field, in: line)
        }
        let portField = nextField(in: line)
        guard let port = line.extracting(portField).hexadecimalNumber.flatMap(UInt16.init(exactly:)) else {
            throw error(column, portField, in: line)
        }
        return Endpoint(address, port: port)
    }

    /// Reads the next field as address and port joined by a colon, IPv6 addresses in brackets.
    mutating func joinedEndpoint(_ column: StaticString, in line: Span<UInt8>) throws(WireError) -> Endpoint {
        let field = nextField(in: line)
        let text = line.extracting(field)
        let colon = text.count - 5
        guard colon > 0, text[colon] == UInt8(ascii: ":"),
            let port = text.extracting((colon + 1)...).hexadecimalNumber
        else { throw error(column, field, in: line) }
        let isBracketed = text[0] == UInt8(ascii: "[") && text[colon - 1] == UInt8(ascii: "]") && colon > 1
        let range = isBracketed ? 1..<(colon - 1) : 0..<colon
        guard let address = IPAddress(kernelForm: text.extracting(range)) else {
            throw error(column, field, in: line)
        }
        return Endpoint(address, port: UInt16(truncatingIfNeeded: port))
    }

    /// Returns an error about a field.
    func error(_ column: StaticString, _ field: Range<Int>, in line: Span<UInt8>) -> WireError {
        var text: [UInt8] = []
        for index in field.prefix(40) { text.append(line[index]) }
        return .badField(line: number, column: "\(column)", text: String(decoding: text, as: UTF8.self))
    }
}

extension IPAddress {
    /// Reads an address as the kernel writes it: eight hexadecimal digits, or eight groups of four.
    fileprivate init?(kernelForm text: Span<UInt8>) {
        if text.count == 8 {
            guard let bits = text.hexadecimalNumber else { return nil }
            self.init(v4: bits)
            return
        }
        guard text.count == 39 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for group in 0..<8 {
            let start = group * 5
            guard group == 7 || text[start + 4] == UInt8(ascii: ":"),
                let bits = text.extracting(start..<(start + 4)).hexadecimalNumber
            else { return nil }
            words = (words.0 << 16 | words.1 >> 48, words.1 << 16 | UInt64(bits))
        }
        self.init(v6: words.0, words.1)
    }
}

extension Span where Element == UInt8 {
    /// The value of one to eight hexadecimal digits; nil for anything else.
    var hexadecimalNumber: UInt32? {
        guard (1...8).contains(count) else { return nil }
        var value: UInt32 = 0
        for index in indices {
            guard let digit = AddressParser.hexDigit(self[index]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// The value of decimal digits; nil for anything else and above 4294967295.
    var decimalNumber: UInt32? {
        guard (1...10).contains(count) else { return nil }
        var value: UInt64 = 0
        for index in indices {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + UInt64(digit)
        }
        return UInt32(exactly: value)
    }

    /// Whether the bytes are those of an ASCII text.
    package func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && starts(with: text)
    }

    /// Whether the bytes begin with others.
    func starts(with other: Span<UInt8>) -> Bool {
        guard count >= other.count else { return false }
        return unsafe withUnsafeBufferPointer { bytes in
            unsafe other.withUnsafeBufferPointer { other in
                guard let start = bytes.baseAddress, let otherStart = other.baseAddress else { return true }
                return unsafe memcmp(start, otherStart, other.count) == 0
            }
        }
    }

    /// Whether the bytes begin with those of an ASCII text.
    package func starts(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        return unsafe withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return length == 0 }
            return unsafe memcmp(start, text.utf8Start, length) == 0
        }
    }
}
