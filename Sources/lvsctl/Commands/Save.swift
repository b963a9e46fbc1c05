import IPVSKit

/// `lvsctl save`.
struct Save: Verb {
    static let description = VerbDescription(
        "save",
        "Write the whole table to a file, without any loss.",
        synopsis: "[FILE|-]",
        details: """
            Writes rules that ipvsadm reads too, or JSON with --json or for a file that ends in .json. A \
            file is replaced in one step and readable by its owner only. Without a file, or for -, standard \
            output.
            """,
        examples: [
            "save /etc/lvsctl.rules",
            "save --json | jq '.services[].address'",
        ]
    )

    let file = Operand("file", "The file to write; - is standard output.", candidates: .files)
    let global = GlobalOptions()

    var operands: [Operand] { [file] }

    func run(in context: VerbContext) throws(Failure) {
        let path = file.values.first ?? "-"
        let (snapshot, _) = try context.readTable(nil)
        let format: TableDocument.Format = global.json.isGiven ? .json : TableDocument.Format(ofFile: path)
        var configuration = snapshot.configuration
        // As in rules: no daemon is no word about daemons, so that a restore stops none.
        if configuration.daemons?.isEmpty ?? false { configuration.daemons = nil }
        let bytes = TableDocument.write(configuration, as: format)
        // A table in a file has no kernel and no host.
        let hasHeader = format == .rules && context.preferences.tableFile == nil
        let origin = hasHeader ? context.session.saveHeader() : nil
        let header = origin.map { Array("# \($0)\n".utf8) } ?? []
        if path == "-" || context.preferences.isDryRun {
            try context.write(header + bytes)
        } else {
            do {
                try AtomicFile.write(header + bytes, to: path)
            } catch {
                throw .output(error)
            }
        }
        let losses = format == .rules ? RulesWriter.losses(in: configuration) : []
        guard losses.isEmpty else { throw .lossy(losses) }
    }
}
