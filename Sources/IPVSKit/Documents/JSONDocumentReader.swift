/// Turns a JSON document into a table, and continues after each error in its meaning.
///
/// A syntax error ends the reading, since nothing after it can be trusted. Functions that read a value return nil
/// when it means nothing; what is wrong with it has then been noted.
struct JSONDocumentReader {
    /// Something to say about a place of the document.
    struct Finding {
        var severity: Diagnostic.Severity
        var message: String
        var range: Range<Int>
    }

    /// One step on the way from the document to a value.
    enum Step {
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
    /// Whether the document is of a version whose keys may mean something else.
    var isOfOtherVersion = false
    /// Where it says that it does not show all of it.
    var selectionOffset: Int?
    /// Where the timeouts begin.
    var timeoutsOffset: Int?
    var findings: [Finding] = []
    /// What is beyond the limit.
    var omitted = OmittedFindings()
    /// How many errors there are, shown or not.
    var errorCount = 0

    var path: [Step] = []
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
        if isOfOtherVersion { table = TableConfiguration() }
    }
}

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
            guard let key = Key.named(name) else {
                try passOver(name, keys, at: text.quoted)
                continue
            }
            path.append(.key(name))
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
            note("'\(key.key)' is missing", at: start..<start + 1)
        }
        return start
    }

    /// Passes over the value of a key that is not read; notes why, unless the value changes nothing.
    private mutating func passOver<Key: JSONKeys>(
        _ name: String,
        _ keys: Key.Type,
        at range: Range<Int>
    ) throws(JSONSyntaxError) {
        _ = try reader.kind()
        let start = reader.offset
        try reader.skip()
        if let refused = Key.refused[name] {
            guard !reader.bytes[start..<reader.offset].elementsEqual(refused.unlessValue.utf8) else { return }
            note(refused.reason, at: range)
            hidesSettings = hidesSettings || Key.self == TableKey.self
        } else if !Key.ignored.contains(name) {
            noteUnknown(name, keys, at: range)
        }
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

    /// Whether the next value is what it should be; if not, notes that and skips it.
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
        let known = Key.fields.map(\.key)
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
