import IPVSKit

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
