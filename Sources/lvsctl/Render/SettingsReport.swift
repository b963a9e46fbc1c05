import IPVSKit

/// One setting as it is shown.
struct SettingRow {
    let name: String
    /// Nil for a setting that this lvsctl does not know.
    let setting: KernelSetting?
    /// Nil for a setting that this kernel does not have.
    let value: SettingValue?

    init(_ name: String, value: SettingValue?) {
        self.name = name
        self.value = value
        setting = KernelSetting.named(name)
    }

    /// Whether the value is known not to be the default.
    var isChanged: Bool {
        guard let value, let setting else { return false }
        return setting.isChanged(value)
    }

    /// What it does, or why it is not there.
    var meaning: String {
        guard let setting else { return "not known to this lvsctl" }
        guard value == nil else { return setting.meaning }
        switch setting.need {
        case .nothing: return "not in this kernel"
        case .release(let release): return "not in this kernel (since \(release))"
        case .module(let module): return "only with the module \(module)"
        case .option(let option): return "not in this kernel (\(option))"
        }
    }
}

/// The settings of IPVS, and what was changed of them.
struct SettingsReport {
    /// A setting that was set.
    struct Change {
        let name: String
        let from: SettingValue
        let to: SettingValue
    }

    let rows: [SettingRow]

    /// Lays the settings out; meanings are cut where a line ends.
    func text(width: Int?, hasColor: Bool) -> [UInt8] {
        var table = TextTable([
            TextTable.Column("NAME"), TextTable.Column("VALUE", isRight: true), TextTable.Column(""),
            TextTable.Column("DEFAULT", isRight: true), TextTable.Column("UNIT"), TextTable.Column("MEANING"),
        ])
        let cells = rows.map(Self.cells)
        let widths = (0..<5).map { column in cells.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        let fixed = widths.reduce(0) { $0 + $1 + 2 }
        let room = width.map { max($0 - fixed - 4, 12) }
        let lines = cells.map { texts in
            var row = TextRow()
            for text in texts.dropLast() { row.add(text, texts[2].isEmpty ? .plain : .notable) }
            row.add(Self.cut(texts[5], room))
            return row
        }
        for line in lines { table.measure(line) }
        table.fit(width: nil, hasColor: hasColor)
        var text: [UInt8] = []
        table.writeTitles(into: &text)
        for line in lines { table.write(line, into: &text) }
        return text
    }

    private static func cells(_ row: SettingRow) -> [String] {
        let standard = row.setting?.standard.map(\.description) ?? "-"
        let isThere = row.value != nil
        return [
            row.name, row.value?.description ?? "-", row.isChanged ? "*" : "", isThere ? standard : "",
            isThere ? row.setting?.unit ?? "" : "", row.meaning,
        ]
    }

    private static func cut(_ text: String, _ room: Int?) -> String {
        guard let room, text.unicodeScalars.count > room else { return text }
        return String(text.prefix(room - 1)) + "…"
    }

    /// The settings as JSON.
    func json() -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("settings")
        writer.beginArray()
        for row in rows {
            writer.beginObject(.line)
            writer.field("name", row.name)
            if let value = row.value {
                writer.key("value")
                writer.write(value)
                if let standard = row.setting?.standard {
                    writer.key("default")
                    writer.write(standard)
                }
                writer.key("changed")
                writer.value(row.isChanged)
            } else {
                writer.field("reason", row.meaning)
            }
            if let setting = row.setting {
                writer.field("unit", setting.unit)
                writer.field("meaning", setting.meaning)
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endDocument()
        return writer.bytes
    }

    /// What was set, as JSON.
    static func json(_ changes: [Change], isDryRun: Bool) -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.key("dry_run")
        writer.value(isDryRun)
        writer.key("settings")
        writer.beginArray()
        for change in changes {
            writer.beginObject(.line)
            writer.field("name", change.name)
            writer.key("from")
            writer.write(change.from)
            writer.key("to")
            writer.write(change.to)
            writer.endObject()
        }
        writer.endArray()
        writer.endDocument()
        return writer.bytes
    }
}

extension JSONWriter {
    /// A number, an array of two, or a text.
    fileprivate mutating func write(_ setting: SettingValue) {
        switch setting {
        case .number(let number): value(number)
        case .pair(let first, let second):
            beginArray(.line)
            value(first)
            value(second)
            endArray()
        case .text(let text): value(text)
        }
    }
}
