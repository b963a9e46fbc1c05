import IPVSKit

/// How draining goes: one line that is rewritten on a terminal, lines elsewhere, one object a line in JSON.
final class DrainReport {
    private let output: Output
    private let isRewritten: Bool
    private var first: [ServerConnections.State: Int]?
    /// What was left, and when, in the last seconds.
    private var history: [(milliseconds: UInt64, left: Int)] = []
    private var lastLine = ""
    private var hasLine = false

    init(_ output: Output) {
        self.output = output
        isRewritten = !output.preferences.isJSON && output.terminal().isInteractive
    }

    /// Says what is waited for, and what may keep the servers from becoming empty.
    func begin(_ subjects: [Hold.Subject], _ notes: [String]) throws {
        guard output.preferences.isJSON else { return notes.forEach { output.note($0) } }
        try writeLine { writer in
            writer.field("event", "begin")
            writer.write(subjects)
            writer.key("notes")
            writer.beginArray()
            for note in notes { writer.value(note) }
            writer.endArray()
        }
    }

    /// Says what is left; a plain line only when it is due.
    func show(
        _ counts: [Hold.Subject: ServerConnections.Counts],
        after milliseconds: UInt64,
        isDue: Bool
    ) throws {
        var states: [ServerConnections.State: Int] = [:]
        for count in counts.values { states.merge(count.left, uniquingKeysWith: +) }
        let left = states.values.reduce(0, +)
        first = first ?? states
        history.append((milliseconds, left))
        history.removeAll { $0.milliseconds + 10_000 < milliseconds }
        if output.preferences.isJSON { return try writeJSON(counts, left, states, milliseconds) }
        guard !output.preferences.isQuiet, left > 0 else { return }
        let text = "\(left) left after \(milliseconds / 1000) s: \(states.listed)\(fall(left, milliseconds))"
        if isRewritten {
            let width = output.terminal().width ?? 80
            try output.write(Array("\r\(text.prefix(max(1, width - 1)))\u{1B}[K".utf8))
            hasLine = true
        } else if isDue, text != lastLine {
            try output.writeLine(text)
            lastLine = text
        }
        try output.results.flush()
    }

    /// Says how the waiting ended, and what was done with the servers then.
    func end(_ end: DrainWait.End, _ done: DrainEnd, after milliseconds: UInt64) throws {
        let waited = first ?? [:]
        if output.preferences.isJSON {
            return try writeLine { writer in
                writer.field("event", "end")
                writer.field("result", end.word)
                writer.field("servers", done.result)
                writer.field("elapsed", milliseconds / 1000)
                writer.write(waited, as: "waited_for")
            }
        }
        if hasLine { try output.write(Array("\r\u{1B}[K".utf8)) }
        guard !output.preferences.isQuiet else { return }
        let left = history.last?.left ?? 0
        let seconds = milliseconds / 1000
        let text =
            switch end {
            case .done: waited.isEmpty ? "empty" : "empty after \(seconds) s; waited for \(waited.listed)"
            case .timeout: "time has run out after \(seconds) s: \(left) left"
            case .interrupted: "interrupted after \(seconds) s: \(left) left"
            }
        try output.writeLine("\(text); \(done.sentence)")
    }

    /// How fast it falls.
    private func fall(_ left: Int, _ milliseconds: UInt64) -> String {
        guard let old = history.first, milliseconds >= old.milliseconds + 2000, old.left > left else {
            return ""
        }
        let tenths = UInt64(old.left - left) * 10_000 / (milliseconds - old.milliseconds)
        guard tenths > 0 else { return "" }
        let rest = UInt64(left) * 10 / tenths
        return ", \(tenths / 10).\(tenths % 10) a second less, about \(rest) s more"
    }

    private func writeJSON(
        _ counts: [Hold.Subject: ServerConnections.Counts],
        _ left: Int,
        _ states: [ServerConnections.State: Int],
        _ milliseconds: UInt64
    ) throws {
        try writeLine { writer in
            writer.field("event", "waiting")
            writer.field("elapsed", milliseconds / 1000)
            writer.field("left", UInt64(left))
            writer.write(states, as: "states")
            writer.key("servers")
            writer.beginArray()
            for (subject, count) in counts.sorted(by: { $0.key < $1.key }) {
                writer.beginObject()
                writer.writeFields(of: subject)
                writer.field("left", UInt64(count.leftCount))
                writer.field("templates", UInt64(count.templates))
                writer.endObject()
            }
            writer.endArray()
        }
    }

    private func writeLine(_ body: (inout JSONWriter) -> Void) throws {
        var writer = JSONWriter(.compact)
        writer.beginObject()
        writer.field("version", UInt32(1))
        body(&writer)
        writer.endObject()
        writer.finish()
        try output.write(writer.bytes)
        try output.results.flush()
    }
}

extension JSONWriter {
    /// Writes servers of services.
    fileprivate mutating func write(_ subjects: [Hold.Subject]) {
        key("servers")
        beginArray()
        for subject in subjects {
            beginObject()
            writeFields(of: subject)
            endObject()
        }
        endArray()
    }

    fileprivate mutating func write(_ states: [ServerConnections.State: Int], as name: String) {
        key(name)
        beginObject()
        for (state, count) in states.sorted(by: { $0.key < $1.key }) {
            field("\(state)".printable, UInt64(count))
        }
        endObject()
    }
}

extension [ServerConnections.State: Int] {
    /// `11 ESTABLISHED, 1 UDP`.
    fileprivate var listed: String {
        sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }.joined(
            separator: ", "
        )
    }
}

extension DrainWait.End {
    fileprivate var word: String {
        switch self {
        case .done: "empty"
        case .timeout: "timeout"
        case .interrupted: "interrupted"
        }
    }
}

extension DrainEnd {
    /// What became of the servers, as a word.
    fileprivate var result: String {
        switch self {
        case .keep: "held"
        case .delete: "deleted"
        case .restore: "enabled"
        }
    }

    /// What became of the servers.
    fileprivate var sentence: String {
        switch self {
        case .keep: "held until lvsctl enable"
        case .delete: "deleted, and still held if they come back"
        case .restore: "the weights are as they were"
        }
    }
}
