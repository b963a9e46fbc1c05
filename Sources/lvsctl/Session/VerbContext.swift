import IPVSKit

/// A verb's surroundings with the user's preferences.
struct VerbContext {
    let session: Session
    let preferences: Preferences

    var names: any NameLookup { session.names }

    /// Opens the table.
    func table(for purpose: TablePurpose) throws -> any IPVSTable {
        try session.openTable(self, purpose)
    }

    /// Writes results.
    func write(_ bytes: [UInt8]) throws {
        try session.output.write(bytes)
    }

    /// Writes a line of results for people.
    func writeLine(_ text: String) throws {
        try write([text].printableLines)
    }

    /// Tells a person something that is no result, unless nobody wants to hear it.
    func note(_ text: String) {
        warn(["lvsctl: " + text])
    }

    /// Writes lines that say themselves where they come from.
    func warn(_ lines: [String]) {
        guard !preferences.isQuiet, !preferences.isJSON else { return }
        try? session.errors.write(lines.printableLines)
    }
}
