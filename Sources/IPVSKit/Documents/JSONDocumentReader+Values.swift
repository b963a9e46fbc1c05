// Single values of a document.

extension JSONDocumentReader {
    /// Reads a number of a field; larger ones than make sense are errors of the configuration, not of the document.
    mutating func readNumber<Number: FixedWidthInteger & UnsignedInteger>(
        of field: Field,
        _ range: ClosedRange<Number> = 0...Number.max
    ) throws(JSONSyntaxError) -> Number? {
        try readNumber(range, field.expected)
    }

    /// Reads a whole number of a range.
    mutating func readNumber<Number: FixedWidthInteger & UnsignedInteger>(
        _ range: ClosedRange<Number>,
        _ expected: @autoclosure () -> String? = nil
    ) throws(JSONSyntaxError) -> Number? {
        // A function, because it is only needed for an error.
        func meaning() -> String {
            expected() ?? "a whole number from \(range.lowerBound) to \(range.upperBound)"
        }
        guard try expect(.number, meaning()) else { return nil }
        let place = try reader.number()
        if let number = wholeNumber(place).flatMap(Number.init(exactly:)), range.contains(number) {
            return number
        }
        note("'\(excerpt(place))' is not \(meaning())", at: place)
        return nil
    }

    /// Reads `true` or `false`.
    mutating func readFlag() throws(JSONSyntaxError) -> Bool? {
        guard try expect(.boolean) else { return nil }
        return try reader.boolean()
    }

    /// Reads an address.
    mutating func readAddress() throws(JSONSyntaxError) -> IPAddress? {
        guard try expect(.text, "an address in quotes") else { return nil }
        let text = try reader.text()
        if let address = address(text) { return address }
        note(text, isNot: "an IP address")
        return nil
    }

    /// Reads a name of the kernel's.
    mutating func readName(limit: Int) throws(JSONSyntaxError) -> KernelName? {
        guard try expect(.text) else { return nil }
        let text = try reader.text()
        let bytes = text.decoded(in: reader.bytes)
        guard (1...limit).contains(bytes.count), let name = KernelName(bytes.span) else {
            note(text, isNot: "a name of 1 to \(limit) bytes")
            return nil
        }
        if name.isPrintable { return name }
        note("\(RuleFinding.Kind.unprintableName(name))", at: text.quoted)
        return nil
    }

    /// Reads the name of a value, or its number.
    mutating func readNamed<Named: NamedNumber>(
        _ type: Named.Type,
        upTo limit: Named.RawValue = .max
    ) throws(JSONSyntaxError) -> Named? {
        if try reader.kind() == .number { return try readNumber(0...limit).flatMap(Named.init(rawValue:)) }
        return try readWord(Named.names)
    }

    /// Reads one of some words.
    mutating func readWord<Value>(_ words: [(name: String, value: Value)]) throws(JSONSyntaxError) -> Value? {
        func names() -> String { words.map { "'\($0.name)'" }.joined(separator: ", ") }
        guard try expect(.text, "one of \(names())") else { return nil }
        let text = try reader.text()
        let word = text.string(in: reader.bytes)
        if let found = words.first(where: { $0.name == word }) { return found.value }
        note(text, isNot: "one of \(names())")
        return nil
    }

    /// The address that a text stands for.
    func address(_ text: JSONText) -> IPAddress? {
        text.hasEscapes
            ? IPAddress(text.decoded(in: reader.bytes).span)
            : IPAddress(reader.bytes.span.extracting(text.range))
    }

    /// Notes that a text is not what it should be; at most 40 characters of it are shown.
    mutating func note(_ text: JSONText, isNot expected: String) {
        let string = text.string(in: reader.bytes)
        let shown = string.count > 40 ? string.prefix(40) + "…" : string
        note("'\(shown)' is not \(expected)" + (OddCharacter.note(on: string) ?? ""), at: text.quoted)
    }

    private func excerpt(_ place: Range<Int>) -> String {
        let text = String(decoding: reader.bytes[place.prefix(24)], as: UTF8.self)
        return place.count > 24 ? text + "…" : text
    }

    /// The value of digits; nil if there are others among them, or too many.
    private func wholeNumber(_ place: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for byte in reader.bytes[place] {
            let digit = byte &- UInt8(ascii: "0")
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            guard digit < 10, !overflows, product <= .max - UInt64(digit) else { return nil }
            value = product + UInt64(digit)
        }
        return value
    }
}
