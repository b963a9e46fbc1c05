import IPVSKit

/// Where a verb's results and notes go, as the user wants them.
struct Output {
    let results: any TextSink
    let errors: any TextSink
    let terminal: () -> Terminal
    let preferences: Preferences

    /// Whether text on standard output gets colour.
    var hasColor: Bool { terminal().hasColor(preferences.color) }

    /// Writes results.
    func write(_ bytes: [UInt8]) throws {
        try results.write(bytes)
    }

    /// Writes a line of results for people.
    func writeLine(_ text: String) throws {
        try write([text].printableLines)
    }

    /// Writes text whose bytes must not be changed, such as a document: only on a terminal it is made printable.
    ///
    /// A piece ends where a line does.
    func write(verbatim text: TextPieces) throws {
        let isShown = terminal().isInteractive
        for piece in text.pieces { try write(isShown ? piece.printableLines : piece) }
    }

    /// Writes something that nobody need read to its end, since the exit status is the answer.
    func writeUnlessUnread(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as FileError where error.errno == .brokenPipe {}
    }

    /// Says a result in words, which programs get as JSON and quiet users not at all.
    func say(_ text: String) throws {
        guard !preferences.isJSON, !preferences.isDryRun, !preferences.isQuiet else { return }
        try writeLine(text)
    }

    /// Tells a program which changes were made, and anybody which would be made.
    func report(_ changes: [Change]) throws {
        if preferences.isJSON {
            try write(ChangeReport.json(changes, isDryRun: preferences.isDryRun))
        } else if preferences.isDryRun {
            try write(ChangeReport.lines(changes))
        }
    }

    /// Tells a person something that is no result, unless nobody wants to hear it.
    func note(_ text: String) {
        warn(["lvsctl: " + text])
    }

    /// Writes lines that say themselves where they come from.
    func warn(_ lines: [String]) {
        guard !preferences.isQuiet, !preferences.isJSON else { return }
        try? errors.write(lines.printableLines)
    }
}
