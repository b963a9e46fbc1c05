import IPVSKit

extension ValueOption {
    /// The value; nil if the option, or its value, was not given.
    func text() throws(UsageError) -> String? {
        guard count < 2 else {
            let all = values.map(quoted).joined(separator: ", ")
            throw UsageError(
                name,
                value: values.last,
                "given more than once" + (all.isEmpty ? "" : " (\(all))")
            )
        }
        return values.first
    }

    /// The value as a number of a kind.
    func number(_ kind: NumberKind) throws(UsageError) -> UInt32? {
        guard let text = try text() else { return nil }
        guard let number = kind.number(text) else {
            throw .value(text, of: name, isNot: kind.description)
        }
        return number
    }

    /// The value as one of a set of words.
    func word<Value>(
        of table: @autoclosure () -> [(String, Value)],
        _ noun: String
    ) throws(UsageError) -> Value? {
        guard let text = try text() else { return nil }
        let table = table()
        if let row = table.first(where: { $0.0 == text }) { return row.1 }
        throw .value(text, of: name, isNot: "\(noun) (\(listed(table.map(\.0), "or")))")
    }

    /// The value as a name that the kernel keeps in a field of some bytes.
    func kernelName(_ noun: String, limit: Int, example: String) throws(UsageError) -> KernelName? {
        guard let text = try text() else { return nil }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        guard isPlain, !text.hasPrefix("-"), (1...limit).contains(text.utf8.count),
            let name = KernelName(text)
        else {
            throw .value(text, of: name, isNot: "\(noun) (such as \(example); at most \(limit) characters)")
        }
        return name
    }
}

/// A kind of number: what it is called and which ones there are.
struct NumberKind: CustomStringConvertible {
    /// With its article: `a weight`.
    let noun: String
    let range: ClosedRange<UInt32>
    /// What is counted, with a leading space; empty for mere numbers.
    let unit: String

    init(_ noun: String, _ range: ClosedRange<UInt32>, unit: String = "") {
        self.noun = noun
        self.range = range
        self.unit = unit
    }

    /// `a weight (0 to 2147483647)`.
    var description: String { "\(noun) (\(range.lowerBound) to \(range.upperBound)\(unit))" }

    /// Returns the number that decimal digits stand for.
    ///
    /// A leading zero is refused, as are signs and blanks: other programs read octal there.
    func number(_ text: String) -> UInt32? {
        guard let number = decimalNumber(text), range.contains(number) else { return nil }
        return number
    }

    static let weight = NumberKind("a weight", 0...RealServer.weightLimit)
    static let threshold = NumberKind("a number of connections", 0...RealServer.thresholdLimit)
    static let tunnelPort = NumberKind("a port", 1...65535)
    static let persistence = NumberKind(
        "a persistence timeout",
        1...VirtualService.timeoutLimit,
        unit: " seconds"
    )
    static let firewallMark = NumberKind("a firewall mark", 1...UInt32.max)
    static let connectionTimeout = NumberKind("a timeout", 1...ConnectionTimeouts.limit, unit: " seconds")
    static let syncID = NumberKind("a sync identity", 0...255)
    static let syncLength = NumberKind("a message length", 1...UInt32(SyncDaemon.lengthLimit), unit: " bytes")
    static let groupPort = NumberKind("a port", 1...65535)
    static let timeToLive = NumberKind("a time to live", 1...255)
}

/// Returns the number that decimal digits without a leading zero stand for; nil for anything else.
func decimalNumber(_ text: String) -> UInt32? {
    let digits = text.utf8
    guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else { return nil }
    guard digits.count <= 10, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return UInt32(text)
}

/// `a, b or c`, with any word in the place of `or`.
func listed(_ words: [String], _ conjunction: String) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}
