import IPVSKit

// What messages of several errors are made of.

/// More lines push the reason off the screen; JSON has all.
let lineLimit = 20

extension [Change] {
    /// The changes as commands, each with a word on what it is; how many there are more than the limit.
    func lines(_ word: String, limit: Int = .max) -> [String] {
        let lines = prefix(limit).map { "  \(word): \(RulesWriter.line($0))" }
        return count > limit ? lines + ["  and \(count - limit) more (--json names all)"] : lines
    }

    /// The first three changes within a line, and how many more there are.
    func briefly(separator: String, _ text: (Change) -> String) -> String {
        prefix(3).map(text).joined(separator: separator)
            + (count > 3 ? " and \(counted(count - 3, "more change"))" : "")
    }
}

extension [PlanHazard] {
    /// What looks like a mistake, with what was not done because of it and the option that accepts it.
    func lines(_ consequence: String, _ words: [String]) -> [String] {
        let lines = prefix(lineLimit).map {
            "lvsctl: \($0): \(consequence) (\($0.option.spelling(in: words)) accepts it)"
        }
        let more = count - lines.count
        return more > 0 ? lines + ["lvsctl: and \(counted(more, "more hazard")) like these"] : lines
    }
}

extension JSONWriter {
    /// Writes changes.
    mutating func write(_ changes: [Change], as name: String) {
        key(name)
        beginArray()
        for change in changes {
            beginObject(.line)
            writeFields(of: change)
            endObject()
        }
        endArray()
    }

    /// Writes which options accept what looks like a mistake.
    mutating func writeOptions(accepting hazards: [PlanHazard]) {
        key("options")
        beginArray()
        for option in Set(hazards.map(\.option.word)).sorted() { value("--" + option) }
        endArray()
    }

    /// Writes what was refused, and why; nothing if something else went wrong.
    mutating func writeRefusals(_ refusals: [RefusedChange]?) {
        guard let refusals else { return }
        key("refused")
        beginArray()
        for refusal in refusals {
            beginObject(.line)
            writeFields(of: refusal.change)
            write(refusal.errno)
            field("message", refusal.description)
            endObject()
        }
        endArray()
    }
}
