import IPVSKit

extension NumberKind {
    /// Returns the number that decimal digits stand for.
    ///
    /// A leading zero is refused, as are signs and blanks: other programs read octal there.
    func number(_ text: String) -> UInt32? {
        guard let number = decimalNumber(text), range.contains(number) else { return nil }
        return number
    }
}

/// Returns the number that decimal digits without a leading zero stand for; nil for anything else.
func decimalNumber(_ text: String) -> UInt32? {
    let digits = text.utf8
    guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else { return nil }
    guard digits.count <= 10, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return UInt32(text)
}
