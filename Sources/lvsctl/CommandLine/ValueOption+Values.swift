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

    /// The value as a number of a field.
    func number(of field: Field) throws(UsageError) -> UInt32? {
        guard case .number(let kind) = field.definition.kind else { return nil }
        return try number(kind)
    }

    /// The value as a number of a kind.
    func number(_ kind: NumberKind) throws(UsageError) -> UInt32? {
        guard let text = try text() else { return nil }
        guard let number = kind.number(text) else { throw .value(text, of: name, isNot: kind.description) }
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
    func kernelName(of field: Field) throws(UsageError) -> KernelName? {
        guard case .name(_, let limit, _) = field.definition.kind, let text = try text() else { return nil }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        guard isPlain, !text.hasPrefix("-"), (1...limit).contains(text.utf8.count),
            let name = KernelName(text)
        else {
            throw .value(text, of: name, isNot: field.expected)
        }
        return name
    }
}
