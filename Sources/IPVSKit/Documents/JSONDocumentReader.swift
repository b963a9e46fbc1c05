/// Turns a JSON document into a table, and goes on after each error in its meaning.
///
/// A syntax error ends the reading, since nothing behind it can be trusted. Functions that read a value return nil
/// when it means nothing; what is wrong with it has then been noted.
struct JSONDocumentReader {
    /// Something to say about a place of the document.
    struct Finding {
        var severity: Diagnostic.Severity
        var message: String
        var range: Range<Int>
    }

    /// One step on the way from the document to a value.
    private enum Step {
        case key(String)
        case index(Int)
    }

    /// More findings than this help nobody.
    static let findingLimit = 1000

    var reader: JSONReader
    var table = TableConfiguration()
    /// What the kernel is known to refuse, whatever its configuration.
    let kernelRules = KernelRules()
    /// Where each service begins.
    var serviceOffsets: [ServiceIdentity: Int] = [:]
    /// Services of which servers are missing in the table, because there are errors about them.
    var incompleteServices: Set<ServiceIdentity> = []
    /// Where each daemon begins.
    var daemonOffsets: [SyncDaemon.Role: Int] = [:]
    /// How much of a table the document shows.
    var coverage = TableCoverage.table
    /// Whether the document is a listing that cannot show all settings.
    private(set) var hidesSettings = false
    /// Where it says that it does not show all of it.
    var selectionOffset: Int?
    /// Where the timeouts begin.
    var timeoutsOffset: Int?
    private var findings: [Finding] = []
    /// What is beyond the limit.
    private var omitted = OmittedFindings()
    /// How many errors there are, shown or not.
    private(set) var errorCount = 0

    private var path: [Step] = []
    /// The document, for the numbers of its lines.
    private var source: SourceText

    init(_ bytes: [UInt8]) {
        reader = JSONReader(bytes)
        source = SourceText(bytes, file: "")
    }

    /// The line, from 1, of an offset.
    mutating func lineNumber(of offset: Int) -> Int { source.lineNumber(of: offset) }

    /// Whether all servers of a service are in the table.
    func isKnown(_ identity: ServiceIdentity) -> Bool {
        coverage < .servers && !incompleteServices.contains(identity)
    }

    /// Everything that is to be said, in the order of the places.
    func diagnostics(in source: inout SourceText) -> [Diagnostic] {
        var diagnostics = findings.sorted { $0.range.lowerBound < $1.range.lowerBound }.map {
            source.diagnostic($0.message, at: $0.range, severity: $0.severity)
        }
        if let note = omitted.note(in: source.file, limit: Self.findingLimit) { diagnostics.append(note) }
        return diagnostics
    }

    /// Where each thing begins that is defined.
    var definitionOffsets: [Definition: Int] {
        var offsets: [Definition: Int] = [:]
        offsets.reserveCapacity(serviceOffsets.count + daemonOffsets.count + 1)
        for (identity, offset) in serviceOffsets { offsets[.service(identity)] = offset }
        for (role, offset) in daemonOffsets { offsets[.daemon(role)] = offset }
        offsets[.timeouts] = timeoutsOffset
        offsets[.coverage] = selectionOffset
        return offsets
    }

    /// Reads the whole document into ``table``.
    mutating func readDocument() {
        do {
            try readTable()
            try reader.end()
        } catch {
            note(error)
        }
    }
}

// MARK: Findings

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
            note(error.jsonDescription, error.jsonKeys, inObjectAt: offset, severity: severity)
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

// MARK: Containers

extension JSONDocumentReader {
    /// Reads an object by handing each known key to `body`, which must read its value.
    ///
    /// - Returns: where the object begins; nil if there was something else.
    mutating func readObject<Key: JSONKeys>(
        _ keys: Key.Type,
        required: [Key] = [],
        _ body: (inout Self, Key) throws(JSONSyntaxError) -> Void
    ) throws(JSONSyntaxError) -> Int? {
        guard try expect(.object) else { return nil }
        let start = reader.offset
        var seen: [Key] = []
        try reader.beginObject()
        while let text = try reader.nextKey() {
            let name = text.string(in: reader.bytes)
            guard let key = Key(rawValue: name) else {
                if let reason = Key.refused[name] {
                    note(reason, at: text.quoted)
                    if name == TableKey.notVisible { hidesSettings = true }
                } else if !Key.ignored.contains(name) {
                    noteUnknown(name, keys, at: text.quoted)
                }
                try reader.skip()
                continue
            }
            path.append(.key(key.rawValue))
            if seen.contains(key) {
                note("this key is there already", at: text.quoted)
                try reader.skip()
            } else {
                seen.append(key)
                try body(&self, key)
            }
            path.removeLast()
        }
        for key in required where !seen.contains(key) {
            note("'\(key.rawValue)' is missing", at: start..<start + 1)
        }
        return start
    }

    /// Reads an array by having `body` read each element; does nothing but note it if there is something else.
    mutating func readArray(
        _ body: (inout Self, _ index: Int) throws(JSONSyntaxError) -> Void
    ) throws(JSONSyntaxError) {
        guard try expect(.array) else { return }
        try reader.beginArray()
        var index = 0
        while try reader.nextElement() {
            path.append(.index(index))
            try body(&self, index)
            path.removeLast()
            index += 1
        }
    }

    /// Whether the next value is what it should be; if not, notes that and passes over it.
    mutating func expect(
        _ kind: JSONReader.Kind,
        _ meaning: @autoclosure () -> String? = nil
    ) throws(JSONSyntaxError) -> Bool {
        let found = try reader.kind()
        if found == kind { return true }
        let start = reader.offset
        try reader.skip()
        note("expected \(meaning() ?? kind.rawValue), not \(found.rawValue)", at: start..<reader.offset)
        return false
    }

    private mutating func noteUnknown<Key: JSONKeys>(_ name: String, _: Key.Type, at range: Range<Int>) {
        let known = Key.allCases.map(\.rawValue)
        let shown = name.count > 40 ? name.prefix(40) + "…" : name[...]
        var message = "unknown key '\(shown)'"
        if let nearest = Spelling.nearest(name, among: known) {
            message += " (did you mean '\(nearest)'?)"
        } else {
            message += " (known are \(known.joined(separator: ", ")))"
        }
        note(message, at: range)
    }
}
