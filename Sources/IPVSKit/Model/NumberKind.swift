/// A kind of number: what it is called and which ones there are.
package struct NumberKind: CustomStringConvertible, Sendable {
    /// With its article: `a weight`.
    package let noun: String
    /// The numbers that make sense.
    package let range: ClosedRange<UInt32>
    /// What is counted, with a leading space; empty for mere numbers.
    package let unit: String
    /// What a larger number is, which a kernel's table or a document may hold.
    let excess: ConfigurationError.Severity

    package init(
        _ noun: String,
        _ range: ClosedRange<UInt32>,
        unit: String = "",
        excess: ConfigurationError.Severity = .misread
    ) {
        self.noun = noun
        self.range = range
        self.unit = unit
        self.excess = excess
    }

    /// `a weight (0 to 2147483647)`.
    package var description: String { "\(noun) (\(range.lowerBound) to \(range.upperBound)\(unit))" }
}
