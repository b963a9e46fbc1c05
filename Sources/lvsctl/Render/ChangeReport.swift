import IPVSKit

/// Changes as an operator or a program wants to read them.
enum ChangeReport {
    /// The changes as ipvsadm commands, one a line.
    static func lines(_ changes: [Change]) -> [UInt8] {
        var writer = RulesWriter()
        for change in changes { writer.write(change) }
        writer.writeLosses()
        return writer.bytes.printableLines
    }

    /// The changes as JSON.
    static func json(_ changes: [Change], isDryRun: Bool) -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        if isDryRun {
            writer.key("dry_run")
            writer.value(true)
        }
        writer.key("changes")
        writer.beginArray()
        for change in changes {
            writer.beginObject()
            writer.writeFields(of: change)
            writer.endObject()
        }
        writer.endArray()
        writer.endDocument()
        return writer.bytes
    }
}
