// What is to be said about a document, and about which place.

extension JSONDocumentReader {
    /// Notes what ended the reading.
    mutating func note(_ error: JSONSyntaxError) {
        errorCount += 1
        findings.append(Finding(severity: .error, message: error.message, range: error.range))
    }

    /// Notes what is wrong with the value that is being read.
    mutating func note(
        _ message: String,
        at range: Range<Int>,
        severity: Diagnostic.Severity = .error
    ) {
        if severity == .error { errorCount += 1 }
        guard hasRoom else { return omitted.add(severity) }
        let place = pathText
        let message = place.isEmpty ? message : "\(place): \(message)"
        findings.append(Finding(severity: severity, message: message, range: range))
    }

    /// Whether a finding would still be kept; if not, nothing costly need be found out for it.
    var hasRoom: Bool { findings.count < Self.findingLimit }

    /// Notes what is wrong with a value within the object at an offset that has been read; without that value,
    /// with the nearest around it.
    mutating func note(
        _ message: String,
        _ keys: [String],
        inObjectAt offset: Int,
        severity: Diagnostic.Severity = .error
    ) {
        let depth = path.count
        path += keys.map { .key($0) }
        note(message, at: locate(keys, inObjectAt: offset), severity: severity)
        path.removeLast(path.count - depth)
    }

    /// Notes the errors of something that was written as the object at an offset.
    mutating func note(_ errors: [ConfigurationError], ofObjectAt offset: Int) {
        for error in errors {
            let severity: Diagnostic.Severity = error.severity == .misread ? .error : .warning
            note("\(error)", error.field.jsonKeys, inObjectAt: offset, severity: severity)
        }
    }

    /// Notes the errors of the element with an index, for example a server, of the value that is being read.
    mutating func note(_ errors: [ConfigurationError], ofElement index: Int, of key: String, at offset: Int) {
        guard !errors.isEmpty else { return }
        path += [.key(key), .index(index)]
        note(errors, ofObjectAt: offset)
        path.removeLast(2)
    }

    /// Finds a value within the object at an offset that has been read before; without it, the nearest around.
    func locate(_ keys: [String], inObjectAt offset: Int) -> Range<Int> {
        var place = offset..<offset + 1
        for wanted in keys {
            guard let found = value(of: wanted, inObjectAt: place.lowerBound) else { break }
            place = found
        }
        return place
    }

    private func value(of wanted: String, inObjectAt offset: Int) -> Range<Int>? {
        var scan = JSONReader(reader.bytes, at: offset)
        guard (try? scan.beginObject()) != nil else { return nil }
        while let key = try? scan.nextKey() {
            let isWanted = key.string(in: reader.bytes) == wanted
            _ = try? scan.kind()
            let start = scan.offset
            guard (try? scan.skip()) != nil else { return nil }
            if isWanted { return start..<scan.offset }
        }
        return nil
    }

    /// Where the value that is being read is, for example `services[2].servers[0].weight`.
    private var pathText: String {
        var text = ""
        for step in path {
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}
