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
        let bytes = TableDocument.write(snapshot.configuration, as: format)
        guard path != "-", !context.preferences.isDryRun else { return try context.write(bytes) }
        do {
            try AtomicFile.write(bytes, to: path)
        } catch {
            throw .output(error)
        }
    }
}
