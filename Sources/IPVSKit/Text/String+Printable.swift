extension String {
    /// The text with `?` for what a terminal would act on or not show, and a space for a tab.
    package var printable: String {
        // Almost every text is plain, and can stay as it is.
        if utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map(Self.printable)))
    }

    private static func printable(_ character: Unicode.Scalar) -> Unicode.Scalar {
        switch character.properties.generalCategory {
        case .control: character == "\t" ? " " : "?"
        case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: "?"
        default: character
        }
    }
}
