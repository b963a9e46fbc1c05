/// A character that looks like one of the grammar's, or cannot be seen, and is another: editors and web pages put them
/// into rules.
package enum OddCharacter {
    private static let kinds: [(characters: ClosedRange<UInt32>, name: String, remedy: String)] = [
        (0xA0...0xA0, "a no-break space", "where a space is meant"),
        (0xAB...0xAB, "a quotation mark", "where '\"' is meant"),
        (0xBB...0xBB, "a quotation mark", "where '\"' is meant"),
        (0x2000...0x200A, "a wide space", "where a space is meant"),
        (0x200B...0x200F, "an invisible character", "to be removed"),
        (0x2010...0x2011, "a hyphen", "where '-' is meant"),
        (0x2012...0x2013, "an en dash", "where '-' is meant"),
        (0x2014...0x2015, "an em dash", "where '-' is meant"),
        (0x2018...0x201B, "a quotation mark", "where \"'\" is meant"),
        (0x201C...0x201F, "a quotation mark", "where '\"' is meant"),
        (0x202F...0x202F, "a no-break space", "where a space is meant"),
        (0x2060...0x2060, "an invisible character", "to be removed"),
        (0x2212...0x2212, "a minus sign", "where '-' is meant"),
        (0x3000...0x3000, "a wide space", "where a space is meant"),
        (0xFEFF...0xFEFF, "a byte order mark", "to be removed"),
        (0xFF0D...0xFF0D, "a wide hyphen", "where '-' is meant"),
    ]

    /// What is odd about a word, such as ` (it has an en dash, U+2013, where '-' is meant)`; nil if nothing is.
    package static func note(on word: String) -> String? {
        for scalar in word.unicodeScalars {
            guard let kind = kinds.first(where: { $0.characters.contains(scalar.value) }) else { continue }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let number = String(repeating: "0", count: 4 - digits.count) + digits
            return " (it has \(kind.name), U+\(number), \(kind.remedy))"
        }
        return nil
    }
}
