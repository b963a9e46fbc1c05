import IPVSKit

/// The servers that are held, one line for each reason.
enum HoldTable {
    /// Lays the holds out; without a table nobody knows which of them are there.
    static func text(
        _ holds: [Hold],
        in table: TableConfiguration?,
        at now: UInt64,
        width: Int?,
        hasColor: Bool
    ) -> [UInt8] {
        var text = TextTable([
            TextTable.Column("SERVER"), TextTable.Column("SERVICE"),
            TextTable.Column("WEIGHT", isRight: true),
            TextTable.Column("NOTE", rank: 1), TextTable.Column("BY", rank: 2),
            TextTable.Column("SINCE", rank: 3), TextTable.Column("UNTIL", rank: 4),
            TextTable.Column("REASON"),
        ])
        let rows = holds.flatMap { hold in
            let note = table.map { Self.note(on: hold.subject, in: $0) } ?? ""
            return hold.reasons.map { row(hold, $0, note: $0.hasEnded(at: now) ? "ended" : note) }
        }
        for row in rows { text.measure(row) }
        text.fit(width: width, hasColor: hasColor)
        var bytes: [UInt8] = []
        text.writeTitles(into: &bytes)
        for row in rows { text.write(row, into: &bytes) }
        return bytes
    }

    private static func row(_ hold: Hold, _ reason: Hold.Reason, note: String) -> TextRow {
        var row = TextRow()
        row.add("\(hold.subject.server)")
        row.add("\(hold.subject.service)")
        row.add("\(hold.weight)")
        row.add(note, .notable)
        row.add(reason.user.printable)
        row.add(WallClock.local(reason.since))
        row.add(reason.until.map { WallClock.local($0) } ?? "")
        row.add(reason.text.printable)
        return row
    }

    /// What is odd about a held server.
    private static func note(on subject: Hold.Subject, in table: TableConfiguration) -> String {
        guard let server = table.services[subject.service]?.servers[subject.server] else {
            return "not there"
        }
        return server.weight > 0 ? "weight \(server.weight)" : ""
    }
}
